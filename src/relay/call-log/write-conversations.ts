import type { CrmClient } from '../../crm/port';
import type { Call } from '../../shared/call/call';
import { AppError } from '../../shared/errors';
import type { Conversation } from '../../shared/protocol/conversation';
import { err, ok, type Result } from '../../shared/result';
import { conversationRecord } from './conversation';
import { callRecord, type AgentByExtension, type Wording } from './record';

/** What was said in a call, and who writes it into the CRM. */
export interface Conversations {
  of: (callId: string) => Conversation[];
  write: CrmClient['logConversation'];
}

/**
 * Writes all that was said in a call that is logged.
 * @returns whether that is still all: more may have come while the CRM was asked
 */
export const writeConversations = async (
  { of, write }: Conversations,
  call: Call,
  agentByExtension: AgentByExtension,
  wording?: Wording,
): Promise<Result<{ isAll: boolean }, AppError>> => {
  const { status } = call.crmRecord;
  if (status !== 'logged')
    return err(
      new AppError('crm_refused', `The call itself is not in the CRM (${status}), so its words are not.`),
    );
  const { contact } = call;
  const match = contact && { contact, accountId: null, title: null };
  const record = callRecord(call, match, agentByExtension, wording);
  const conversations = of(call.id);
  for (const conversation of conversations) {
    const written = await write(conversationRecord(record, conversation));
    if (!written.ok) return written;
  }
  return ok({ isAll: JSON.stringify(of(call.id)) === JSON.stringify(conversations) });
};
