/** Sums over the history, each quick however long that is. */
import type { OutboxJob } from './job-port';

/** Of calls that began in one minute, internal ones left out. */
export interface CallFigures {
  /** Its beginning, ISO 8601. */
  minute: string;
  calls: number;
  /** Inbound ones that were answered. */
  answered: number;
  /** Inbound ones that ended unanswered. */
  missed: number;
}

export interface FigureStore {
  countCalls(): number;
  /** Of calls themselves where no kind is given. */
  countJobs(kind?: OutboxJob['kind']): { pending: number; failed: number; logged: number; givenUp: number };
  /** Minutes without a call are not in it. */
  callFigures(since: string): CallFigures[];
}
