import { isSupportedCountry } from 'libphonenumber-js';
import { z } from 'zod';
import type { CountryCode } from '../../shared/phone/parse';

/** How to reach one SuiteCRM. With a user name the password grant is used, without one client_credentials. */
export const suiteCrmOptionsSchema = z.object({
  /** What people type in the browser, e.g. `https://crm.example.com`; a trailing `/`, `/index.php` or `/#/...` is dropped. */
  url: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/#.*$/, '').replace(/(\/index\.php.*)?\/*$/, '')),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  /** A whole request, connect to last byte. A pop must not wait longer than a ring. */
  timeoutMs: z.number().int().positive().default(15_000),
  /** Numbers stored without a country code are read as numbers of this country (ISO 3166 alpha-2). */
  defaultCountry: z
    .string()
    .default('DE')
    .pipe(
      z.custom<CountryCode>(
        (code) => typeof code === 'string' && isSupportedCountry(code),
        'not a country code',
      ),
    ),
  /** After a refused sign-in nothing is asked for this long, doubling with every refusal: a CRM may lock the account of a user who keeps failing. */
  signInPauseMs: z.number().int().nonnegative().default(30_000),
});
export type SuiteCrmOptions = z.input<typeof suiteCrmOptionsSchema>;
export type SuiteCrmSettings = z.output<typeof suiteCrmOptionsSchema>;
