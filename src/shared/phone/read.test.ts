import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber, type NumberRules, type NumberUse } from './read';
import { compileRewrite, type RewriteSpec } from './rewrite';

const rewrite = (...specs: Partial<RewriteSpec>[]) =>
  specs.map((spec) => {
    const rule = compileRewrite({ match: '', replace: '', direction: 'both', ...spec });
    if (!rule.ok) throw rule.error;
    return rule.value;
  });
const german: NumberRules = { country: 'DE', linePrefix: '', rewrite: [] };
const read = (raw: string | null, use: NumberUse, rules: Partial<NumberRules> = {}) =>
  readNumber(raw, use, { ...german, ...rules });

describe('the line prefix', () => {
  it.each([
    ['0', 'DE', '000491711234567', '+491711234567'],
    ['0', 'DE', '001711234567', '+491711234567'],
    ['0', 'DE', '00301234567', '+49301234567'],
    ['9', 'US', '92125551234', '+12125551234'],
    ['9', 'US', '912125551234', '+12125551234'],
    ['9', 'US', '9011442079460000', '+442079460000'],
    ['0', 'DE', '0+491711234567', '+491711234567'],
    // Dialled without it.
    ['0', 'DE', '01711234567', '+491711234567'],
    ['0', 'DE', '015202345678', '+4915202345678'],
    ['9', 'US', '9195551234', '+19195551234'],
    ['9', 'US', '+12125551234', '+12125551234'],
  ] as const)('%s in %s: %s was dialled to reach %s', (linePrefix, country, dialled, e164) => {
    expect(read(dialled, 'dialled', { linePrefix, country })).toMatchObject({ e164, number: e164 });
  });

  it.each([
    ['0', '0112', '112'],
    ['9', '9911', '9911'],
    ['9', '9001', '9001'],
    ['0', '*97', '*97'],
    ['0', '1001', '1001'],
    ['0', '01', '01'],
  ])('%s: %s is the short %s and no customer', (linePrefix, dialled, number) => {
    expect(read(dialled, 'dialled', { linePrefix })).toMatchObject({ e164: null, number });
  });

  it('is looked for only in what an agent dialled', () => {
    for (const use of ['from-trunk', 'to-trunk'] as const)
      expect(read('01711234567', use, { linePrefix: '0' }).steps).toHaveLength(1);
  });

  it('comes off whatever was put before a number that is dialled with it', () => {
    const number = fc.stringMatching(/^0[1-9][0-9]{8,9}$/);
    fc.assert(
      fc.property(number, fc.constantFrom('0', '9', '*9'), (it, linePrefix) => {
        const plain = read(it, 'dialled');
        const prefixed = read(`${linePrefix}${it}`, 'dialled', { linePrefix });
        if (plain.e164 !== null) expect(prefixed.e164).toBe(plain.e164);
      }),
    );
  });
});

describe('trunk rules', () => {
  const provider = rewrite({ match: '^\\+?0(49\\d+)$', replace: '+$1', direction: 'inbound' });

  it.each([
    ['0491711234567', '+491711234567'],
    ['+0491711234567', '+491711234567'],
    ['+491711234567', '+491711234567'],
  ])('make the %s of a provider %s', (raw, e164) => {
    expect(read(raw, 'from-trunk', { rewrite: provider }).e164).toBe(e164);
  });

  it('run in their order, each on what the last one left, and only in their direction', () => {
    const rules = rewrite(
      { match: '^9#', replace: '' },
      { match: '^0049', replace: '0', direction: 'outbound' },
      { match: '^0(\\d{3})(\\d+)$', replace: '+49$1$2' },
    );
    expect(read('9#00491711234567', 'to-trunk', { rewrite: rules })).toMatchObject({
      e164: '+491711234567',
      steps: [
        { rule: 'trunk rule ^9# -> (nothing)', before: '9#00491711234567', after: '00491711234567' },
        { before: '00491711234567', after: '01711234567' },
        { before: '01711234567', after: '+491711234567' },
        { before: '+491711234567', after: '+491711234567' },
      ],
    });
    expect(read('0491711234567', 'to-trunk', { rewrite: provider }).steps[0]?.rule).not.toMatch(/^trunk/);
  });

  it('make whole numbers of the local ones a provider sends, and leave what agents dial inside alone', () => {
    const local = rewrite({ match: '^(\\d{6})$', replace: '030$1' });
    expect(read('555001', 'from-trunk', { rewrite: local }).e164).toBe('+4930555001');
    expect(read('555001', 'dialled', { rewrite: local })).toMatchObject({
      kind: 'internal',
      number: '555001',
    });
  });

  it('never make a number of a withheld one', () => {
    const all = rewrite({ match: '^.*$', replace: '+491711234567' });
    for (const raw of ['', null, 'anonymous', '<unknown>', 'restricted'])
      expect(read(raw, 'from-trunk', { rewrite: all })).toMatchObject({ kind: 'anonymous', number: null });
  });

  it('leave alone what is longer than any number, also what they would make so long', () => {
    const doubles = rewrite({ match: '^(\\d+)$', replace: '$1$1' });
    expect(read('1'.repeat(30), 'from-trunk', { rewrite: doubles }).number).toBe('1'.repeat(30));
    expect(read('1'.repeat(50), 'from-trunk', { rewrite: doubles }).number).toBe('1'.repeat(50));
  });
});

describe('a rule that is refused', () => {
  it.each([
    ['', '', /1 to 100 characters/],
    ['(', '', /no regular expression/],
    ['^(\\d+)+$', '', /group may not be repeated/],
    ['^(?:0|00)*1', '', /group may not be repeated/],
    ['^(\\d|1){5,}$', '', /group may not be repeated/],
    ['\\d*\\d*\\d*x', '', /at most 2 repeats/],
    ['(0|1)'.repeat(7), '', /6 choices/],
    ['^(\\d)\\1$', '', /own groups/],
    ['^0', 'abc', /replace: digits/],
    ['^0(\\d+)$', '+49$2', /\$2 is used, and the match has 1 groups/],
  ])('%s -> %s', (match, replace, text) => {
    const rule = compileRewrite({ match, replace, direction: 'both' });
    expect(rule).toMatchObject({ ok: false, error: { code: 'config' } });
    if (!rule.ok) expect(rule.error.message).toMatch(text);
  });

  it('while the usual ones are taken', () => {
    for (const match of [
      '^(?:\\+|00)?49(\\d{3,15})$',
      '^(\\d{1})(\\d{2})(\\d{3})(\\d{2})(\\d{2})(\\d{2})(\\d{2})$',
      '^[0-9+*]{3,20}$',
      '^\\(0\\)',
      '^00',
    ])
      expect(compileRewrite({ match, replace: '', direction: 'both' }).ok).toBe(true);
  });
});

it('shows step by step what a number is taken for', () => {
  expect(read('+49 (0) 30 1234', 'from-trunk')).toMatchObject({
    kind: 'external',
    number: '+49301234',
    steps: [
      { rule: 'blanks, brackets and other separators are dropped', after: '+490301234' },
      { rule: 'an international number, written with +', after: '+49301234' },
    ],
  });
});

it('never throws, and ends its steps with what it concluded', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('from-trunk', 'to-trunk', 'dialled'),
      (raw, use) => {
        const { steps, display, e164 } = read(raw, use, { linePrefix: '0' });
        expect(steps.at(-1)?.after).toBe(e164 ?? display);
      },
    ),
  );
});
