/** Keeps the board of pops, its timers, and whether the agent may be disturbed. */
import type { Call } from '../call/call';
import type { Clock } from '../clock';
import type { CompanionState, Settings } from '../ipc/state';
import type { ServerMessage } from '../protocol/messages';
import {
  dismiss,
  emptyBoard,
  expire,
  manualOf,
  nextLeaveMs,
  popsAfter,
  write,
  type PopBoard,
  type PopContext,
} from './pops';
import { quietNow } from './showing';
import type { CompanionHandlers } from './types';

type View = Pick<CompanionState, 'pops' | 'notices' | 'quiet'>;

export interface PopKeeper {
  view(): View;
  /** Calls that stay although the PBX has none of them. */
  manual(): Set<string>;
  take(message: ServerMessage, change: Pick<PopContext, 'calls' | 'before' | 'extensions'>): void;
  /** The agent has chosen anew. */
  settingsChanged(): void;
  /** Whether the system is in its own do-not-disturb; null: it does not say. */
  setSystemQuiet(system: boolean | null): void;
  clear(): void;
  stop(): void;
  handlers: Pick<CompanionHandlers, 'pop:dismiss' | 'pop:writing' | 'quiet:seen'>;
}

const queuesKept = 100;

/** Names of queues for the agent's choice: those he has chosen, those known, and those of these calls. */
export const queuesOf = (
  known: readonly string[],
  settings: Pick<Settings, 'popQueues'>,
  calls: readonly Call[],
): string[] =>
  [...new Set([...settings.popQueues.names, ...calls.flatMap(({ queue }) => queue ?? []), ...known])]
    .slice(0, queuesKept)
    .sort((a, b) => a.localeCompare(b));

export const createPopKeeper = (deps: {
  clock: Clock;
  settings: () => Settings;
  /** The view is another by now. */
  onChange: () => void;
  /** The time that he has asked for is over. */
  endQuiet: () => void;
  /** He writes about this call. */
  onWriting: (callId: string) => void;
}): PopKeeper => {
  const { clock } = deps;
  let board: PopBoard = emptyBoard;
  let system: boolean | null = null;
  let cancelLeave = (): void => {};
  let cancelQuiet = (): void => {};

  const quiet = () => quietNow(deps.settings(), system, clock.now());

  const set = (next: PopBoard): void => {
    board = next;
    cancelLeave();
    const leaveMs = nextLeaveMs(board);
    if (leaveMs === null) return;
    cancelLeave = clock.after(Math.max(0, leaveMs - clock.now()), () => {
      set(expire(board, clock.now()));
      deps.onChange();
    });
  };

  const waitForEnd = (): void => {
    cancelQuiet();
    const until = deps.settings().quiet?.until ?? null;
    if (until !== null)
      cancelQuiet = clock.after(Math.max(0, Date.parse(until) - clock.now()), deps.endQuiet);
  };

  return {
    view: () => ({
      pops: [...board.pops],
      notices: [...board.notices],
      quiet: { ...quiet(), system, missed: [...board.hushed] },
    }),
    manual: () => manualOf(board),
    take: (message, change) => {
      const context = {
        ...change,
        settings: deps.settings(),
        quiet: quiet().by !== null,
        nowMs: clock.now(),
      };
      set(popsAfter(board, message, context));
    },
    settingsChanged: () => {
      if (!deps.settings().notifications) set({ ...board, notices: [] });
      waitForEnd();
    },
    setSystemQuiet: (next) => {
      if (system === next) return;
      system = next;
      deps.onChange();
    },
    clear: () => set(emptyBoard),
    stop: () => {
      cancelLeave();
      cancelQuiet();
    },
    handlers: {
      'pop:dismiss': ({ callId }) => {
        set(dismiss(board, callId));
        deps.onChange();
        return undefined;
      },
      'pop:writing': ({ callId }) => {
        set(write(board, callId, { settings: deps.settings(), nowMs: clock.now() }));
        deps.onChange();
        if (callId !== null) deps.onWriting(callId);
        return undefined;
      },
      'quiet:seen': () => {
        set({ ...board, hushed: [] });
        deps.onChange();
        return undefined;
      },
    },
  };
};
