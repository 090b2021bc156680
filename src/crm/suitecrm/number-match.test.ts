import { describe, expect, it } from 'vitest';
import { compareNumbers, extensionOf, likePattern, wantedNumber } from './number-match';

const wanted = (number: string, country: 'US' | 'DE') => {
  const found = wantedNumber(number, country);
  if (!found) throw new Error('no number');
  return found;
};

describe('wantedNumber', () => {
  it('looks for the last nine national digits, with anything between them', () => {
    expect(likePattern(wanted('+12125550100', 'US'))).toBe('%1%2%5%5%5%0%1%0%0%');
  });

  it('never takes the country code for a part of a short number', () => {
    expect(wanted('+4722123456', 'DE').tail).toBe('22123456');
  });

  it.each(['', 'anonymous', '1001', '*97'])('looks for nobody when %o calls', (number) => {
    expect(wantedNumber(number, 'DE')).toBeNull();
  });
});

describe('compareNumbers', () => {
  // The spellings of the recorded contacts Format00 to Format13, and which two were other numbers.
  it.each([
    '(212) 555-0100',
    '+1 212-555-0100',
    '212.555.0100',
    '+12125550100',
    '2125550100',
    '1-212-555-0100',
    '001 212 555 0100',
    'tel:+1-212-555-0100',
    '212 555 0100 x12',
    '(212) 555-0100 ext. 7',
    '+1 (212) 555-0100;ext=44',
  ])('%s is the number', (stored) => {
    expect(compareNumbers(wanted('+12125550100', 'US'), stored, 'US')).toBe('exact');
  });

  it.each(['+44 12125550100', '(212) 555-01001', '+49 212 5550100'])('%s is another one', (stored) => {
    expect(compareNumbers(wanted('+12125550100', 'US'), stored, 'US')).toBeNull();
  });

  it.each([
    ['+4540123456', '40123456', 'national'],
    ['+12125550100', '212 555 0100 x12', 'national'],
    ['+441632960961', '01632 960961', 'national'],
    ['+441632960961', '9 01632 960961', 'tail'],
    ['+441632960961', '01632 960962', null],
  ] as const)('%s against %s, stored without a country, is %s', (number, stored, quality) => {
    expect(compareNumbers(wanted(number, 'DE'), stored, 'DE')).toBe(quality);
  });

  it.each(['0171 1234567', '0049 171 1234567', '+49 (0) 171 1234567', '0171/1234567', '49 171 1234567'])(
    'reads %s as the German number',
    (stored) => {
      expect(compareNumbers(wanted('+491711234567', 'DE'), stored, 'DE')).toBe('exact');
    },
  );
});

describe('extensionOf', () => {
  it.each([
    ['212 555 0100 x12', '12'],
    ['(212) 555-0100 ext. 7', '7'],
    ['+1 (212) 555-0100;ext=44', '44'],
    ['+49 40 66969-0 (Durchwahl 31)', '31'],
    ['+49 171 1234567', null],
    ['+49 (0) 171 1234567', null],
    ['tel:+1-212-555-0100', null],
    ['', null],
  ])('%s: %s', (stored, extension) => {
    expect(extensionOf(stored)).toBe(extension);
  });
});
