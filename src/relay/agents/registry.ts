/** Who the agents are, how they prove it, and how they come and go. */
import { iso, type Clock } from '../../shared/clock';
import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import type { Agent } from '../../shared/protocol/agent';
import type { AgentStore, StoredDevice } from '../store/agent-port';
import { hashSecret, newCode, newToken, tidyCode } from './secrets';

export const enrolmentMinutes = 15;

export type NewAgent = Omit<Agent, 'pbxId' | 'crmUserId'> & Partial<Pick<Agent, 'pbxId' | 'crmUserId'>>;

export type AgentChange = { [K in 'name' | 'extensions' | 'crmUserId']?: Agent[K] | undefined };

/** An agent, and by which of his tokens. */
export interface SignedIn {
  agent: Agent;
  deviceId: string;
}

/** One-time codes, where they are kept: each is taken once, whichever relay is asked. */
export interface EnrolmentCodes {
  /** Throws `unavailable` where they can not be kept now. */
  put(codeHash: string, agentId: string, expiresAt: number): Promise<void>;
  take(codeHash: string): Promise<{ agentId: string } | null>;
}

interface RegistryDeps {
  clock: Clock;
  pbxIds: readonly string[];
  codes?: EnrolmentCodes | undefined;
}

const codesIn = (
  store: Pick<AgentStore, 'addEnrolment' | 'takeEnrolment'>,
  clock: Clock,
): EnrolmentCodes => ({
  put: (codeHash, agentId, expiresAt) => {
    store.addEnrolment(agentId, codeHash, expiresAt);
    return Promise.resolve();
  },
  take: (codeHash) => Promise.resolve(store.takeEnrolment(codeHash, clock.now())),
});

export type AgentRegistry = ReturnType<typeof createAgentRegistry>;

export const createAgentRegistry = (
  store: Omit<AgentStore, 'syncConfiguredAgents'>,
  { clock, pbxIds, codes = codesIn(store, clock) }: RegistryDeps,
) => {
  const need = (id: string): Agent => {
    const found = store.getAgent(id);
    if (!found) throw new AppError('not_found', `There is no agent with the id "${id}".`);
    return found.agent;
  };

  return {
    list: (): Agent[] => store.listAgents().map(({ agent }) => agent),

    count: () => store.countAgents(),

    /** Throws `not_found`. */
    need,

    byExtension: (pbxId: string, extension: string): Agent | null =>
      store.agentsByExtension(pbxId, extension)[0] ?? null,

    /** His user in the CRM; null where he has none, or there is no such agent any more. */
    crmUserOf: (id: string): string | null => store.getAgent(id)?.agent.crmUserId ?? null,

    /** The agent of a token, or null. The look-up is by hash, so its timing tells nothing about a token. */
    authenticate: (token: string): SignedIn | null => store.agentByTokenHash(hashSecret(token)),

    /** Now; a device that was removed meanwhile is no news. */
    seen: ({ agent, deviceId }: SignedIn): void => store.noteDeviceSeen(agent.id, deviceId, iso(clock.now())),

    /** Throws `not_found`. */
    devices: (id: string): StoredDevice[] => {
      need(id);
      return store.listDevices(id);
    },

    /** Throws `not_found`, or `conflict` for a token of config.json. */
    removeDevice: (id: string, deviceId: string): void => {
      need(id);
      const removed = store.removeDevice(id, deviceId);
      if (removed === 'unknown')
        throw new AppError('not_found', `The agent "${id}" has no device "${deviceId}".`);
      if (removed === 'kept')
        throw new AppError('conflict', `This token of "${id}" stands in config.json; take it out there.`);
    },

    /** Whose user in the CRM this is. */
    ofCrmUser: (crmUserId: string): Agent[] =>
      store
        .listAgents()
        .map(({ agent }) => agent)
        .filter((agent) => agent.crmUserId === crmUserId),

    /** The token of one more device; it is shown this once. */
    admit: (agent: Agent, device: string | null): { agent: Agent; token: string } => {
      const token = newToken();
      store.addToken(agent.id, hashSecret(token), device);
      return { agent, token };
    },

    /** The token is shown this once. Throws `conflict`, or `bad_request` for a PBX that is not configured. */
    create: (input: NewAgent): { agent: Agent; token: string } => {
      const agent: Agent = {
        id: input.id,
        name: input.name,
        pbxId: input.pbxId ?? pbxIds[0] ?? 'pbx',
        extensions: [...new Set(input.extensions)],
        crmUserId: input.crmUserId ?? null,
      };
      if (!pbxIds.includes(agent.pbxId))
        throw new AppError(
          'bad_request',
          `There is no PBX "${agent.pbxId}"; this relay has: ${pbxIds.join(', ')}.`,
        );
      const token = newToken();
      store.addAgent(agent, hashSecret(token));
      return { agent, token };
    },

    /** Throws `not_found`, or `conflict` for an agent of config.json: the next start would undo the change. */
    change: (id: string, { name, extensions, crmUserId }: AgentChange): Agent => {
      const before = need(id);
      const agent: Agent = {
        ...before,
        name: name ?? before.name,
        extensions: extensions ? [...new Set(extensions)] : before.extensions,
        crmUserId: crmUserId === undefined ? before.crmUserId : crmUserId,
      };
      if (!store.updateAgent(agent))
        throw new AppError(
          'conflict',
          store.getAgent(id)?.origin === 'crm'
            ? `The agent "${id}" is a user of the CRM; change his name or extension there.`
            : `The agent "${id}" is kept in config.json; change him there.`,
        );
      return agent;
    },

    /** Throws `not_found`. */
    remove: (id: string): void => {
      need(id);
      store.removeAgent(id);
    },

    /** A code that one desktop turns into its own token. Throws `not_found`, or as `EnrolmentCodes`. */
    enrolment: async (
      id: string,
      minutes = enrolmentMinutes,
    ): Promise<{ code: string; expiresAt: string }> => {
      need(id);
      const code = newCode();
      const expiresAt = clock.now() + minutes * 60_000;
      await codes.put(hashSecret(code), id, expiresAt);
      return { code, expiresAt: iso(expiresAt) };
    },

    /** Throws `unauthorized` for a code that is unknown, used or too old: which of them is not told. */
    takeCode: async (code: string): Promise<Agent> => {
      const taken = await codes.take(hashSecret(tidyCode(code)));
      if (!taken)
        throw new AppError(
          'unauthorized',
          `This code is not valid. A code works once and for ${enrolmentMinutes} minutes; ask for a new one.`,
          { details: because('code-used') },
        );
      return need(taken.agentId);
    },
  };
};
