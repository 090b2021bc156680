import { callTranscriptSchema, type CallTranscript } from '../protocol/conversation';
import { ask, type FetchJson } from './rest';
import type { Connection } from './types';

/** What an AI agent and the customer said in one of the agent's own calls. Asked when it is looked at, kept nowhere. @throws AppError */
export const getTranscript = (
  fetchJson: FetchJson,
  { relayUrl, token }: Connection,
  callId: string,
): Promise<CallTranscript> =>
  ask(
    fetchJson,
    { method: 'GET', url: `${relayUrl}/api/calls/${encodeURIComponent(callId)}/transcript`, token },
    callTranscriptSchema,
  );
