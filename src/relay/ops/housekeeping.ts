/** What is done again and again; one task's failure is said and ends nothing. */
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';

type Task = () => unknown;

export type Housekeeping = ReturnType<typeof createHousekeeping>;

export const createHousekeeping = ({ clock, logger }: { clock: Clock; logger: Logger }) => {
  const cancels = new Set<() => void>();

  const once = (what: string, task: Task): void => {
    Promise.resolve()
      .then(task)
      .catch((error: unknown) => logger.error(`${what} failed.`, { error }));
  };

  return {
    once,
    /** @param what for the log, e.g. `The sweep`; `ms` from one run to the next */
    every: (what: string, ms: number, task: Task): void => {
      let cancel = clock.after(ms, function again() {
        once(what, task);
        cancel = clock.after(ms, again);
      });
      cancels.add(() => cancel());
    },
    stop: (): void => {
      for (const cancel of cancels) cancel();
    },
  };
};
