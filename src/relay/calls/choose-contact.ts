/** An agent says who of several is calling. The relay reads that record itself: nothing of it is taken on his word. */
import type { CrmClient } from '../../crm/port';
import type { Call, Contact } from '../../shared/call/call';
import { AppError } from '../../shared/errors';
import type { ContactRef } from '../../shared/protocol/crm-context';
import { err, ok, type Result } from '../../shared/result';
import type { CallBook } from './call-book';

export const createChooseContact =
  (deps: { crm: Pick<CrmClient, 'candidate'> | null; book: Pick<CallBook, 'get' | 'add'> }) =>
  async (call: Call, ref: ContactRef): Promise<Result<Contact, AppError>> => {
    const { crm, book } = deps;
    if (call.contact?.id === ref.id) return ok(call.contact);
    if (!crm)
      return err(new AppError('unavailable', 'This relay has no CRM, so the call is not logged at anybody.'));
    if (call.direction === 'internal')
      return err(new AppError('conflict', 'A call between colleagues belongs to no customer.'));
    const read = await crm.candidate(ref);
    if (!read.ok) return read;
    if (!read.value)
      return err(new AppError('not_found', 'The CRM has no such record, or the relay may not see it.'));
    // The record may have been written while the CRM was asked; then it stays where it is.
    if (book.get(call.id)?.crmRecord.status === 'logged')
      return err(
        new AppError(
          'conflict',
          'This call is in the CRM already. Move its record there if it is not right.',
        ),
      );
    const { contact } = read.value;
    book.add(call.id, { contact });
    return ok(contact);
  };
