/** An agent says who of several is calling. The relay reads that record itself: nothing of it is taken on his word. */
import type { CrmClient } from '../../crm/port';
import type { Call, Contact } from '../../shared/call/call';
import { AppError } from '../../shared/errors';
import { contactRefSchema, type ContactRef } from '../../shared/protocol/crm-context';
import { err, ok, type Result } from '../../shared/result';
import type { CallBook } from './call-book';

export const createChooseContact =
  (deps: {
    crm: Pick<CrmClient, 'candidate' | 'moveCall'> | null;
    book: Pick<CallBook, 'get' | 'add'>;
    /** Makes the record of a call follow its contact; `from`: whom it may be linked to. */
    move: (callId: string, from: ContactRef | null) => void;
    /** Where others hear of the choice as well. */
    stamp?: ((contact: Contact, before: Contact | null) => Contact) | undefined;
  }) =>
  async (call: Call, ref: ContactRef): Promise<Result<Contact, AppError>> => {
    const { crm, book, move } = deps;
    if (call.contact?.id === ref.id) return ok(call.contact);
    if (!crm)
      return err(new AppError('unavailable', 'This relay has no CRM, so the call is not logged at anybody.'));
    if (call.direction === 'internal')
      return err(new AppError('conflict', 'A call between colleagues belongs to no customer.'));
    const read = await crm.candidate(ref);
    if (!read.ok) return read;
    if (!read.value)
      return err(new AppError('not_found', 'The CRM has no such record, or the relay may not see it.'));
    // The record may have been written while the CRM was asked, or is being written now.
    const now = book.get(call.id) ?? call;
    const { status } = now.crmRecord;
    if (status === 'logged' && !crm.moveCall)
      return err(
        new AppError(
          'conflict',
          'This call is in the CRM already. Move its record there if it is not right.',
        ),
      );
    if (now.state === 'ended' && (status === 'logged' || status === 'pending')) {
      const from = contactRefSchema.safeParse(now.contact);
      // Before the call says so: a kill between the two leaves work that changes nothing.
      move(call.id, from.success ? from.data : null);
    }
    const contact = deps.stamp?.(read.value.contact, now.contact) ?? read.value.contact;
    book.add(call.id, { contact });
    return ok(contact);
  };
