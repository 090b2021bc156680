/**
 * What the CRM knows about the other party, per call: `loading`, after 3 s `slow`, then `ready`, `unknown` or
 * `failed`. It never holds a pop back: the card is there before the first request leaves.
 */
import { isLive, type Call } from '../call/call';
import type { Clock } from '../clock';
import { because, noTrouble, troubleOf } from '../error-reasons';
import { AppError } from '../errors';
import type { CallCrm, CompanionState } from '../ipc/state';
import type { Logger } from '../logger';
import { noContext, type ContactRef, type CrmContext, type CrmPart } from '../protocol/crm-context';

/** Whom the agent means. `anyway`: he said so for this very call; else only where the number leads there too. */
export type Picked = ContactRef & { anyway?: boolean };

export interface CrmLookup {
  /**
   * @param found may be called as soon as the contact is known, and again as its calls, cases and opportunities come
   * @param picked the one to show, where several have the number
   * @returns null where the CRM does not know the number
   * @throws AppError with a sentence for the agent
   */
  lookup(
    call: Pick<Call, 'id' | 'remote'>,
    found: (partial: CrmContext, pending?: readonly CrmPart[]) => void,
    picked: Picked | null,
  ): Promise<CrmContext | null>;
}

export const SLOW_AFTER_MS = 3_000;

export interface CrmContextsDeps {
  clock: Clock;
  log: Logger;
  onChange: (callId: string, crm: CallCrm) => void;
  /** After each answer: null when the CRM answered, else what was wrong with it. */
  onOutcome: (error: AppError | null) => void;
  /** Whom the agent picked for this number the last time. */
  remembered?: (number: string) => ContactRef | null;
}

export interface CrmContexts {
  /** Loads the context of each of these calls, once per call. */
  want(calls: readonly Call[]): void;
  /** Shows this one for the call: his name at once where `known` has it, the rest as it comes. */
  pick(call: Call, ref: ContactRef, known: CrmContext | null): void;
  /** Asks once more: somebody was added to the CRM meanwhile. @returns null where he is still unknown */
  again(call: Call): Promise<CrmContext | null>;
  /**
   * What the CRM has about somebody, for whoever looks; no call gets it.
   * @throws AppError
   */
  read(call: Pick<Call, 'id' | 'remote'>, picked: Picked | null): Promise<CrmContext | null>;
  /** Answers that still come for these calls are ignored. */
  forget(callIds: readonly string[]): void;
  /**
   * Another CRM, another sign-in or none: all is forgotten, answers that still come are ignored.
   * @returns false where it is the one in use already
   */
  use(crm: CrmLookup | null): boolean;
}

/** Those with a pop, and those that one of the agent's phones is in now. */
export const wantedCalls = ({
  calls,
  pops,
  agent,
}: Pick<CompanionState, 'calls' | 'pops' | 'agent'>): Call[] => {
  const popped = new Set(pops.map(({ callId }) => callId));
  const isMineNow = (call: Call): boolean =>
    isLive(call) &&
    call.legs.some(({ extension, state }) => state !== 'ended' && agent?.extensions.includes(extension));
  return calls.filter((call) => popped.has(call.id) || isMineNow(call));
};

/** What is known of a picked one from the list he was picked from. */
const begin = ({ id }: ContactRef, known: CrmContext | null): CrmContext | null => {
  const match = known?.matches.find(({ contact }) => contact.id === id);
  if (!known || !match) return null;
  const { contact, title, assignedTo } = match;
  return { ...noContext, contact, title, assignedTo, matches: known.matches };
};

const sentence = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError('internal', 'The CRM could not be asked for this number.', {
        cause: error,
        details: because('crm-not-asked'),
      });

export const createCrmContexts = (deps: CrmContextsDeps): CrmContexts => {
  const { clock, log, onChange, onOutcome, remembered = () => null } = deps;

  let crm: CrmLookup | null = null;
  /** Call id -> how often it was asked for; an older answer is ignored. */
  let asked = new Map<string, number>();

  const load = async (
    call: Call,
    by: CrmLookup,
    picked: Picked | null,
    first: CrmContext | null = null,
  ): Promise<CrmContext | null> => {
    const turn = (asked.get(call.id) ?? 0) + 1;
    asked.set(call.id, turn);
    const chosen = (context: CrmContext | null) =>
      picked !== null && context?.contact?.id === picked.id ? { chosen: true } : {};
    const current = (): boolean => crm === by && asked.get(call.id) === turn;
    onChange(call.id, { status: 'loading', ...noTrouble, context: first, ...chosen(first) });
    let partial = first;
    let waiting: Pick<CallCrm, 'pending'> = {};
    const cancelSlow = clock.after(SLOW_AFTER_MS, () => {
      if (!current()) return;
      const slow = partial
        ? { problem: 'CRM is slow, more follows', because: because('crm-slow-more') }
        : { problem: 'CRM is slow, name follows', because: because('crm-slow-name') };
      onChange(call.id, { status: 'slow', ...slow, context: partial, ...chosen(partial), ...waiting });
    });
    const found = (context: CrmContext, pending?: readonly CrmPart[]): void => {
      if (!current()) return;
      partial = context;
      waiting = pending ? { pending: [...pending] } : {};
      onChange(call.id, { status: 'loading', ...noTrouble, context, ...chosen(context), ...waiting });
    };
    try {
      const context = await by.lookup(call, found, picked);
      if (!current()) return null;
      onOutcome(null);
      onChange(call.id, {
        status: context?.contact ? 'ready' : 'unknown',
        ...noTrouble,
        context,
        ...chosen(context),
      });
      return context;
    } catch (cause) {
      if (!current()) return null;
      const error = sentence(cause);
      log.warn('the CRM lookup failed', { callId: call.id, code: error.code });
      onOutcome(error);
      onChange(call.id, { status: 'failed', ...troubleOf(error), context: partial });
      return null;
    } finally {
      cancelSlow();
    }
  };

  return {
    want: (calls) => {
      if (!crm) return;
      for (const call of calls) {
        if (call.direction === 'internal' || asked.has(call.id)) continue;
        if (call.remote.number === null) {
          asked.set(call.id, 1);
          onChange(call.id, { status: 'unknown', ...noTrouble, context: null });
        } else void load(call, crm, remembered(call.remote.number));
      }
    },
    pick: (call, ref, known) => {
      if (crm) void load(call, crm, { ...ref, anyway: true }, begin(ref, known));
    },
    again: (call) =>
      crm && call.remote.number !== null
        ? load(call, crm, remembered(call.remote.number))
        : Promise.resolve(null),
    read: async (call, picked) => {
      if (!crm)
        throw new AppError('unavailable', 'Sign in to the CRM first, in the settings.', {
          details: because('crm-sign-in-first'),
        });
      return crm.lookup(call, () => undefined, picked);
    },
    forget: (callIds) => {
      for (const id of callIds) asked.set(id, (asked.get(id) ?? 0) + 1);
    },
    use: (next) => {
      if (next === crm) return false;
      crm = next;
      asked = new Map();
      return true;
    },
  };
};
