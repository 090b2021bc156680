import type { CrmCandidate, CrmClient } from '../../crm/port';
import type { Call } from '../../shared/call/call';
import type { AppError } from '../../shared/errors';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import { err, ok, type Result } from '../../shared/result';

/** Whom a record of this call belongs to: the contact that the agent saw, read once more for its account, else who has the number. */
export const createMatcher =
  (crm: Pick<CrmClient, 'findByNumber' | 'candidate'>) =>
  async (call: Call): Promise<Result<CrmCandidate | null, AppError>> => {
    const ref = contactRefSchema.safeParse(call.contact);
    const read = ref.success ? await crm.candidate(ref.data) : ok(null);
    if (!read.ok && (read.error.retryable || read.error.code === 'crm_auth')) return err(read.error);
    if (read.ok && read.value) return ok(read.value);
    const { number } = call.remote;
    if (number === null || call.direction === 'internal') return ok(null);
    const found = await crm.findByNumber(number);
    // Who may not search writes without a link rather than not at all.
    return found.ok ? ok(found.value) : found.error.code === 'crm_refused' ? ok(null) : err(found.error);
  };
