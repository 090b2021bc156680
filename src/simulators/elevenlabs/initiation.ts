/** What ElevenLabs does when a call comes in for an agent: asks who is calling, with its secret in a header of its own. */

export interface BeginningCall {
  /** As the carrier writes it. */
  callerId: string;
  agentId?: string;
  calledNumber?: string;
  callSid?: string;
  conversationId?: string;
  /** The SIP Call-ID. */
  sipCallId?: string;
  sipHeaders?: Readonly<Record<string, string>>;
}

/** The documented fields, and those that come with a SIP trunk where they are given. */
export const initiationBody = (call: BeginningCall): Record<string, unknown> => ({
  caller_id: call.callerId,
  agent_id: call.agentId ?? 'agent_7101k5zvyjhmfg983brhmhkd98n6',
  called_number: call.calledNumber ?? '+4930555001',
  call_sid: call.callSid ?? 'SCL_1',
  ...(call.conversationId !== undefined && { conversation_id: call.conversationId }),
  ...(call.sipCallId !== undefined && { call_id: call.sipCallId }),
  ...(call.sipHeaders && { sip_headers: call.sipHeaders }),
});

/** Rejects where nobody answers. */
export const beginConversation = async (
  url: string,
  call: BeginningCall | string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; body: unknown }> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof call === 'string' ? call : JSON.stringify(initiationBody(call)),
  });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
};
