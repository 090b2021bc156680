/**
 * What the CRM knows about the other party, per call: `loading`, after 3 s `slow`, then `ready`, `unknown` or
 * `failed`. It never holds a pop back: the card is there before the first request leaves.
 */
import type { Call } from '../call/call';
import type { Clock } from '../clock';
import { AppError } from '../errors';
import type { CallCrm } from '../ipc/state';
import type { Logger } from '../logger';
import type { CrmContext } from '../protocol/rest';

export interface CrmLookup {
  /**
   * @param found may be called as soon as the contact is known, before its calls and cases have come
   * @returns null where the CRM does not know the number
   * @throws AppError with a sentence for the agent
   */
  lookup(call: Call, found: (partial: CrmContext) => void): Promise<CrmContext | null>;
}

export const SLOW_AFTER_MS = 3_000;

export interface CrmContextsDeps {
  clock: Clock;
  log: Logger;
  onChange: (callId: string, crm: CallCrm) => void;
  /** After each answer: null when the CRM answered, else what was wrong with it. */
  onOutcome: (error: AppError | null) => void;
}

export interface CrmContexts {
  /** Loads the context of each of these calls, once per call. */
  want(calls: readonly Call[]): void;
  /**
   * Another CRM, another sign-in or none: all is forgotten, answers that still come are ignored.
   * @returns false where it is the one in use already
   */
  use(crm: CrmLookup | null): boolean;
}

const sentence = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError('internal', 'The CRM could not be asked for this number.', { cause: error });

export const createCrmContexts = ({ clock, log, onChange, onOutcome }: CrmContextsDeps): CrmContexts => {
  let crm: CrmLookup | null = null;
  let asked = new Set<string>();

  const load = async (call: Call, by: CrmLookup): Promise<void> => {
    const current = (): boolean => crm === by;
    onChange(call.id, { status: 'loading', problem: null, context: null });
    let partial: CrmContext | null = null;
    const cancelSlow = clock.after(SLOW_AFTER_MS, () => {
      if (!current()) return;
      const problem = partial ? 'CRM is slow, more follows' : 'CRM is slow, name follows';
      onChange(call.id, { status: 'slow', problem, context: partial });
    });
    const found = (context: CrmContext): void => {
      if (!current()) return;
      partial = context;
      onChange(call.id, { status: 'loading', problem: null, context });
    };
    try {
      const context = await by.lookup(call, found);
      if (!current()) return;
      onOutcome(null);
      onChange(call.id, { status: context?.contact ? 'ready' : 'unknown', problem: null, context });
    } catch (cause) {
      if (!current()) return;
      const error = sentence(cause);
      log.warn('the CRM lookup failed', { callId: call.id, code: error.code });
      onOutcome(error);
      onChange(call.id, { status: 'failed', problem: error.message, context: partial });
    } finally {
      cancelSlow();
    }
  };

  return {
    want: (calls) => {
      if (!crm) return;
      for (const call of calls) {
        if (call.direction === 'internal' || asked.has(call.id)) continue;
        asked.add(call.id);
        if (call.remote.number === null)
          onChange(call.id, { status: 'unknown', problem: null, context: null });
        else void load(call, crm);
      }
    },
    use: (next) => {
      if (next === crm) return false;
      crm = next;
      asked = new Set();
      return true;
    },
  };
};
