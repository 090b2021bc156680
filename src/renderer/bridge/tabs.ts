/**
 * Several tabs of one browser are one companion: one of them leads, the others show what it knows and ask it.
 *
 *   tab ──► lock free ──► leads: the only WebSocket, the only book of notes, the only acknowledgement of a pop
 *    └────► lock taken ─► follows ── the leader's tab closes ──► leads
 *                                └── the leader does not answer ► takes the lock from it, and it follows
 *
 * A lock (Web Locks) ends with its tab, however that ends, so there is never a tab that leads and is gone. Without HTTPS
 * browsers have no locks; each tab is then on its own.
 */
import type { Clock } from '../../shared/clock';
import type { CompanionState } from '../../shared/ipc/state';
import { tabMessageSchema, type LinkWanted, type TabMessage, type TabReply } from './tab-messages';

/** The companion itself, where this tab leads. */
export interface Core {
  ask(channel: string, input: unknown): Promise<TabReply>;
  link(wanted: LinkWanted): TabReply;
  state(): CompanionState;
  onState(listener: (state: CompanionState) => void): () => void;
  wake(): void;
  stop(): void;
}

export type Locks = Pick<LockManager, 'request'>;

export interface TabsDeps {
  /** Undefined where the browser has none. */
  locks: Locks | undefined;
  channel: { post(message: TabMessage): void; onMessage(listener: (data: unknown) => void): void };
  clock: Clock;
  newId: () => string;
  /** @param told the token has changed; null: signed out */
  startCore(told: (token: string | null) => void): Core;
  /** What this tab keeps of the sign-in. */
  token: { read(): string | null; keep(token: string | null): void };
}

export interface Tabs {
  ask(channel: string, input: unknown): Promise<TabReply>;
  link(wanted: LinkWanted): Promise<TabReply>;
  /** The first state there is. */
  ready(): Promise<CompanionState>;
  onState(listener: (state: CompanionState) => void): () => void;
  wake(): void;
  leads(): boolean;
}

export const LEADER_LOCK = 'cti.leader';
/** A leader answers within milliseconds; one that does not is frozen. */
const ANSWER_MS = 3_000;
/** The longest that a question itself may take: the relay and the CRM are asked with deadlines of their own. */
const QUESTION_MS = 45_000;

const noAnswer = (message: string): TabReply => ({ ok: false, error: { code: 'unavailable', message } });

export const createTabs = (deps: TabsDeps): Tabs => {
  const { locks, channel, clock, token } = deps;
  const listeners = new Set<(state: CompanionState) => void>();
  const waiting = new Map<string, { resolve: (reply: TabReply) => void; cancel: () => void }>();
  let core: Core | null = null;
  let latest: CompanionState | null = null;
  /** A tab shows states of several leaders in turn, each of which counts from one. */
  let version = 0;
  let cancelDoubt = (): void => undefined;

  const show = (state: CompanionState): void => {
    latest = { ...state, version: ++version };
    for (const listener of listeners) listener(latest);
  };

  const failAll = (why: string): void => {
    for (const { resolve, cancel } of waiting.values()) {
      cancel();
      resolve(noAnswer(why));
    }
    waiting.clear();
  };

  const lead = (): void => {
    cancelDoubt();
    const mine = deps.startCore((next) => channel.post({ kind: 'token', token: next }));
    core = mine;
    mine.onState((state) => {
      if (core !== mine) return;
      show(state);
      channel.post({ kind: 'state', state });
    });
    show(mine.state());
    channel.post({ kind: 'state', state: mine.state() });
    failAll('The tab that was connected has been closed; try again.');
  };

  const stepDown = (): void => {
    const mine = core;
    core = null;
    mine?.stop();
  };

  /** Holds the lock as long as the tab lives, or until another takes it away. */
  const hold = (options: LockOptions): Promise<boolean> => {
    if (!locks) return Promise.resolve(false);
    return locks.request(LEADER_LOCK, options, (lock) => {
      if (lock === null) return false;
      lead();
      return new Promise<boolean>(() => undefined);
    });
  };

  const queue = (): void => {
    hold({}).catch(() => {
      // Another tab took it: this one was away for too long.
      stepDown();
      follow();
    });
  };

  const takeOver = (): void => {
    hold({ steal: true }).catch(() => {
      stepDown();
      follow();
    });
  };

  const doubt = (): void => {
    cancelDoubt();
    cancelDoubt = clock.after(ANSWER_MS, () => {
      if (core === null) takeOver();
    });
  };

  const hello = (): void => {
    channel.post({ kind: 'hello' });
    doubt();
  };

  const follow = (): void => {
    hello();
    queue();
  };

  const answerTo = (message: TabMessage, mine: Core): void => {
    switch (message.kind) {
      case 'hello':
        channel.post({ kind: 'state', state: mine.state() });
        channel.post({ kind: 'token', token: token.read() });
        break;
      case 'wake':
        mine.wake();
        break;
      case 'ask':
        void mine
          .ask(message.channel, message.input)
          .then((reply) => channel.post({ kind: 'answer', id: message.id, reply }));
        break;
      case 'ask-link':
        channel.post({ kind: 'answer', id: message.id, reply: mine.link(message.wanted) });
        break;
    }
  };

  const takeFrom = (message: TabMessage): void => {
    switch (message.kind) {
      case 'state':
        cancelDoubt();
        show(message.state);
        break;
      case 'token':
        token.keep(message.token);
        break;
      case 'answer': {
        const asked = waiting.get(message.id);
        waiting.delete(message.id);
        asked?.cancel();
        asked?.resolve(message.reply);
        break;
      }
    }
  };

  channel.onMessage((data) => {
    const parsed = tabMessageSchema.safeParse(data);
    if (!parsed.success) return;
    if (core) answerTo(parsed.data, core);
    else takeFrom(parsed.data);
  });

  const question = (post: (id: string) => void): Promise<TabReply> =>
    new Promise((resolve) => {
      const id = deps.newId();
      const cancel = clock.after(QUESTION_MS, () => {
        waiting.delete(id);
        resolve(noAnswer('The tab that is connected did not answer; try again.'));
      });
      waiting.set(id, { resolve, cancel });
      post(id);
    });

  if (!locks) lead();
  else
    hold({ ifAvailable: true }).then(
      (held) => {
        if (!held) follow();
      },
      () => {
        stepDown();
        follow();
      },
    );

  return {
    ask: (name, input) =>
      core
        ? core.ask(name, input)
        : question((id) => channel.post({ kind: 'ask', id, channel: name, input })),
    link: (wanted) =>
      core
        ? Promise.resolve(core.link(wanted))
        : question((id) => channel.post({ kind: 'ask-link', id, wanted })),
    ready: () =>
      latest
        ? Promise.resolve(latest)
        : new Promise((resolve) => {
            const once = (state: CompanionState): void => {
              listeners.delete(once);
              resolve(state);
            };
            listeners.add(once);
          }),
    onState: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    wake: () => {
      if (core) {
        core.wake();
        return;
      }
      channel.post({ kind: 'wake' });
      // Whoever looks at a tab wants to know whether what he sees is still true.
      hello();
    },
    leads: () => core !== null,
  };
};
