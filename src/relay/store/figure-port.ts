/** Sums over the history, each quick however long that is. */

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
  /** Minutes without a call are not in it. */
  callFigures(since: string): CallFigures[];
}
