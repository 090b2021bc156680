/** The dashboard's texts follow the browser's language; English where there is no translation. */
import i18next, { type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { de } from './de';
import { en } from './en';

export type T = TFunction<'admin'>;

const supported = ['en', 'de'] as const;
/** The whole tag, e.g. `en-GB`: texts come from `en`, dates are written as the region does. */
const pickLanguage = (wanted: readonly string[]): string =>
  wanted.find((tag) => supported.some((known) => tag.split('-')[0] === known)) ?? 'en';

/** Must run once before the first render; synchronous, because the texts are in the bundle. */
export const startI18n = (languages: readonly string[] = navigator.languages): T => {
  const language = pickLanguage(languages);
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'admin',
    resources: { en: { admin: en }, de: { admin: de } },
    initAsync: false,
    // React escapes; escaping twice would show `&amp;` in a customer's name.
    interpolation: { escapeValue: false },
  });
  if (typeof document !== 'undefined') document.documentElement.lang = language;
  return i18next.getFixedT(language, 'admin');
};

/** The texts, and how dates and numbers are written. */
export const useTexts = (): { t: T; locale: string } => {
  const { t, i18n } = useTranslation('admin');
  return { t, locale: i18n.language };
};
