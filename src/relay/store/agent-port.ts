/** Who the agents are, and what lets their desktops in. */
import type { Agent } from '../../shared/protocol/agent';

/** Who keeps an agent: config.json, the API, or the users of the CRM. Each leaves those of the others alone. */
export type AgentOrigin = 'config' | 'api' | 'crm';

export interface StoredAgent {
  agent: Agent;
  createdAt: string;
  origin: AgentOrigin;
}

/** One token: a desktop, or a program. Of the token itself only its hash is kept. */
export interface StoredDevice {
  /** From the hash of the token, so that it says nothing about the token and is the same everywhere. */
  id: string;
  name: string | null;
  /** Null for one of config.json, and for one of an older relay. */
  createdAt: string | null;
  lastSeenAt: string | null;
}

export interface AgentStore {
  listAgents(): StoredAgent[];
  /** How many there are, and how many of them without a user of the CRM: asked often, so nobody is read for it. */
  countAgents(): { known: number; withoutUser: number };
  getAgent(id: string): StoredAgent | null;
  /** Whose phone this is, in the order of their ids. */
  agentsByExtension(pbxId: string, extension: string): Agent[];
  /** Throws `AppError('conflict')` when the id is taken. `tokenHash`: null for one who enrols. */
  addAgent(agent: Agent, tokenHash: string | null, origin?: 'api' | 'crm'): void;
  /** @returns false where there is no such agent of that origin */
  updateAgent(agent: Agent, origin?: 'api' | 'crm'): boolean;
  /** With his tokens and codes. */
  removeAgent(id: string): boolean;
  /** Makes the agents of config.json (and their tokens) exactly these; others stay. */
  syncConfiguredAgents(agents: readonly { agent: Agent; tokenHash: string | null }[]): void;

  /** @param name of the device, as it calls itself */
  addToken(agentId: string, tokenHash: string, name?: string | null): void;
  agentByTokenHash(tokenHash: string): (StoredAgent & { deviceId: string }) | null;
  /** The newest first, those of unknown age last. */
  listDevices(agentId: string): StoredDevice[];
  /** @param at ISO 8601 UTC */
  noteDeviceSeen(agentId: string, deviceId: string, at: string): void;
  /** @returns `kept`: its token stands in config.json */
  removeDevice(agentId: string, deviceId: string): 'removed' | 'unknown' | 'kept';

  addEnrolment(agentId: string, codeHash: string, expiresAt: number): void;
  /** Takes the code: a second try with it finds nothing. */
  takeEnrolment(codeHash: string, now: number): { agentId: string } | null;
}

/** Enough of the hash to tell one agent's devices apart. */
export const deviceIdOf = (tokenHash: string): string => tokenHash.slice(0, 12);
