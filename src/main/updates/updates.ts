/** Looks for updates, fetches them quietly and restarts into one when the agent agrees and no call runs. */
import type { Clock } from '../../shared/clock';
import { quietApp, type Update } from '../../shared/ipc/app';
import type { CompanionState } from '../../shared/ipc/state';
import type { Logger } from '../../shared/logger';
import { waitsFor } from './when';

/** The calls of the morning come first. */
const FIRST_LOOK_MS = 5_000;
const NEXT_LOOK_MS = 4 * 60 * 60_000;

/** What fetches and installs: electron-updater in the product. */
export interface UpdateSource {
  /** @returns the version on offer for this computer, null: none. @throws where the feed can not be had or believed */
  look(): Promise<string | null>;
  /** Fetches what `look` has found. @throws where it is not what was signed */
  fetch(): Promise<void>;
  /** Ends the program and starts the new version. */
  install(): void;
}

/** What is looked at before a restart. */
export type Seen = Pick<CompanionState, 'agent' | 'calls' | 'pops'>;

export interface Updates {
  start(): void;
  /** Each change of calls and pops. */
  follow(state: Seen): void;
  /** The agent has a pop's note open. */
  setWriting(writing: boolean): void;
  /** He wants it: now, or as soon as nothing is in its way. */
  want(): void;
  postpone(): void;
  stop(): void;
}

export const createUpdates = ({
  source,
  tell,
  clock,
  random,
  log,
}: {
  source: UpdateSource;
  tell: (update: Update) => void;
  clock: Clock;
  random: () => number;
  log: Logger;
}): Updates => {
  let update: Update = { ...quietApp.update, stage: 'idle' };
  let last: Seen = { agent: null, calls: [], pops: [] };
  let writing = false;
  let installing = false;
  let cancel: () => void = () => undefined;

  const put = (patch: Partial<Update>): void => {
    update = { ...update, ...patch, waitsFor: waitsFor(last, writing) };
    tell(update);
    if (installing || update.stage !== 'ready' || !update.wanted || update.waitsFor !== null) return;
    installing = true;
    log.info('restarting into the update', { version: update.version });
    source.install();
  };

  const look = async (): Promise<void> => {
    // What is ready is offered again; a newer one comes after it.
    if (update.stage === 'ready') {
      put({ postponed: false });
      return;
    }
    try {
      put({ stage: 'looking' });
      const version = await source.look();
      if (version === null) {
        put({ stage: 'idle' });
        return;
      }
      put({ stage: 'downloading', version });
      await source.fetch();
      log.info('an update is ready', { version });
      put({ stage: 'ready', postponed: false });
    } catch (error) {
      // Nothing that an agent could do about it, and it is tried again.
      log.warn('no update could be fetched', { error });
      put({ stage: 'idle', version: null });
    }
  };
  const lookAfter = (delayMs: number): void => {
    cancel = clock.after(delayMs, () => {
      // Not all desktops of a house at once.
      void look().finally(() => lookAfter(NEXT_LOOK_MS * (0.9 + 0.2 * random())));
    });
  };

  return {
    start: () => {
      put({});
      lookAfter(FIRST_LOOK_MS);
    },
    follow: (state) => {
      last = state;
      if (waitsFor(last, writing) !== update.waitsFor) put({});
    },
    setWriting: (now) => {
      writing = now;
      put({});
    },
    want: () => put({ wanted: true, postponed: false }),
    postpone: () => put({ wanted: false, postponed: true }),
    stop: () => cancel(),
  };
};
