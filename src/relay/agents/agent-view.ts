import type { Call, Leg } from '../../shared/call/call';
import type { Clock } from '../../shared/clock';
import type { AgentStore } from '../store/agent-port';

/** What of a call its agents are told. */
export type AgentView = (call: Call) => Call;

/** For so long a name that was read is good: one frame for each of 200 phones that ring would be 40,000 questions otherwise. */
const namesGoodMs = 10_000;

/** A phone changes hands. Of a call that ended so long ago nobody can say any more whose phones they were. */
const namesToldMs = 24 * 60 * 60_000;

interface ViewDeps {
  store: Pick<AgentStore, 'agentsByExtension'>;
  clock: Clock;
}

/** Whose phone it is; null where it is nobody's, or several agents share it. */
const namesOfPhones = ({ store, clock }: ViewDeps) => {
  const known = new Map<string, string | null>();
  let readAt = -Infinity;
  return (pbxId: string, extension: string): string | null => {
    if (clock.elapsed() - readAt > namesGoodMs) {
      known.clear();
      readAt = clock.elapsed();
    }
    const key = `${pbxId}/${extension}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const [agent, another] = store.agentsByExtension(pbxId, extension);
    const name = agent && !another ? agent.name : null;
    known.set(key, name);
    return name;
  };
};

/**
 * The relay finds a caller with its own account, which may see more of the CRM than an agent's role. Where that must not
 * reach him (`tellsContacts` is false) he is told the call without it, and his desktop asks by his own sign-in. Of his
 * colleagues he is told who has the other phones of this very call, and nothing else.
 */
export const agentView = (tellsContacts: boolean, deps: ViewDeps): AgentView => {
  const nameAt = namesOfPhones(deps);
  const named = (pbxId: string, leg: Leg): Leg => {
    const name = nameAt(pbxId, leg.extension);
    return name === null ? leg : { ...leg, name };
  };
  return (call) => ({
    ...call,
    contact: tellsContacts ? call.contact : null,
    legs:
      call.endedAt === null || deps.clock.now() - Date.parse(call.endedAt) < namesToldMs
        ? call.legs.map((leg) => named(call.pbxId, leg))
        : call.legs,
  });
};
