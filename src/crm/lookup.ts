import type { Clock } from '../shared/clock';
import type { AppError } from '../shared/errors';
import type { Logger } from '../shared/logger';
import { maskNumber } from '../shared/phone/mask';
import type { CrmClient, CrmMatch } from './port';

export interface ContactLookup {
  /**
   * Who has this number. Null when nobody has it, the CRM is in trouble, or the deadline passed: a pop shows the number
   * anyway and must not wait. Never rejects.
   */
  find(e164: string): Promise<CrmMatch | null>;
  /** What was found before was wrong. */
  correct(e164: string, match: CrmMatch | null): void;
  /** Who was found a moment ago, without asking anybody; null: nobody was, or it is too long ago. */
  known(e164: string): CrmMatch | null;
  /** Knows nothing of the number any more, also when a search that runs has ended. */
  forget(e164: string): void;
}

const complainEveryMs = 10_000;

interface Entry {
  match: CrmMatch | null;
  until: number;
}

/**
 * One search per number, however many phones ring: those who ask while it runs share it, those who ask soon after get
 * its result, also when it was "nobody".
 */
export const createContactLookup = (deps: {
  crm: Pick<CrmClient, 'findByNumber'>;
  clock: Clock;
  log: Logger;
  /** How long a found contact is believed; short, because people correct their data while they talk. */
  ttlMs?: number;
  /** How long "nobody" is believed, so that a contact made during the call is found at the next. */
  missTtlMs?: number;
  /** How long a CRM in trouble is left alone about a number. */
  failTtlMs?: number;
  deadlineMs?: number;
  maxEntries?: number;
}): ContactLookup => {
  const { crm, clock, log } = deps;
  const { ttlMs = 60_000, missTtlMs = 20_000, failTtlMs = 5_000 } = deps;
  const { deadlineMs = 20_000, maxEntries = 2_000 } = deps;
  const known = new Map<string, Entry>();
  const running = new Map<string, Promise<CrmMatch | null>>();

  const remember = (e164: string, match: CrmMatch | null, forMs: number): void => {
    known.delete(e164);
    known.set(e164, { match, until: clock.elapsed() + forMs });
    const oldest = known.keys().next().value;
    if (known.size > maxEntries && oldest !== undefined) known.delete(oldest);
  };

  let quietUntil = 0;
  let unsaid = 0;
  /** Not once for each of the many calls that come while the CRM is away. */
  const complain = (e164: string, { code, message }: AppError): void => {
    if (clock.elapsed() < quietUntil) {
      unsaid += 1;
      return;
    }
    log.warn('No name for a caller: the CRM could not be asked', {
      number: maskNumber(e164),
      code,
      problem: message,
      othersSinceTheLastSuchLine: unsaid,
    });
    quietUntil = clock.elapsed() + complainEveryMs;
    unsaid = 0;
  };

  const search = async (e164: string): Promise<CrmMatch | null> => {
    try {
      const answer = await crm.findByNumber(e164);
      if (answer.ok) {
        remember(e164, answer.value, answer.value ? ttlMs : missTtlMs);
        return answer.value;
      }
      complain(e164, answer.error);
    } catch (error) {
      log.error('The contact search failed', { number: maskNumber(e164), error });
    }
    remember(e164, null, failTtlMs);
    return null;
  };

  return {
    find(e164) {
      const entry = known.get(e164);
      if (entry && clock.elapsed() < entry.until) return Promise.resolve(entry.match);
      let found = running.get(e164);
      if (!found) {
        found = search(e164).finally(() => running.delete(e164));
        running.set(e164, found);
      }
      return withDeadline(found, deadlineMs, clock);
    },
    correct: (e164, match) => remember(e164, match, match ? ttlMs : missTtlMs),
    known(e164) {
      const entry = known.get(e164);
      return entry && clock.elapsed() < entry.until ? entry.match : null;
    },
    forget(e164) {
      known.delete(e164);
      const search = running.get(e164);
      void search?.finally(() => known.delete(e164));
    },
  };
};

/** @returns null when it takes longer; the search itself goes on and fills the cache for the next who asks */
export const withDeadline = <T>(work: Promise<T>, deadlineMs: number, clock: Clock): Promise<T | null> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(deadlineMs, () => resolve(null));
    work.then(resolve, reject).finally(cancel);
  });
