import { describe, expect, it } from 'vitest';
import { languages } from '../../shared/ipc/settings';
import { createSay, languageOf, words } from '.';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort();
const english: Record<string, string> = words.en;

describe.each(languages)('%s', (language) => {
  const own = new Map(Object.entries(words[language]));

  it('has every text, every plural form and every placeholder', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const wanted = Object.keys(english).flatMap((key) => {
      if (key.endsWith('_one')) return [];
      return key.endsWith('_other') ? forms.map((form) => key.replace(/other$/, form)) : [key];
    });
    expect([...own.keys()].sort()).toEqual(wanted.sort());
    for (const [key, text] of own) {
      const source = english[key] ?? english[key.replace(/_\w+$/, '_other')] ?? '';
      expect([key, placeholders(text)]).toEqual([key, placeholders(source)]);
    }
  });
});

it.each(['de', 'es', 'fr'] as const)('nothing English is left over in %s', (language) => {
  const left = Object.entries(words[language]).filter(([key, text]) => text === english[key]);
  expect(left).toEqual([]);
});

it('says plurals and values', () => {
  expect(createSay('de')('missed', { count: 1 })).toBe('1 Anruf inzwischen');
  expect(createSay('es')('missed', { count: 0 })).toBe('0 llamadas entretanto');
  expect(createSay('fr')('missed', { count: 0 })).toBe('0 appel entre-temps');
  expect(createSay('en')('ringing', { who: 'Maria {{x}}' })).toBe('Ringing: Maria {{x}}');
});

it.each([
  ['de-AT', 'system', 'de'],
  ['pl', 'system', 'en'],
  ['de-AT', 'fr', 'fr'],
] as const)('a system that speaks %s, chosen %s: %s', (tag, chosen, language) => {
  expect(languageOf(tag, chosen)).toBe(language);
});
