import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber } from '../../shared/phone/read';
import { dialString } from './dial';

const german = { defaultCountry: 'DE', dialPrefix: '' } as const;

describe('dialString', () => {
  it.each([
    ['+49 171 1234567', '01711234567'],
    ['+49 (0)30 1234567', '0301234567'],
    ['0171 1234567', '01711234567'],
    ['+43 1 5354567', '004315354567'],
    ['tel:+12125550178', '0012125550178'],
    ['1002', '1002'],
    ['*97', '*97'],
  ])('%s is dialled in Germany as %s', (raw, dialled) => {
    expect(dialString(raw, german)).toEqual({ ok: true, value: dialled });
  });

  it('knows how other countries dial abroad', () => {
    expect(dialString('+491711234567', { defaultCountry: 'US', dialPrefix: '' })).toEqual({
      ok: true,
      value: '011491711234567',
    });
    expect(dialString('+1 212 555 0178', { defaultCountry: 'US', dialPrefix: '' })).toEqual({
      ok: true,
      value: '12125550178',
    });
  });

  it('puts the line prefix before outside numbers only', () => {
    const line = { defaultCountry: 'DE', dialPrefix: '9' } as const;
    expect(dialString('0301234567', line)).toMatchObject({ value: '90301234567' });
    expect(dialString('1002', line)).toMatchObject({ value: '1002' });
    expect(dialString('*97', line)).toMatchObject({ value: '*97' });
  });

  it('is read back as the number that was asked for, whatever the line prefix', () => {
    const numbers = fc.constantFrom(
      '+491711234567',
      '+49301234567',
      '+4315354567',
      '+12125550178',
      '+442079460000',
    );
    fc.assert(
      fc.property(
        numbers,
        fc.constantFrom('DE', 'US', 'GB', 'IT'),
        fc.constantFrom('', '0', '9'),
        (number, country, linePrefix) => {
          const dialled = dialString(number, { defaultCountry: country, dialPrefix: linePrefix });
          expect(dialled.ok).toBe(true);
          if (!dialled.ok) return;
          const read = readNumber(dialled.value, 'dialled', { country, linePrefix, rewrite: [] });
          expect(read.e164).toBe(number);
        },
      ),
    );
  });

  it.each(['', 'call me', '1&PJSIP/1002', '1\r\nX: y'])('refuses %j', (raw) => {
    expect(dialString(raw, german)).toMatchObject({ ok: false, error: { code: 'bad_number' } });
  });
});
