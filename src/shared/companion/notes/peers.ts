/** How the notes reach the relay. */
import { callSchema, type Call } from '../../call/call';
import { because } from '../../error-reasons';
import { AppError } from '../../errors';
import { callNotesSchema } from '../../protocol/call-note';
import { ask, type FetchJson } from '../rest';
import type { RelaySession } from '../relay-session';
import type { Connection } from '../types';
import type { NotesDeps } from './notes';
import { noRelay } from './outbox';

export const createNotePeers = (deps: {
  connection: () => Connection | null;
  session: () => RelaySession | null;
  fetchJson: FetchJson;
}): Pick<NotesDeps, 'readCall' | 'readNotes' | 'tellRelay'> => {
  const to = (callId: string, what = ''): { method: 'GET'; url: string; token: string } => {
    const connection = deps.connection();
    if (!connection)
      throw new AppError('unauthorized', 'Connect to your relay first.', {
        details: because('relay-offline'),
      });
    const { relayUrl, token } = connection;
    return { method: 'GET', url: `${relayUrl}/api/calls/${encodeURIComponent(callId)}${what}`, token };
  };
  return {
    readCall: async (callId): Promise<Call | null> => {
      try {
        return await ask(deps.fetchJson, to(callId), callSchema);
      } catch (error) {
        if (error instanceof AppError && error.code === 'not_found') return null;
        throw error;
      }
    },
    readNotes: async (callId) => (await ask(deps.fetchJson, to(callId, '/notes'), callNotesSchema)).notes,
    tellRelay: (note) => (deps.session()?.note ?? noRelay)(note),
  };
};
