/** What must reach the CRM, kept until it is there. */
import type { CallLogQuery } from '../../shared/protocol/call-log';

/**
 * What must reach the CRM exactly once: a call; and what follows it: what an AI agent and the customer said, in words and as a
 * recording, what agents wrote, who it was after all.
 */
export interface OutboxJob {
  callId: string;
  kind: 'call' | 'conversation' | 'audio' | 'note' | 'contact';
  /** `given-up`: an administrator has let it go, or the recording is no more. */
  status: 'pending' | 'logged' | 'failed' | 'given-up';
  attempts: number;
  /** Milliseconds since the epoch; not tried before. */
  dueAt: number;
  error: string | null;
  /** When it was last tried, ms since the epoch; where somebody asks for the jobs of a call, and it is known. */
  changedAt?: number | undefined;
}

/** With the start of its call. */
export interface ListedJob extends OutboxJob {
  startedAt: string;
}

/** What the CRM does not have yet, summed. */
export interface OwedJobs {
  kind: OutboxJob['kind'];
  status: 'pending' | 'failed';
  count: number;
  /** When the first of their calls ended. */
  oldestEndedAt: string;
}

export interface JobStore {
  /** What follows a call is not due before the call was written or given up. Without recordings. */
  dueJobs(now: number, limit: number): OutboxJob[];
  /** The same of recordings alone: they take long, and nothing else may wait behind them. */
  dueAudioJobs(now: number, limit: number): OutboxJob[];
  /** When the next pending job is due, or null. */
  nextDueAt(): number | null;
  /** @returns false where it was given up meanwhile: then it stays so, unless it is logged now */
  updateJob(job: OutboxJob): boolean;
  /** Makes all pending jobs that wait due now, the call that ended first before the others. @returns how many waited */
  hastenJobs(now: number): number;
  /** By the start of the call, newest first. Throws `bad_request` for a cursor that it did not give out. */
  listJobs(query: CallLogQuery): { jobs: ListedJob[]; nextCursor: string | null };
  /**
   * Makes what is not logged due now, as if never tried: of one call, or (null) all that failed.
   * @returns those jobs
   */
  retryJobs(callId: string | null, now: number): OutboxJob[];
  /**
   * Lets go of what is neither logged nor given up: of one call, or of all that ended before the time.
   * @returns those jobs
   */
  giveUpJobs(which: { callId: string } | { endedBefore: string }): OutboxJob[];
  /** Quick however long the history is; a kind and status without jobs is not in it. */
  owedJobs(): OwedJobs[];
}
