/** How the test of the first run stands: the card by what the relay sent, the phone by the call that it made ring. */
import type { CompanionState } from '../../shared/ipc/state';

/** The echo test of FreePBX: he hears himself. A phone system without it rings the phone all the same. */
export const testNumber = '*43';
/** After this nothing comes any more. Milliseconds. */
export const testMs = 15_000;

export interface TestCall {
  /** Of the card; null: not asked for yet. */
  popId: string | null;
  /** Of the call to his own phone. */
  callId: string | null;
  /** Sentences of what was refused at once. */
  popProblem: string | null;
  callProblem: string | null;
  isOver: boolean;
}

/** `silent`: it was asked for, and nothing came. */
export type Part = 'waiting' | 'good' | 'refused' | 'silent';

type Seen = Pick<CompanionState, 'pops' | 'calls' | 'agent'>;

export const cardPart = ({ popId, popProblem, isOver }: TestCall, { pops }: Seen): Part => {
  if (popProblem !== null) return 'refused';
  if (popId !== null && pops.some(({ callId }) => callId === popId)) return 'good';
  return isOver ? 'silent' : 'waiting';
};

/** His phone has rung where one of his own extensions has a leg that has. */
export const phonePart = ({ callId, callProblem, isOver }: TestCall, { calls, agent }: Seen): Part => {
  if (callProblem !== null) return 'refused';
  const call = callId === null ? undefined : calls.find(({ id }) => id === callId);
  const rang = call?.legs.some(
    ({ extension, rangAt, answeredAt }) =>
      agent?.extensions.includes(extension) === true && (rangAt !== null || answeredAt !== null),
  );
  if (rang === true) return 'good';
  return isOver ? 'silent' : 'waiting';
};
