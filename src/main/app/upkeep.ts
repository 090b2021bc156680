/** What keeps the program itself in order: crashed pages come back, what went wrong is told calmly, notes are on the disk before it ends. */
import { app, Notification } from 'electron';
import { iso, type Clock } from '../../shared/clock';
import type { Handlers } from '../../shared/ipc/contract';
import type { CompanionState } from '../../shared/ipc/state';
import type { Logger } from '../../shared/logger';
import type { Say } from '../i18n';
import { toWindows } from '../windows/to-windows';
import { createReviver, type Revive } from '../windows/revive';
import { linkIn } from '../app-links/argv';
import type { Policy } from '../settings/policy';
import { startUpdates } from '../updates/start';
import { createOwnState, type OwnState } from './own-state';

export interface UpkeepDeps {
  /** Of IT, on updates. */
  policy: Policy['updates'];
  say: () => Say;
  clock: Clock;
  log: Logger;
}

export interface Upkeep {
  readonly own: OwnState;
  readonly revive: Revive;
  readonly handlers: Pick<Handlers, 'app:state' | 'app:do'>;
  /** Something went wrong that nobody expected; it is in the log already. */
  troubled(): void;
  /** Each change of calls and pops: no update comes in between. */
  follow(state: CompanionState): void;
  /** The agent has a pop's note open. */
  setWriting(writing: boolean): void;
  stop(): void;
}

/** Ends this run and begins another one; windows close as they do when the agent quits. */
const restart = (): void => {
  app.relaunch({
    // The link that this run was started for has been opened.
    args: process.argv.slice(1).filter((argument) => linkIn([argument]) === null),
    ...(process.env.APPIMAGE !== undefined && { execPath: process.env.APPIMAGE }),
  });
  app.quit();
};

export const createUpkeep = ({ policy, say, clock, log }: UpkeepDeps): Upkeep => {
  const own = createOwnState();
  own.onChange((state) => {
    toWindows('app:changed', state);
  });
  /** Not a dialog: that would take the keys from whatever he types into. */
  const tellOfLoop = (): void => {
    if (!Notification.isSupported()) return;
    const words = say();
    const notification = new Notification({ title: words('loopTitle'), body: words('loopBody') });
    notification.on('click', restart);
    notification.show();
  };
  const updates = startUpdates(policy, (update) => own.set({ update }), log);
  return {
    own,
    follow: (state) => updates?.follow(state),
    setWriting: (writing) => updates?.setWriting(writing),
    stop: () => updates?.stop(),
    revive: createReviver({ clock, log, onLoop: tellOfLoop }),
    troubled: () => own.set({ troubleAt: iso(clock.now()) }),
    handlers: {
      'app:state': () => own.get(),
      'app:do': ({ what }) => {
        if (what === 'restart') restart();
        else if (what === 'seen') own.set({ troubleAt: null });
        else if (what === 'update') updates?.want();
        else updates?.postpone();
        return undefined;
      },
    },
  };
};
