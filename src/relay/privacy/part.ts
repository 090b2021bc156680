/** Who keeps something that may name a person joins in by one of these; `app.ts` hands all of them over. */
import type { NumberSearch } from '../../shared/phone/search';

/** Who is to be forgotten: a number, and the calls and conversations that are his. */
export interface Subject {
  readonly search: NumberSearch;
  readonly callIds: readonly string[];
}

export interface PersonalPart {
  /** In the plural, for the report: `agents' notes`. */
  readonly kind: string;
  /** How many there are of the subject. Null for what is not worth counting, a cache: the report then leaves it out. */
  count: (subject: Subject) => number | null;
  /** All of the subject's, for good. Called once more after a failure, so a repeat must do. */
  erase: (subject: Subject) => void | Promise<void>;
}
