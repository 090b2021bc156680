/**
 * A window whose page has crashed gets its page back, where it was and as it was: what it shows is main's state, and a note is
 * kept here two seconds after it was typed at the latest.
 */
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';

/** So many crashes in so many milliseconds are put right at once; what crashes more often is left alone for that time. */
const AT_ONCE = 3;
const WINDOW_MS = 60_000;

/** @param crashesMs when it crashed, the last time included, oldest first. @returns how long to wait before it is loaded again */
export const reviveDelayMs = (crashesMs: readonly number[]): number => {
  const last = crashesMs.at(-1) ?? 0;
  return crashesMs.filter((at) => last - at < WINDOW_MS).length <= AT_ONCE ? 0 : WINDOW_MS;
};

/** What is used of Electron's BrowserWindow. */
export interface Revivable {
  isDestroyed(): boolean;
  webContents: {
    on(
      event: 'render-process-gone',
      listener: (event: unknown, details: { reason: string }) => void,
    ): unknown;
  };
}

export interface ReviveDeps {
  clock: Pick<Clock, 'elapsed' | 'after'>;
  log: Logger;
  /** It crashes again and again: somebody should be told. */
  onLoop: () => void;
}

export const createReviver =
  ({ clock, log, onLoop }: ReviveDeps) =>
  /** @param onGone what the page had asked for is asked for no more */
  (window: Revivable, load: () => Promise<void>, onGone: () => void = () => undefined): void => {
    let crashesMs: number[] = [];
    const again = (): void => {
      if (window.isDestroyed()) return;
      load().catch((error: unknown) => log.error('a page could not be loaded again', { error }));
    };
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (window.isDestroyed() || reason === 'clean-exit') return;
      crashesMs = [...crashesMs.slice(-AT_ONCE), clock.elapsed()];
      const delayMs = reviveDelayMs(crashesMs);
      log.error('a page has crashed and is loaded again', { reason, delayMs });
      onGone();
      if (delayMs === 0) again();
      else {
        onLoop();
        clock.after(delayMs, again);
      }
    });
  };
export type Revive = ReturnType<typeof createReviver>;
