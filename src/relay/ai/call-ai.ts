/** What a call shows of a conversation of its own. */
import type { Call } from '../../shared/call/call';
import type { Conversation } from '../../shared/protocol/conversation';

export type Ai = NonNullable<Call['ai']>;

/** The provider's account takes the place of what was told at the hand-over; that it was handed over stays. */
export const aiOf = (conversation: Conversation, matchedBy: Ai['matchedBy'], before: Call['ai']): Ai => ({
  conversationId: conversation.conversationId,
  agentId: conversation.agentId,
  summary: conversation.summary,
  success: conversation.success,
  durationSeconds: conversation.durationSeconds,
  transcriptLines: conversation.transcript.length,
  matchedBy,
  ...(before?.handOver && { handOver: before.handOver }),
});

/** Another AI agent had the caller later, and what it told stands in the call until its own account comes. */
export const isOthers = ({ ai }: Call, { conversationId }: Conversation): boolean =>
  ai?.partial === true && ai.conversationId !== '' && ai.conversationId !== conversationId;
