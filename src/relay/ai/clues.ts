/** By what a conversation may be told to be a certain call of the PBX. */
import type { FoundBy } from '../store/conversation-port';
import type { Failure, Transcription } from './webhook';

export interface Clues {
  conversationId: string;
  /** Which PBX, where the dialplan said so (`X-Pbx-Id`). */
  pbxId: string | null;
  /** What may be a Linkedid or the id of a call, best first. */
  ids: readonly { value: string; how: FoundBy }[];
  /** The customer's number as the provider writes it. */
  number: string | null;
  /** The number that the AI agent has. */
  agentNumber: string | null;
  direction: 'inbound' | 'outbound' | null;
  startedMs: number | null;
  durationSeconds: number;
  /** False for a chat or a web page's widget: then there is no call to be found. */
  isCall: boolean;
}

/** `X-Linkedid`, `sip_linkedid`, `sip_x_linkedid`: however the header's name was changed on its way. */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^(sip_)?(x_)?/, '');

export const headersOf = (...sources: (Record<string, unknown> | undefined)[]): Map<string, string> => {
  const found = new Map<string, string>();
  for (const source of sources)
    for (const [name, value] of Object.entries(source ?? {}))
      if (typeof value === 'string' && value.trim() !== '' && !found.has(plainName(name)))
        found.set(plainName(name), value.trim());
  return found;
};

export const maxIdChars = 120;

export const cluesOf = (data: Transcription): Clues => {
  const phone = data.metadata.phone_call;
  const variables = data.conversation_initiation_client_data?.dynamic_variables;
  const headers = headersOf(phone?.sip_header_dynamic_variables, variables);
  const ids: Clues['ids'] = [
    { value: headers.get('linkedid'), how: 'header' as const },
    { value: headers.get('call_id'), how: 'header' as const },
    { value: headers.get('system__call_sid'), how: 'header' as const },
    { value: phone?.call_sid, how: 'call-sid' as const },
    { value: phone?.call_id, how: 'call-sid' as const },
  ].flatMap(({ value, how }) => (value && value.length <= maxIdChars ? { value, how } : []));
  const start = data.metadata.start_time_unix_secs ?? 0;
  const number = phone?.external_number ?? headers.get('system__caller_id') ?? null;
  return {
    conversationId: data.conversation_id,
    pbxId: headers.get('pbx_id') ?? null,
    ids,
    number,
    agentNumber: phone?.agent_number ?? headers.get('system__called_number') ?? null,
    direction: phone?.direction ?? null,
    startedMs: start > 0 ? start * 1_000 : null,
    durationSeconds: data.metadata.call_duration_secs ?? 0,
    isCall: phone !== null || ids.length > 0 || number !== null,
  };
};

/** A call that the AI agent was to make and that nobody took. */
export const failureCluesOf = (data: Failure): Clues => {
  const body = data.metadata?.body;
  const sid = body?.call_sid ?? body?.CallSid ?? null;
  return {
    conversationId: data.conversation_id,
    pbxId: null,
    ids: sid === null ? [] : [{ value: sid, how: 'call-sid' }],
    number: body?.to_number ?? body?.To ?? null,
    agentNumber: body?.from_number ?? body?.From ?? null,
    direction: 'outbound',
    startedMs: null,
    durationSeconds: 0,
    isCall: true,
  };
};
