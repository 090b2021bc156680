import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOf, createBodyCheck, parseSignature, signBody } from './signature';

const hash = 'ab'.repeat(32);
const now = Date.parse('2026-11-23T09:00:00.000Z');
const minute = 60_000;
const tolerance = { freshMs: 30 * minute, lateMs: 60 * minute, futureMs: 5 * minute };

const isGenuine = (header: string, secrets: string[], pieces: (string | Uint8Array)[]): boolean => {
  const signature = parseSignature(header);
  if (!signature) return false;
  const check = createBodyCheck(signature, secrets);
  for (const piece of pieces) check.update(Buffer.from(piece));
  return check.isGenuine();
};

describe('parseSignature', () => {
  it('reads time and hash, in any order, and passes other schemes over', () => {
    expect(parseSignature(`v1=zz, v0=${hash},t=1795421135`)).toEqual({
      t: '1795421135',
      timestampMs: 1_795_421_135_000,
      hashes: [Buffer.from(hash, 'hex')],
    });
  });

  it.each([
    undefined,
    '',
    't=1795421135',
    `v0=${hash}`,
    `t=,v0=${hash}`,
    `t=-5,v0=${hash}`,
    `t=1e9,v0=${hash}`,
    `t=1795421135,t=1,v0=${hash}`,
    `t=1795421135,v0=${hash.slice(1)}`,
    `t=1795421135,v0=${hash}g`,
    `t=1795421135,v0=${hash},v0=`,
    `T=1795421135,V0=${hash}`,
    `t=1795421135,${`v0=${hash},`.repeat(40)}`,
  ])('refuses %s', (header) => {
    expect(parseSignature(header)).toBeNull();
  });

  it('throws at no text, and takes none that is not exactly one', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
        const parsed = parseSignature(text);
        expect(parsed === null || /t=\d+/.test(text)).toBe(true);
      }),
    );
  });
});

describe('createBodyCheck', () => {
  it('takes what was signed, however it is cut, with any of the secrets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 }),
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        (pieces, secrets, which) => {
          const secret = secrets[which % secrets.length] ?? '';
          const header = signBody(Buffer.concat(pieces), secret, now);
          expect(isGenuine(header, secrets, pieces)).toBe(true);
        },
      ),
    );
  });

  it('refuses when anything differs: body, time, secret, hash', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.constantFrom('body', 'time', 'secret', 'hash'),
        (body, what) => {
          const header = signBody(body, 'right', what === 'time' ? now - 1_000 : now);
          const sent =
            what === 'hash'
              ? header.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
              : header.replace(/t=\d+/, `t=${now / 1_000}`);
          expect(
            isGenuine(sent, [what === 'secret' ? 'wrong' : 'right'], [what === 'body' ? `${body}x` : body]),
          ).toBe(false);
        },
      ),
    );
  });

  it('agrees with the formula of the documentation', () => {
    const expected = createHmac('sha256', 'wsec_1').update('1795421135.{"a":1}').digest('hex');
    expect(signBody('{"a":1}', 'wsec_1', 1_795_421_135_900)).toBe(`t=1795421135,v0=${expected}`);
    expect(
      isGenuine(`t=1795421135,v0=${hash},v0=${expected.toUpperCase()}`, ['x', 'wsec_1'], ['{"a":1}']),
    ).toBe(true);
  });

  it('has no secret that fits where there are none', () => {
    expect(isGenuine(signBody('x', 'a', now), [], ['x'])).toBe(false);
  });
});

it.each([
  [0, 'fresh'],
  [30, 'fresh'],
  [31, 'late'],
  [60, 'late'],
  [61, 'refused'],
  [-5, 'fresh'],
  [-6, 'refused'],
] as const)('a signature of %i minutes ago is %s', (minutes, age) => {
  const signature = parseSignature(signBody('', 's', now - minutes * minute));
  expect(signature && ageOf(signature, now, tolerance)).toBe(age);
});
