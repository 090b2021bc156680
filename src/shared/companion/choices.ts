/** Whom the agent picked where several have a number: kept for the number, and told to the relay for his own calls. */
import { z } from 'zod';
import type { Call } from '../call/call';
import type { CompanionState } from '../ipc/state';
import { contactRefSchema, type ContactRef } from '../protocol/crm-context';

/** With the last call it was said for: when that is forgotten, so is the number. */
export const choicesSchema = z.record(z.string(), contactRefSchema.extend({ callId: z.string().optional() }));
export type Choices = z.infer<typeof choicesSchema>;

export interface ChoiceStore {
  get(number: string): ContactRef | null;
  /** The choice holds at once; the promise tells when it is kept. */
  set(number: string, ref: ContactRef, callId: string): Promise<void>;
  /** Nothing is kept of the numbers of these calls. */
  forget(callIds: readonly string[]): Promise<void>;
}

const remembered = 1_000;

/** @param save keeps all of them; @param kept what the last run kept, oldest first */
export const createChoiceStore = (kept: Choices, save: (choices: Choices) => Promise<void>): ChoiceStore => {
  const choices = new Map(Object.entries(kept));
  return {
    get: (number) => {
      const kept = choices.get(number);
      return kept ? { module: kept.module, id: kept.id } : null;
    },
    set: (number, { module, id }, callId) => {
      choices.delete(number);
      choices.set(number, { module, id, callId });
      const oldest = choices.keys().next().value;
      if (choices.size > remembered && oldest !== undefined) choices.delete(oldest);
      return save(Object.fromEntries(choices));
    },
    forget: async (callIds) => {
      const gone = [...choices].filter(([, { callId }]) => callId !== undefined && callIds.includes(callId));
      for (const [number] of gone) choices.delete(number);
      if (gone.length > 0) await save(Object.fromEntries(choices));
    },
  };
};

/**
 * The calls of this agent whose remembered caller is on his screen while the relay has another one, or none. Only calls that
 * he answered: of all whose phone rings, his word counts. A record that is written moves only when he says so for that call.
 */
export const untold = (
  { calls, crm, agent }: Pick<CompanionState, 'calls' | 'crm' | 'agent'>,
  choices: Pick<ChoiceStore, 'get'>,
): { call: Call; ref: ContactRef }[] =>
  calls.flatMap((call) => {
    const { number } = call.remote;
    const ref = number === null ? null : choices.get(number);
    const shown = crm[call.id]?.context?.contact?.id;
    const mine = call.owner !== null && agent?.extensions.includes(call.owner) === true;
    const isWritten = call.crmRecord.status === 'logged';
    return ref && mine && !isWritten && shown === ref.id && call.contact?.id !== ref.id
      ? [{ call, ref }]
      : [];
  });
