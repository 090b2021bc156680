/** Notices that somebody has set the clock of this machine, which no timer does. What lasts is measured by `elapsed` anyway. */
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';

/** NTP pulls a clock by less between two looks. */
const jumpMs = 5_000;

const inWords = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} seconds`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3_600)} hours`;
};

/** @param onSetBack what was put off to a time of the clock would be late by as much */
export const createWallClockWatch = (deps: { clock: Clock; logger: Logger; onSetBack: () => void }) => {
  const { clock, logger, onSetBack } = deps;
  const offset = (): number => clock.now() - clock.elapsed();
  let known = offset();
  /** To be called now and again. */
  return (): void => {
    const byMs = offset() - known;
    known += byMs;
    if (Math.abs(byMs) < jumpMs) return;
    const way = byMs < 0 ? 'back' : 'forward';
    logger.warn(
      `The clock of this machine was set ${way} by ${inWords(Math.abs(byMs))}. Running calls keep their times; the new one counts from the first moment without a call.`,
    );
    if (byMs < 0) onSetBack();
  };
};
