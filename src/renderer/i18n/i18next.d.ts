import type { en } from './en';

declare module 'i18next' {
  /** Each program of the house adds its own texts. */
  interface TextResources {
    translation: typeof en;
  }
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: TextResources;
  }
}
