import type { en } from './en';

declare module 'i18next' {
  interface TextResources {
    admin: typeof en;
  }
}
