/** Brings a call's own record into the CRM, linked to whom it was with. */
import { callRecord, type AgentByExtension, type Wording } from '../../crm/call-record/record';
import type { CrmCandidate, CrmClient, LeftOut } from '../../crm/port';
import type { Call } from '../../shared/call/call';
import type { AppError } from '../../shared/errors';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import { err, ok, type Result } from '../../shared/result';

export interface CallWriterDeps {
  crm: Pick<CrmClient, 'findByNumber' | 'logCall'> & Partial<Pick<CrmClient, 'candidate'>>;
  agentByExtension: AgentByExtension;
  wording?: Wording;
}

type WrittenCall = { id: string; url: string; contact: Call['contact'] } & LeftOut;

export const createCallWriter = ({ crm, agentByExtension, wording }: CallWriterDeps) => {
  /** The contact of the pop, or whom the agent chose, with the account that only the CRM knows. */
  const matchOf = async (call: Call): Promise<Result<CrmCandidate | null, AppError>> => {
    const { number } = call.remote;
    const shown = call.contact ? { contact: call.contact, accountId: null, title: null } : null;
    const ref = contactRefSchema.safeParse(shown?.contact);
    // One record is cheaper than a search, and right where several have the number.
    const read = ref.success ? await crm.candidate?.(ref.data) : undefined;
    if (read?.ok === false && read.error.retryable) return err(read.error);
    if (read?.ok === true && read.value) return ok(read.value);
    // An extension is nobody's number in the CRM.
    const isUnknown = number === null || call.direction === 'internal';
    const found = isUnknown ? ok(null) : await crm.findByNumber(number);
    // Not allowed to search: the call is logged without a link rather than not at all.
    if (!found.ok) return found.error.code === 'crm_refused' ? ok(shown) : err(found.error);
    // Gone or merged since the pop: whoever has the number now.
    return ok(found.value ?? shown);
  };

  return async (call: Call): Promise<Result<WrittenCall, AppError>> => {
    const found = await matchOf(call);
    if (!found.ok) return found;
    const match = found.value;
    const logged = await crm.logCall(callRecord(call, match, agentByExtension, wording));
    return logged.ok ? ok({ ...logged.value, contact: match?.contact ?? null }) : logged;
  };
};
