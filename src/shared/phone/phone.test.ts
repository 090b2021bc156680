import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialable } from './dialable';
import { maskNumber } from './mask';
import { parseNumber, sameNumber } from './parse';

describe('parseNumber', () => {
  it.each([
    ['491711234567', 'DE', '+491711234567'],
    ['+491711234567', 'DE', '+491711234567'],
    ['00491711234567', 'DE', '+491711234567'],
    ['01711234567', 'DE', '+491711234567'],
    ['+49 (0) 30 1234567', 'DE', '+49301234567'],
    ['0301234567', 'DE', '+49301234567'],
    ['4930555001', 'DE', '+4930555001'],
    ['+380441234567', 'DE', '+380441234567'],
    ['380441234567', 'DE', '+380441234567'],
    ['02079460000', 'GB', '+442079460000'],
    ['442079460000', 'GB', '+442079460000'],
    ['2125551234', 'US', '+12125551234'],
    ['12125551234', 'US', '+12125551234'],
    ['011442079460000', 'US', '+442079460000'],
    ['3912345678', 'IT', '+393912345678'],
  ] as const)('reads %s in %s as %s', (raw, country, e164) => {
    expect(parseNumber(raw, country)).toMatchObject({ kind: 'external', e164 });
  });

  it.each([
    ['1001', 'internal'],
    ['600', 'internal'],
    ['112', 'internal'],
    ['0999', 'unknown'],
    ['*97', 'service'],
    ['**1001', 'service'],
    ['anonymous', 'anonymous'],
    ['Anonymous@anonymous.invalid', 'anonymous'],
    ['<unknown>', 'anonymous'],
    ['Restricted', 'anonymous'],
    ['', 'anonymous'],
    [null, 'anonymous'],
    ['alice', 'unknown'],
  ] as const)('never takes %s for a customer', (raw, kind) => {
    expect(parseNumber(raw, 'DE')).toMatchObject({ kind, e164: null });
  });

  it('shows a number the way it is read aloud', () => {
    expect(parseNumber('491711234567', 'DE').display).toBe('+49 171 1234567');
  });

  it('never throws, whatever arrives', () => {
    fc.assert(fc.property(fc.string(), (raw) => parseNumber(raw, 'DE').display.length >= 0));
  });
});

describe('sameNumber', () => {
  it('sees through spellings', () => {
    expect(sameNumber('0171 1234567', '+491711234567', 'DE')).toBe(true);
    expect(sameNumber('1001', '1002', 'DE')).toBe(false);
  });
});

describe('maskNumber', () => {
  it.each([
    ['+491711234567', '***567'],
    ['1001', '1001'],
    ['', '(none)'],
    [null, '(none)'],
    ['ab12', '***'],
  ])('%s becomes %s', (raw, masked) => {
    expect(maskNumber(raw)).toBe(masked);
  });
});

describe('dialable', () => {
  it.each([
    ['+49 (0) 30 / 123-4567', '+49301234567'],
    ['030 1234567', '0301234567'],
    ['tel:+491711234567', '+491711234567'],
    ['*97', '*97'],
    ['1002', '1002'],
  ])('%s is dialled as %s', (raw, number) => {
    expect(dialable(raw)).toEqual({ ok: true, value: number });
  });

  it.each([
    '',
    '   ',
    'alice',
    '1002\r\nAction: Command',
    '030 12x',
    '1+2',
    '+',
    '0'.repeat(40),
    '1002;1',
    '1,2',
  ])('refuses %j with a sentence', (raw) => {
    const result = dialable(raw);
    expect(result.ok).toBe(false);
    if (!result.ok) {
      expect(result.error.code).toBe('bad_number');
      expect(result.error.message).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('lets nothing through but digits, +, * and #', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const result = dialable(raw);
        if (result.ok) expect(result.value).toMatch(/^\+?[0-9*#]+$/);
      }),
    );
  });
});
