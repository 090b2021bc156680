/** Texts in the language that the agent has chosen, else his system's; English where there is no translation. */
import i18next, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languages, type Language, type Settings } from '../../shared/ipc/settings';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';

export type T = TFunction;

export const texts = { en, de, es, fr } satisfies Record<Language, object>;

/**
 * The whole tag, e.g. `en-GB`: texts come from `en`, dates are written as the region does. A chosen language takes the region
 * from the system where that speaks it, too.
 */
export const pickLanguage = (wanted: readonly string[], chosen: Settings['language'] = 'system'): string => {
  const speaks = (tag: string, of: readonly string[]): boolean =>
    of.includes(tag.split('-')[0]?.toLowerCase() ?? '');
  if (chosen !== 'system') return wanted.find((tag) => speaks(tag, [chosen])) ?? chosen;
  return wanted.find((tag) => speaks(tag, languages)) ?? 'en';
};

const announce = (language: string): void => {
  if (typeof document !== 'undefined') document.documentElement.lang = language;
};

/** Must run once before the first render; synchronous, because the texts are in the bundle. */
export const startI18n = (wanted: readonly string[] = navigator.languages): T => {
  const language = pickLanguage(wanted);
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: {
      en: { translation: en },
      de: { translation: de },
      es: { translation: es },
      fr: { translation: fr },
    },
    initAsync: false,
    // React escapes; escaping twice would show `&amp;` in a customer's name.
    interpolation: { escapeValue: false },
  });
  announce(language);
  return i18next.t;
};

/** What is drawn changes at once. */
export const speak = (
  chosen: Settings['language'],
  wanted: readonly string[] = navigator.languages,
): void => {
  const language = pickLanguage(wanted, chosen);
  if (i18next.language === language) return;
  announce(language);
  void i18next.changeLanguage(language);
};
