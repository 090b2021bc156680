/** The desktop's copy of its calls. The truth is in the relay; this only follows. Pure. */
import { involves, isLive, type Call, type CrmRecord } from '../call/call';
import type { ServerMessage } from '../protocol/messages';

/** Live calls first, then ended ones, each newest first. */
export type Replica = readonly Call[];

export const MAX_CALLS = 200;

const rank = (a: Call, b: Call): number => {
  if (isLive(a) !== isLive(b)) return isLive(a) ? -1 : 1;
  return (b.endedAt ?? b.startedAt).localeCompare(a.endedAt ?? a.startedAt);
};

const arranged = (calls: Iterable<Call>): Replica => [...calls].sort(rank).slice(0, MAX_CALLS);

const upsert = (replica: Replica, call: Call): Replica => {
  const known = replica.find(({ id }) => id === call.id);
  if (known && known.version >= call.version) return replica;
  return arranged([...replica.filter(({ id }) => id !== call.id), call]);
};

/**
 * A `registered` snapshot is the relay's word: it replaces what is known even where a version is lower (a restarted
 * relay counts anew), and a call that ran here but is not in it any more is dropped (history has it). All other
 * messages never go back in version.
 * @param keep calls that stay although the snapshot does not name them: manual pops are no calls of the PBX
 */
export const applyMessage = (
  replica: Replica,
  message: ServerMessage,
  keep: ReadonlySet<string> = new Set(),
): Replica => {
  switch (message.type) {
    case 'calls_forgotten':
      return replica.filter(({ id }) => !message.callIds.includes(id));
    case 'registered': {
      const { live, ended } = message.snapshot;
      const gone = new Set(message.forgotten);
      const told = new Map([...ended, ...live].map((call) => [call.id, call]));
      const rest = replica.filter(
        (call) => !told.has(call.id) && !gone.has(call.id) && (!isLive(call) || keep.has(call.id)),
      );
      return arranged([...told.values(), ...rest]);
    }
    case 'screen_pop':
    case 'call_update':
    case 'ai_transcription':
      return upsert(replica, message.callData);
    case 'agent_update': {
      // What was his by an extension he no longer has is not his to see.
      const { extensions } = message.agent;
      const own = replica.filter((call) => keep.has(call.id) || involves(call, extensions));
      return own.length === replica.length ? replica : own;
    }
    default:
      return replica;
  }
};

/** With what became of those that this desktop logs itself; the relay's word counts where it has one. */
export const withRecords = (calls: readonly Call[], own: ReadonlyMap<string, CrmRecord>): Call[] =>
  calls.map((call) => {
    const crmRecord = own.get(call.id);
    const isOurs = crmRecord && (call.crmRecord.status === 'off' || call.crmRecord.id === null);
    return isOurs ? { ...call, crmRecord } : call;
  });
