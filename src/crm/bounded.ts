/**
 * The CRM for questions that somebody waits for while a phone rings: a few at a time, a short queue, and the same question
 * asked once. A slow CRM then costs names, never memory, and is not buried by us while it struggles.
 */
import { AppError } from '../shared/errors';
import { err, type Result } from '../shared/result';
import type { CrmClient } from './port';

type Asked = Pick<CrmClient, 'findByNumber' | 'context'>;

export interface BoundedCrm extends Asked {
  load(): {
    running: number;
    waiting: number;
    /** Questions that were given up unasked, since the start: the oldest, whose call is likely answered by now. */
    shed: number;
  };
}

type Answer<T> = Result<T, AppError>;

interface Waiting {
  begin(): void;
  giveUp(): void;
}

const tooBusy = (): AppError =>
  new AppError(
    'crm_unavailable',
    'The CRM answers too slowly for all the calls that come in, so it was not asked about this one.',
    { retryable: true },
  );

/** A question that is given up answers `crm_unavailable`. */
export const createBoundedCrm = (
  crm: Asked,
  { parallel = 4, maxWaiting = 50 }: { parallel?: number; maxWaiting?: number } = {},
): BoundedCrm => {
  const waiting: Waiting[] = [];
  let running = 0;
  let shed = 0;

  const done = (): void => {
    running -= 1;
    waiting.shift()?.begin();
  };
  const inTurn = <T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> =>
    new Promise((resolve, reject) => {
      const begin = (): void => {
        running += 1;
        ask().finally(done).then(resolve, reject);
      };
      if (running < parallel) {
        begin();
        return;
      }
      waiting.push({ begin, giveUp: () => resolve(err(tooBusy())) });
      if (waiting.length <= maxWaiting) return;
      shed += 1;
      waiting.shift()?.giveUp();
    });

  /** Those who ask the same while it runs or waits share the answer. */
  const shared = <Q, T>(keyOf: (question: Q) => string, ask: (question: Q) => Promise<Answer<T>>) => {
    const open = new Map<string, Promise<Answer<T>>>();
    return (question: Q): Promise<Answer<T>> => {
      const key = keyOf(question);
      const known = open.get(key);
      if (known) return known;
      const answer = inTurn(() => ask(question)).finally(() => open.delete(key));
      open.set(key, answer);
      return answer;
    };
  };

  return {
    findByNumber: shared(
      (e164: string) => e164,
      (e164) => crm.findByNumber(e164),
    ),
    context: shared(
      ({ contact }) => `${contact.module}/${contact.id}`,
      (match) => crm.context(match),
    ),
    load: () => ({ running, waiting: waiting.length, shed }),
  };
};
