/**
 * Goes round everybody again and again, some at a time: a ping and a sign of life to 5,000 desktops in one go would be a tenth of
 * a second in which no pop goes out.
 */
import type { Clock } from '../../shared/clock';

const atOnce = 200;
const pauseMs = 20;

export const createRounds = <T>({
  clock,
  everyMs,
  everybody,
  visit,
}: {
  clock: Clock;
  /** From the end of a round to the beginning of the next. */
  everyMs: number;
  everybody: ReadonlySet<T>;
  visit: (some: readonly T[]) => void;
}) => {
  let cancel = (): void => {};

  const go = (rest: readonly T[]): void => {
    // Who has left meanwhile is not visited any more.
    visit(rest.slice(0, atOnce).filter((one) => everybody.has(one)));
    const left = rest.slice(atOnce);
    if (left.length > 0) cancel = clock.after(pauseMs, () => go(left));
    else wait();
  };
  const wait = (): void => {
    cancel = clock.after(everyMs, () => go([...everybody]));
  };

  return {
    /** The first round comes after `everyMs`. */
    start: wait,
    stop: (): void => cancel(),
  };
};
