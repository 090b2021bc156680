import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../shared/protocol/crm-context';
import { maria } from '../../../tests/support/calls';
import { startI18n } from '../i18n';
import { shortMoney } from './money';
import { whyMatched } from './why-matched';

const t = startI18n(['en']);

describe('whyMatched', () => {
  it.each<[Partial<Candidate>, string]>([
    [{}, 'mobile phone'],
    [{ extension: '31' }, 'mobile phone, extension 31'],
    [{ quality: 'national' }, 'mobile phone, without a country'],
    [{ quality: 'national', extension: '31' }, 'mobile phone, extension 31'],
    [{ quality: 'tail' }, 'last digits of mobile phone'],
    [{ quality: 'picked' }, 'picked by you'],
    [{ note: 'shared-number' }, 'line of the company'],
    [{ note: 'converted-lead', quality: 'tail' }, 'lead, a contact by now'],
  ])('%j: %s', (how, words) => {
    const match = { contact: maria, quality: 'exact', extension: null, note: null, ...how } as const;
    expect(whyMatched(match, t)).toBe(words);
  });
});

describe('shortMoney', () => {
  it.each([
    [84_000, '€', 'en-GB', '€84k'],
    [12_500.5, '$', 'en', '$12.5k'],
    [999, '€', 'en', '€999'],
    [null, '€', 'en', ''],
  ])('%s %s in %s: %s', (amount, currency, locale, words) => {
    expect(shortMoney({ amount, currency }, locale)).toBe(words);
  });
});
