/**
 * Whether the relay keeps up. The PBX's stream is read and tracked whatever happens; what is done besides is given up in
 * this order, counted and said, until the relay has caught up: first the record of events that changed nothing, then the
 * names of callers. Pops, ends of calls and the call log are never given up.
 */
import { iso, type Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { Status } from '../../shared/protocol/rest';

const measureEveryMs = 250;
/** A pop that much late is felt. */
const behindFromMs = 200;
const caughtUpBelowMs = 50;
/** Calm for so many measurements in a row before everything is done again. */
const calmMeasurements = 8;

export type Load = ReturnType<typeof createLoad>;

export const createLoad = ({ clock, logger }: { clock: Clock; logger: Logger }) => {
  const shed = { callEvents: 0, lookups: 0 };
  let delayMs = 0;
  let behindSince: number | null = null;
  let calm = 0;
  let cancel = (): void => {};

  /** @param lateMs by how much a task ran late that was due now */
  const measured = (lateMs: number): void => {
    delayMs = Math.max(0, Math.round(lateMs));
    calm = delayMs < caughtUpBelowMs ? calm + 1 : 0;
    if (behindSince === null && delayMs >= behindFromMs) {
      behindSince = clock.now();
      logger.warn(
        'The relay is behind: until it has caught up, names of callers are left out and fewer details are kept. Check the load of this machine.',
        { delayMs },
      );
    } else if (behindSince !== null && calm >= calmMeasurements) {
      const seconds = Math.round((clock.now() - behindSince) / 1_000);
      logger.warn('The relay has caught up.', { behindForSeconds: seconds, shedSinceTheStart: { ...shed } });
      behindSince = null;
    }
  };
  const watch = (): void => {
    const from = clock.elapsed();
    cancel = clock.after(measureEveryMs, () => {
      measured(clock.elapsed() - from - measureEveryMs);
      watch();
    });
  };

  return {
    start: watch,
    stop: (): void => cancel(),
    measured,
    /** Asked before each piece of work that may be left out; true counts it as left out. */
    sheds: (work: keyof typeof shed): boolean => {
      if (behindSince === null) return false;
      shed[work] += 1;
      return true;
    },
    figures: (): Status['load'] => ({
      delayMs,
      behindSince: behindSince === null ? null : iso(behindSince),
      shed: { ...shed },
    }),
  };
};
