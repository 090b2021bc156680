import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellings } from '../../tests/support/spellings';
import { createRedactor } from './redact';

const { text: redactText, fields: redactFields } = createRedactor();

describe('fields', () => {
  it.each([
    'token',
    'apiKey',
    'x-api-key',
    'AMI_SECRET',
    'password',
    'authorization',
    'set-cookie',
    'crmPassword',
  ])('named %s are not shown', (name) => {
    expect(redactFields({ [name]: 'hunter2' })).toEqual({ [name]: '***' });
    expect(redactFields({ a: { b: [{ [name]: 'hunter2' }] } })).toEqual({ a: { b: [{ [name]: '***' }] } });
  });

  it.each(['number', 'phone_mobile', 'dialled', 'display', 'callerIdNum', 'external_number'])(
    'named %s are masked, also as a number of JSON',
    (name) => {
      expect(redactFields({ [name]: '+49 171 1234567' })).toEqual({ [name]: '***567' });
      expect(redactFields({ [name]: 491711234567 })).toEqual({ [name]: '***567' });
    },
  );

  it.each(['transcript', 'summary', 'contact', 'call', 'conversation', 'notes', 'callerIdName'])(
    'named %s hold people, and are hidden whole',
    (name) => {
      expect(redactFields({ [name]: { text: 'Maria' } })).toEqual({ [name]: '***' });
      expect(redactFields({ [name]: 'Maria' })).toEqual({ [name]: '***' });
    },
  );

  it('tell an error by its code, and no one-time code', () => {
    const codes = { code: 'crm_timeout', inner: { code: 'ECONNREFUSED' }, closed: { code: 4401 } };
    expect(redactFields(codes)).toEqual(codes);
    expect(redactFields({ code: 'ABCD2345' })).toEqual({ code: '***' });
    expect(redactFields({ code: 'ABCDEFGH' })).toEqual({ code: '***' });
  });

  it('that help to find a call stay whole', () => {
    const fields = {
      callId: 'pbx:1772442000.12',
      at: '2026-03-02T09:00:00.000Z',
      extension: '1001',
      host: '10.0.0.1:5038',
      record: 'c0000000-0009-4000-8000-000000000000',
      url: 'http://127.0.0.1:51234/health',
      attempts: 3,
    };
    expect(redactFields(fields)).toEqual(fields);
  });

  it('keep what an error says, without its secrets', () => {
    const error = new Error('login with password=hunter2 for +491711234567 failed', {
      cause: new Error('token: abc'),
    });
    const text = JSON.stringify(redactFields({ error }));
    expect(text).toContain('failed');
    expect(text).not.toMatch(/hunter2|1711234567|abc/);
  });

  it('that contain themselves end; keys, bytes, sets and addresses are read, too', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(JSON.stringify(redactFields(loop))).toContain('[…]');
    const odd = {
      '+491711234567': 1,
      bytes: Buffer.from('+491711234567'),
      set: new Set(['+491711234567']),
      url: new URL('https://crm.example/?phone=%2B491711234567'),
      when: new Date(0),
    };
    expect(JSON.stringify(redactFields(odd))).not.toContain('1711234567');
    expect(redactFields({ when: new Date(0), bytes: Buffer.from('x') })).toEqual({
      when: '1970-01-01T00:00:00.000Z',
      bytes: '[1 bytes]',
    });
  });
});

describe('texts', () => {
  it.each([
    ['sent Authorization: Bearer abc.def-123', 'abc.def'],
    ['token cti_0123456789abcdefgh refused', '0123456789'],
    ['{"client_secret":"s3cr3t","grant_type":"password"}', 's3cr3t'],
    ['{"password":"two \\"words\\" or three"}', 'words'],
    ['GET /x?api_key=s3cr3t&y=1', 's3cr3t'],
    ['redis://user:s3cr3t@host', 's3cr3t'],
    ['signed with wsec_0123456789', '0123456789'],
    ['sent eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.abcdef', 'eyJzdWI'],
    ['Unexpected token \'H\', "Hello, my n"... is not valid JSON', 'Hello'],
    ['Unexpected token \'H\', ..."e" Hello, my n"... is not valid JSON', 'Hello'],
  ])('%s', (text, hidden) => expect(redactText(text)).not.toContain(hidden));

  it.each([
    'The relay listens on http://127.0.0.1:51234.',
    'at run (/app/dist/index.js:1234:56)',
    'extension 1001',
    'call pbx:1795421135.0 began 2026-11-23T08:05:35.194Z',
    'AMI at 192.168.100.200:5038',
    'HTTP 503 after 10 seconds',
  ])('%s stays', (text) => expect(redactText(text)).toBe(text));
});

describe('whatever stands around it', () => {
  const countries = [
    { callingCode: '49', trunk: '0', digits: [9, 11] },
    { callingCode: '1', trunk: '', digits: [10, 10] },
    { callingCode: '44', trunk: '0', digits: [10, 10] },
  ] as const;
  const number = fc
    .constantFrom(...countries)
    .chain(({ callingCode, trunk, digits: [min, max] }) =>
      fc
        .tuple(
          fc.integer({ min: 1, max: 9 }).map(String),
          fc.array(fc.integer({ min: 0, max: 9 }).map(String), { minLength: min - 1, maxLength: max - 1 }),
        )
        .map(([first, rest]) => ({ callingCode, trunk, national: first + rest.join('') })),
    );
  const around = fc.constantFrom(
    '',
    ' ',
    '"',
    "'",
    'sip:',
    'tel:',
    'PJSIP/',
    'from-',
    'n=',
    'x',
    '_',
    ':',
    '.',
    '\n',
    '<',
    '%20',
    'at 12 ',
    'é',
  );
  const after = fc.constantFrom(
    '',
    ' ',
    '"',
    '@host',
    ';1',
    '.',
    ',',
    ':',
    '-0001',
    '\n',
    '>',
    '.wav',
    ' and 5',
    'x12',
  );
  const digitsOf = (text: string): string => text.replace(/%25|%20|%2B/g, '').replace(/\D/g, '');
  const leaks = (text: string, national: string): boolean =>
    digitsOf(text).includes(national) || text.includes(national.slice(0, -3));

  it('no spelling of a number is seen in a text', () => {
    fc.assert(
      fc.property(number, fc.nat(), around, after, (one, pick, before, behind) => {
        const all = spellings(one);
        const spelling = all[pick % all.length] ?? '';
        expect(leaks(redactText(`${before}${spelling}${behind}`), one.national)).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });

  it('nor in fields of any name, shape and depth, errors and keys included', () => {
    const name = fc.oneof(
      fc.constantFrom('number', 'error', 'problem', 'reason', 'path', 'a', 'remote'),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(
        number,
        fc.nat(),
        fc.array(name, { minLength: 1, maxLength: 7 }),
        fc.nat(5),
        (one, pick, names, shape) => {
          const all = spellings(one);
          const spelling = all[pick % all.length] ?? '';
          const leaf = [
            spelling,
            [spelling],
            new Error(spelling),
            new Error('x', { cause: new Error(spelling) }),
            { [spelling]: 1 },
            new Set([spelling]),
          ][shape];
          const fields = names.reduceRight<unknown>(
            (inner, key) => ({ [`k${key}`]: inner, [key]: inner }),
            leaf,
          );
          expect(leaks(JSON.stringify(redactFields({ fields })), one.national)).toBe(false);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('nor a secret that is known, as it is, in JSON or in an address', () => {
    const secret = fc
      .string({ minLength: 5, maxLength: 30, unit: 'grapheme' })
      .filter((it) => it.trim().length > 4 && !/^[*\s]+$/.test(it));
    fc.assert(
      fc.property(secret, fc.string({ maxLength: 10 }), fc.nat(3), (value, before, how) => {
        const written =
          [
            value,
            JSON.stringify({ a: value }),
            encodeURIComponent(value),
            new URLSearchParams({ p: value }).toString(),
          ][how] ?? '';
        const shown = createRedactor([value]).text(`${before}${written}`);
        expect(shown.replaceAll(before, '')).not.toContain(value);
      }),
      { numRuns: 1_000 },
    );
  });
});
