import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellings } from '../../../tests/support/spellings';
import { numberSearch } from './search';

const rules = [{ country: 'DE', linePrefix: '0', rewrite: [] }] as const;
const searchFor = (typed: string) => {
  const search = numberSearch(typed, 'DE', rules);
  if (!search.ok) throw search.error;
  return search.value;
};

describe('a number in a field', () => {
  const { isNumber } = searchFor('0171 123 45 67');
  it.each([
    '+491711234567',
    '00491711234567',
    '491711234567',
    '01711234567',
    '001711234567',
    '+49 (0) 171 / 1234567',
    'tel:+491711234567',
    '0171 1234567 x12',
    '1711234567',
  ])('%s is it', (field) => expect(isNumber(field)).toBe(true));
  it.each([
    null,
    '',
    'anonymous',
    '1001',
    '+431711234567',
    '+4917112345678',
    '+49171123456',
    '+1 171 1234567',
    '+4930555001',
  ])('%s is not', (field) => expect(isNumber(field)).toBe(false));
});

describe('a number in a text', () => {
  it('is found and struck out in every spelling, by itself and between words', () => {
    const written = spellings({ callingCode: '49', national: '1711234567', trunk: '0' });
    fc.assert(
      fc.property(
        fc.constantFrom(...written),
        fc.constantFrom('', 'call ', '"', 'at 12 ', 'sip:', 'n='),
        (spelling, before) => {
          const struck = searchFor('+49 171 1234567').strike(`${before}${spelling}" please`);
          expect(struck.replace(/\D/g, '')).toBe(before.replace(/\D/g, ''));
        },
      ),
    );
  });
  it.each(['+43 171 1234567', '+49 171 12345678', '49 30 1711 23', 'pbx:1711234567.12345', '91711234567891'])(
    'leaves %s alone',
    (text) => expect(searchFor('+49 171 1234567').strike(text)).toBe(text),
  );
});

it.each(['1001', '*97', 'anonymous', '', '12 34', 'Maria'])(
  '%s is no number that can be forgotten',
  (typed) => {
    expect(numberSearch(typed, 'DE', rules)).toMatchObject({ ok: false, error: { code: 'bad_number' } });
  },
);

it('goes by digits where it is no public number', () => {
  const { isNumber, isIn } = searchFor('0999 99999');
  expect(isNumber('099999999')).toBe(true);
  expect(isIn('from 0999-99999')).toBe(true);
});
