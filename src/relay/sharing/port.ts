/** What carries changes between relays, as the rest of the relay sees it. */
import type { AgentLink } from '../../shared/protocol/agent-link';
import type { Change } from './change';

export interface OtherRelay {
  id: string;
  name: string;
  version: string;
  online: boolean;
  /** ISO 8601 UTC */
  seenAt: string;
  onDuty: boolean;
}

export interface LinkStatus {
  state: 'connecting' | 'connected' | 'down';
  since: string;
  /** A sentence; null while all is well. */
  problem: string | null;
}

/** Duties that one relay at a time has: writing into the CRM, asking ElevenLabs. */
export interface Duty {
  /** Also false after this process stood still for too long: nobody may act on what was true before. */
  isMine: () => boolean;
  onChange: (listener: () => void) => void;
  /** Counts, over all relays, how often the duty has passed on. */
  term: () => number;
}

export interface SharingLink {
  readonly duty: Duty;
  start: () => void;
  stop: () => Promise<void>;
  status: () => LinkStatus;
  /** That this relay's own disk does not take what the others tell, as a sentence; null: it does. */
  storageProblem: () => string | null;
  /** What was missed for good, as a sentence; null: nothing. */
  gap: () => string | null;
  /** How late what others told was taken in, the last time. */
  behindSeconds: () => number;
  relays: () => OtherRelay[];
  /** Open desktops at other relays that live. */
  linksOf: (agentId: string) => AgentLink[];
  onlineAgents: () => string[];
  /** To the others, now or never: nothing is kept for one that is away. @returns whether it went out */
  tell: (change: Change) => boolean;
  /** One-time codes. Throws `AppError('unavailable')` while Redis can not be asked. */
  codes: {
    put: (codeHash: string, agentId: string, expiresAt: number) => Promise<void>;
    take: (codeHash: string) => Promise<{ agentId: string } | null>;
  };
  /** Settles when all that was put down until now is with the others; throws `AppError('unavailable')`. */
  flushed: () => Promise<void>;
  /** Takes entries about somebody who is forgotten out of Redis. */
  erase: (isAbout: (about: string, body: string) => boolean) => Promise<void>;
}
