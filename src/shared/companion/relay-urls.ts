/** One desktop may know several relays: which addresses those are, and which of them is tried next. */
import { fullJitterMs } from '../backoff';
import type { Clock } from '../clock';

/** `http://relay:3000/ws/ ` -> `http://relay:3000`, so that what people paste works. */
export const tidyRelayUrl = (text: string): string => {
  const url = new URL(text.trim());
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/(ws|companion)$/, '')}`;
};

const mostRelays = 10;

/** The addresses of a text, with commas or line ends between them; null where one is none, or there is none at all. */
export const relayUrlsOf = (text: string): string[] | null => {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const urls = parts.map((part) => {
    const url = URL.parse(part);
    return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' ? tidyRelayUrl(part) : null;
  });
  const found = [...new Set(urls)].filter((url) => url !== null);
  return found.length === 0 || urls.includes(null) || found.length > mostRelays ? null : found;
};

export const relayUrlText = (urls: readonly string[]): string => urls.join(', ');

/**
 * The list that a relay names, behind one that is connected. That one stays in it, because it works; and nobody is led from an
 * encrypted connection to an open one.
 */
export const listFrom = (named: readonly string[], connected: string): string[] => {
  const isSafe = (url: string): boolean => !connected.startsWith('https:') || url.startsWith('https:');
  const usable = (relayUrlsOf(named.join(' ')) ?? []).filter(isSafe);
  return usable.length === 0 ? [] : [...new Set([...usable, connected])].slice(0, mostRelays);
};

/** The way to another relay is taken within this, not by all desktops in one instant. */
const moveMs = 500;

export interface RelayChoice {
  current(): string;
  all(): readonly string[];
  setAll(urls: readonly string[]): void;
  /** It is connected: it stays with this one. */
  succeeded(): void;
  /** Chooses the next. @returns milliseconds until it is tried */
  failed(): number;
}

/** Each address waits for itself, longer each time; so a relay that is gone is no reason to wait for another one. */
export const createRelayChoice = (
  urls: readonly string[],
  { clock, random, baseMs, maxMs }: { clock: Clock; random: () => number; baseMs: number; maxMs: number },
): RelayChoice => {
  let list = urls;
  let current = urls[0] ?? '';
  const tried = new Map<string, { attempts: number; notBefore: number }>();
  const notBefore = (url: string): number => tried.get(url)?.notBefore ?? 0;

  return {
    current: () => current,
    all: () => list,
    setAll: (next) => {
      list = next;
    },
    succeeded: () => {
      tried.delete(current);
    },
    failed: () => {
      const now = clock.elapsed();
      const attempts = tried.get(current)?.attempts ?? 0;
      const waitMs = fullJitterMs(attempts, { baseMs, maxMs, random });
      tried.set(current, { attempts: attempts + 1, notBefore: now + waitMs });
      const at = list.indexOf(current) + 1;
      // The others first, in their order; itself last.
      const order = [...list.slice(at), ...list.slice(0, at)];
      const former = current;
      current = order.reduce(
        (best, url) => (notBefore(url) < notBefore(best) ? url : best),
        order[0] ?? former,
      );
      const leftMs = Math.max(0, notBefore(current) - now);
      return current === former ? leftMs : leftMs + Math.floor(random() * moveMs);
    },
  };
};
