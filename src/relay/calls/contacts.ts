/** Finds the contact of a call while it rings. Never in the way of a pop: it asks, and tells when it knows. */
import type { ContactLookup } from '../../crm/lookup';
import type { CrmMatch } from '../../crm/port';
import type { Call } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import type { CallBook } from './call-book';

const searched = (call: Call): string | null =>
  call.direction !== 'internal' && call.remote.number?.startsWith('+') ? call.remote.number : null;

/** @returns what to do with each change of a call; it never rejects */
export const createContactWatch =
  (lookup: ContactLookup, book: Pick<CallBook, 'get' | 'add'>) =>
  async ({ call, previous }: CallChange): Promise<void> => {
    const number = searched(call);
    if (previous && searched(previous) === number) return;
    // Another party than the one that was looked up (a transfer): the contact is not theirs.
    if (previous && call.contact) book.add(call.id, { contact: null });
    if (number === null || (!previous && call.contact)) return;
    const match = await lookup.find(number);
    const now = book.get(call.id);
    // A contact that is there by now was chosen by a person.
    if (match && now && searched(now) === number && now.contact === null)
      book.add(call.id, { contact: match.contact });
  };

/** Whoever was taken for the owner of a number is not: what is known of it, and running calls, are put right. */
export const createCorrection =
  (lookup: Pick<ContactLookup, 'correct'>, book: Pick<CallBook, 'active' | 'add'>) =>
  (e164: string, wrong: CrmMatch, right: CrmMatch | null): void => {
    lookup.correct(e164, right);
    for (const call of book.active()) {
      const { contact } = call;
      const isPicked = contact?.matchedBy === 'picked';
      if (searched(call) === e164 && contact?.id === wrong.contact.id && !isPicked)
        book.add(call.id, { contact: right?.contact ?? null });
    }
  };
