/**
 * A caller was named by the index: is it still right? One record is asked for, which costs the CRM far less than a search; a
 * deleted or merged one no list would ever show.
 */
import type { CrmMatch, PhoneBook } from '../../crm/port';
import type { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import { maskNumber } from '../../shared/phone/mask';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import type { Result } from '../../shared/result';
import type { PhoneIndexStore } from './port';

/** More than these at once are let be: pops go before. */
const atOnce = 4;

const same = (a: CrmMatch | null, b: CrmMatch): boolean => JSON.stringify(a) === JSON.stringify(b);

/** @returns what to do with a match of the index; it never rejects */
export const createCheck = (deps: {
  book: PhoneBook;
  /** Null once the relay stops. */
  store: () => PhoneIndexStore | null;
  find: (e164: string) => CrmMatch | null;
  search: (e164: string) => Promise<Result<CrmMatch | null, AppError>>;
  log: Logger;
  onCorrected: (e164: string, wrong: CrmMatch, right: CrmMatch | null) => void;
}) => {
  const { book, find, log } = deps;
  const running = new Set<string>();

  const look = async (e164: string, match: CrmMatch): Promise<void> => {
    const ref = contactRefSchema.safeParse(match.contact);
    if (!ref.success) return;
    const read = await book.record(ref.data);
    const store = deps.store();
    if (!read.ok || !store) return;
    if (read.value) store.put(ref.data.module, [read.value], store.state(ref.data.module));
    else store.drop(ref.data);
    const now = find(e164);
    if (same(now, match)) return;
    if (now?.contact.id !== match.contact.id) {
      log.info('A record of the phone index is gone from the CRM, or has another number; the CRM is asked.', {
        number: maskNumber(e164),
        module: ref.data.module,
        record: ref.data.id,
      });
      const found = await deps.search(e164);
      deps.onCorrected(e164, match, found.ok ? found.value : now);
      return;
    }
    deps.onCorrected(e164, match, now);
  };

  return async (e164: string, match: CrmMatch): Promise<void> => {
    if (running.has(e164) || running.size >= atOnce) return;
    running.add(e164);
    try {
      await look(e164, match);
    } catch (error) {
      log.error('Checking a caller of the phone index failed.', { number: maskNumber(e164), error });
    } finally {
      running.delete(e164);
    }
  };
};
