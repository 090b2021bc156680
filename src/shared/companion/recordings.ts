import { callRecordingsSchema, type CallRecordings } from '../protocol/recordings';
import { ask, type FetchJson } from './rest';
import type { Connection } from './types';

/** Recordings of one of the agent's own calls. Asked when it is looked at, kept nowhere. @throws AppError */
export const getRecordings = (
  fetchJson: FetchJson,
  { relayUrl, token }: Connection,
  callId: string,
): Promise<CallRecordings> =>
  ask(
    fetchJson,
    { method: 'GET', url: `${relayUrl}/api/calls/${encodeURIComponent(callId)}/recordings`, token },
    callRecordingsSchema,
  );
