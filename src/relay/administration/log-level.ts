/** How much is logged, changed for a while: a forgotten `debug` must not fill the disk. A restart ends it, too. */
import { iso, type Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import { logLevels, type LogLevelState } from '../../shared/protocol/log-level';

type Level = LogLevelState['level'];

export type LogLevelControl = ReturnType<typeof createLogLevel>;

export const createLogLevel = (deps: {
  configured: Level;
  apply: (level: Level) => void;
  clock: Clock;
  logger: Logger;
}) => {
  const { configured, apply, clock, logger } = deps;
  let level = configured;
  let until: number | null = null;
  let cancel = (): void => {};

  /** Said while the louder of the two levels is in force. */
  const change = (next: Level, sentence: string): void => {
    if (next === level) return;
    const isLouder = logLevels.indexOf(next) > logLevels.indexOf(level);
    if (isLouder) apply(next);
    logger.warn(sentence);
    if (!isLouder) apply(next);
    level = next;
  };
  const goBack = (why: string): void => {
    cancel();
    until = null;
    change(configured, `The log level is ${configured} again, as configured: ${why}.`);
  };
  const state = (): LogLevelState => ({ level, configured, until: until === null ? null : iso(until) });

  return {
    state,
    /** @param who for the log */
    set: (next: Level, minutes: number, who: string): LogLevelState => {
      if (next === configured) {
        goBack(`${who} has set it back`);
        return state();
      }
      cancel();
      until = clock.now() + minutes * 60_000;
      change(
        next,
        `The log level is ${next} until ${iso(until)}; ${who} has set it. Configured is ${configured}.`,
      );
      cancel = clock.after(minutes * 60_000, () => goBack('its time is over'));
      return state();
    },
    stop: (): void => cancel(),
  };
};
