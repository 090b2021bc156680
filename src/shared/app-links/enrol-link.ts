/** `cti-companion://enrol?relay=...&code=...`: what IT sends, and a click signs the desktop in. */
import { relayUrlsOf, relayUrlText } from '../companion/relay-urls';
import { because, type ErrorDetails } from '../error-reasons';
import { AppError } from '../errors';
import { err, ok, type Result } from '../result';
import { ownScheme } from './scheme';

export interface EnrolWish {
  /** Several with commas between them. */
  relayUrl: string;
  /** One-time. */
  code: string;
}

const refuse = (message: string, details: ErrorDetails) =>
  err(new AppError('bad_request', message, { details }));

const isHere = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.[0-9]+){3}$/.test(host);

/** Addresses that a token would travel to in the open: `http:` to another computer. */
export const openHost = (urls: readonly string[]): string | null => {
  const open = urls
    .map((url) => new URL(url))
    .find(({ protocol, hostname }) => protocol === 'http:' && !isHere(hostname));
  return open?.host ?? null;
};

/** @returns null where it would be refused, because a relay is reached without encryption */
export const enrolLink = (relayUrls: readonly string[], code: string): string | null =>
  relayUrls.length === 0 || openHost(relayUrls) !== null
    ? null
    : `${ownScheme}://enrol?relay=${encodeURIComponent(relayUrls.join(','))}&code=${encodeURIComponent(code)}`;

export const isEnrolLink = (link: string): boolean =>
  new RegExp(`^${ownScheme}:/*enrol\\b`, 'i').test(link.trim());

/** @returns `bad_request` with a sentence and its reason; the code is never in it */
export const readEnrolLink = (link: string): Result<EnrolWish, AppError> => {
  const broken = refuse(
    'This sign-in link is incomplete or damaged. Ask your IT for a new one.',
    because('enrol-link'),
  );
  if (link.length > 2_000) return broken;
  const query = URL.parse(link.trim())?.searchParams;
  const relays = relayUrlsOf(query?.get('relay') ?? '');
  const code = (query?.get('code') ?? '').trim();
  if (relays === null || !/^[A-Za-z0-9-]{4,40}$/.test(code)) return broken;
  const host = openHost(relays);
  if (host !== null)
    return refuse(
      `This sign-in link leads to ${host} without encryption, so it is not used. Ask your IT for one with https.`,
      because('enrol-open', { host }),
    );
  return ok({ relayUrl: relayUrlText(relays), code });
};
