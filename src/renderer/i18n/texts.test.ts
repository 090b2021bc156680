import { describe, expect, it } from 'vitest';
import { languages } from '../../shared/ipc/settings';
import { pickLanguage, startI18n, texts, type T } from '.';

const flat = (language: (typeof languages)[number]): Map<string, string> =>
  new Map(
    Object.entries<Record<string, string>>(texts[language]).flatMap(([group, words]) =>
      Object.entries(words).map(([key, text]): [string, string] => [`${group}.${key}`, text]),
    ),
  );
const english = flat('en');
const ending = /_(?:zero|one|two|few|many|other)$/;
const plural = {
  test: (key: string): boolean => ending.test(key) && english.has(key.replace(ending, '_one')),
};
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();
const bases = new Set(
  [...english.keys()].filter((key) => plural.test(key)).map((key) => key.replace(ending, '')),
);

/** Names, and words that both languages share. */
const names = ['app.name', 'link.crm', 'settings.crm'];
const same = {
  de: [...names, 'ai.factName', 'link.relay', 'settings.relay'],
  es: [...names, 'field.phone_fax', 'link.relay', 'settings.relay'],
  fr: [
    ...names,
    'ai.assistant',
    'ai.conversation',
    'field.assistant_phone',
    'module.Contacts',
    'note.open',
    'note.title',
    'quiet.half',
    'settings.volume',
  ],
};

describe.each(languages)('the texts in %s', (language) => {
  const own = flat(language);

  it('has every key, and every plural form of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const wanted = [
      ...[...english.keys()].filter((key) => !plural.test(key)),
      ...[...bases].flatMap((base) => forms.map((form) => `${base}_${form}`)),
    ];
    expect([...own.keys()].sort()).toEqual(wanted.sort());
  });

  it('has the same placeholders and says something', () => {
    for (const [key, text] of own) {
      const source = english.get(key) ?? english.get(key.replace(ending, '_other')) ?? '';
      expect([key, placeholders(text)]).toEqual([key, placeholders(source)]);
      expect([key, text.trim()]).not.toEqual([key, '']);
    }
  });
});

it.each(['de', 'es', 'fr'] as const)('no English is left over in %s', (language) => {
  const left = [...flat(language)].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  expect(left.sort()).toEqual(same[language].sort());
});

describe('the language', () => {
  it.each([
    [['de-AT', 'en'], 'system', 'de-AT'],
    [['pl', 'fr-CA'], 'system', 'fr-CA'],
    [['pl'], 'system', 'en'],
    [[], 'system', 'en'],
    [['de-AT', 'en-GB'], 'en', 'en-GB'],
    [['de-AT'], 'es', 'es'],
    [['ES-mx'], 'system', 'ES-mx'],
  ] as const)('of %j, chosen %s: %s', (wanted, chosen, language) => {
    expect(pickLanguage(wanted, chosen)).toBe(language);
  });

  it.each([
    ['fr', 0, '0 autre correspondance'],
    ['fr', 1_000_000, '1000000 autres correspondances'],
    ['es', 1, '1 coincidencia más'],
    ['de', 2, '2 weitere Treffer'],
  ])('%s says %d as its own plural', (language, count, words) => {
    const t: T = startI18n([language]);
    expect(t('pop.others', { count })).toBe(words);
  });
});
