/** What the rest of a relay sees of the others; `app/sharing.ts` puts it together. */
import type { Call, Contact } from '../../shared/call/call';
import type { AppError } from '../../shared/errors';
import type { AgentLink } from '../../shared/protocol/agent-link';
import type { Health, Status } from '../../shared/protocol/rest';
import type { EnrolmentCodes } from '../agents/registry';
import type { Turn } from '../call-log';

export type Target = { agentId: string } | { pbxId: string; extension: string };

/** When a contact was chosen: after the one before, whatever the clocks show. */
export type Stamp = (contact: Contact, before: Contact | null) => Contact;

export interface Sharing {
  start: () => void;
  stop: () => Promise<void>;
  /** Whether this relay is the one that writes into the CRM. */
  onDuty: () => boolean;
  /** Before each request that writes; null: go on. */
  gate: () => AppError | null;
  /** Undefined: nobody else writes. */
  turn: Turn | undefined;
  /** Undefined: kept in this relay's own store. */
  codes: EnrolmentCodes | undefined;
  stamp: Stamp | undefined;
  /** @returns to how many desktops at other relays it goes */
  pop: (to: Target, call: Call) => number;
  /** The others forget it, too. */
  forgot: (number: string) => void;
  linksOf: (agentId: string) => AgentLink[];
  onlineAgents: () => string[];
  desktopsChanged: () => void;
  health: () => Health['redis'];
  /** What is wrong with the disk where the others' news belong; null: nothing. */
  storageProblem: () => string | null;
  status: () => Status['relays'];
}

/** A relay without others. */
export const alone: Sharing = {
  start: () => {},
  stop: () => Promise.resolve(),
  onDuty: () => true,
  gate: () => null,
  turn: undefined,
  codes: undefined,
  stamp: undefined,
  pop: () => 0,
  forgot: () => {},
  linksOf: () => [],
  onlineAgents: () => [],
  desktopsChanged: () => {},
  health: () => ({ state: 'off', since: null, problem: null }),
  storageProblem: () => null,
  status: () => ({
    onDuty: true,
    waiting: 0,
    oldestWaitingSeconds: null,
    behindSeconds: 0,
    gap: null,
    others: [],
  }),
};
