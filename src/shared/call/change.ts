import type { Call } from './call';

/** One step in the life of a call, as the tracker tells it to delivery, the store and the call log. */
export interface CallChange {
  /** The call after the change; its `version` has risen. */
  call: Call;
  /** The call before it; null for a new call. */
  previous: Call | null;
}
