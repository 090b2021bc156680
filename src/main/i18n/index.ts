/** The main process's own few texts, in the language of the windows. */
import { languages, type Language, type Settings } from '../../shared/ipc/settings';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';

export const words = { en, de, es, fr } as const;

type Base<K> = K extends `${infer B}_one` | `${infer B}_other` ? B : K;
export type Key = Base<keyof typeof en>;
/** Says a text; `count` picks the plural form. */
export type Say = (key: Key, values?: Record<string, string | number>) => string;

export const languageOf = (tag: string, chosen: Settings['language']): Language => {
  if (chosen !== 'system') return chosen;
  return languages.find((language) => language === tag.split('-')[0]?.toLowerCase()) ?? 'en';
};

export const createSay = (language: Language): Say => {
  const own: Readonly<Record<string, string | undefined>> = words[language];
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const form = typeof values.count === 'number' ? `${key}_${plural.select(values.count)}` : key;
    const text = own[form] ?? own[key] ?? '';
    return text.replace(/\{\{(\w+)\}\}/g, (_hit, name: string) => String(values[name] ?? ''));
  };
};
