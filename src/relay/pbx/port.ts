/** What the rest of the relay sees of a PBX: calls that change, a link that is up or down, and a hand to dial with. */
import type { CallChange } from '../../shared/call/change';
import type { Call } from '../../shared/call/call';
import type { AppError } from '../../shared/errors';
import type { CallAction } from '../../shared/protocol/call-control';
import type { PbxStatus } from '../../shared/protocol/messages';
import type { Result } from '../../shared/result';

export interface PbxLink {
  readonly id: string;
  start(): void;
  stop(): Promise<void>;
  status(): PbxStatus;
  /** Calls that run now. */
  activeCalls(): Call[];
  /** A call still in memory (it runs, or ended moments ago). */
  call(id: string): Call | null;
  /**
   * Click-to-dial: rings `extension`, then calls `number`.
   * @returns the id the call has; `pbx_unavailable`, `pbx_refused`, `pbx_timeout` or `bad_number`
   */
  dial(extension: string, number: string): Promise<Result<{ callId: string }, AppError>>;
  /**
   * Hangs up or picks up the phones of these extensions in this call; nobody else's.
   * @returns `unavailable` where this PBX can not, `not_found` where they have no part in it any more, or as `dial` does
   */
  control(callId: string, extensions: readonly string[], action: CallAction): Promise<Result<null, AppError>>;
  onChange(listener: (change: CallChange) => void): void;
  onStatus(listener: (status: PbxStatus) => void): void;
  /** Ends calls the PBX no longer knows and forgets those that ended; the relay calls it every 10 minutes. */
  sweep(): Promise<void>;
  /**
   * Calls of the store that had not ended when the relay stopped; to be told before `start`. Those that the PBX then knows no
   * more ended at `seenAt` (ms since the epoch, when a relay last saw this PBX; null: not noted yet) or at the last that is
   * known of any of them, not when the relay came back.
   */
  adopt(calls: readonly Call[], seenAt: number | null): void;
  /**
   * Adds what others found out. Told to the listeners like any change, so that a call has one row of versions.
   * @returns the call with it; null when it is no longer in memory
   */
  amend(id: string, extras: Partial<Pick<Call, 'contact' | 'crmRecord' | 'ai'>>): Call | null;
  /** Lets go at once of these calls, as far as they ended, and of every number that was read. */
  forget(ids: readonly string[]): void;
  stats(): PbxStats;
}

export interface PbxStats {
  /** All events that came, wanted or not. */
  events: number;
  bytes: number;
  /** Messages thrown away because they were too large or made no sense. */
  dropped: number;
  /** Logins after the first. */
  reconnects: number;
}
