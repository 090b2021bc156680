/**
 * Whether this relay has the duty that one relay at a time has. It ends here, by this machine's own clocks, before Redis would
 * give it to another: also where this process stood still in between, or the machine did.
 */
import type { Clock } from '../../../shared/clock';
import type { Duty } from '../../sharing/port';

/** The part of the lease after which it is not trusted any more. */
const trusted = 0.8;

export const createLease = (leaseMs: number, clock: Clock) => {
  const listeners: (() => void)[] = [];
  let until = { elapsed: -Infinity, now: -Infinity };
  let was = false;
  const isMine = (): boolean => clock.elapsed() < until.elapsed && clock.now() < until.now;
  const look = (): void => {
    const is = isMine();
    if (is === was) return;
    was = is;
    for (const listener of listeners) listener();
  };
  return {
    duty: { isMine, onChange: (listener) => void listeners.push(listener) } satisfies Omit<Duty, 'term'>,
    /** Before the question is sent: from then on the lease counts. */
    asked: () => ({ elapsed: clock.elapsed(), now: clock.now() }),
    answered: (mine: boolean, asked: { elapsed: number; now: number }): void => {
      // It may have ended unseen, while this process stood still: whoever stopped for that begins again.
      look();
      const ms = mine ? leaseMs * trusted : -1;
      until = { elapsed: asked.elapsed + ms, now: asked.now + ms };
      look();
    },
    look,
    drop: (): void => {
      until = { elapsed: -Infinity, now: -Infinity };
      look();
    },
  };
};
