/** Who is signed in. The cookie is the session; this page holds only its CSRF token, in memory. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { adminSetUpSchema, type AdminSession } from '../../shared/protocol/admin-session';
import type { Clock } from '../../shared/clock';
import type { Answer, Problem } from '../api/request';

export interface Session {
  /** `asking`: not known yet; `over`: was signed in, and the page waits for the same person to come back. */
  stage: 'asking' | 'out' | 'in' | 'over';
  /** False: the relay has no account yet, so nobody can sign in. */
  setUp: boolean;
  name: string;
  csrfToken: string | null;
  /** Why the last try failed. */
  problem: Problem | null;
  /** No try before this, ms since the epoch; null: now. */
  lockedUntil: number | null;
}
export interface SessionStore extends StoreApi<Session> {
  /** Asks who is signed in, until the relay answers. */
  begin: () => Promise<void>;
  signIn: (name: string, password: string) => Promise<void>;
  signOut: () => Promise<void>;
  /** The relay has refused the session. @returns when somebody is signed in again; null where nobody was */
  end: () => Promise<void> | null;
}

const AGAIN_MS = 3_000;
/** The relay says how long; where a proxy in between does not, this. */
const LOCKED_SECONDS = 60;

export const createSession = (
  api: {
    session: () => Promise<Answer<AdminSession>>;
    signIn: (name: string, password: string) => Promise<Answer<AdminSession>>;
    signOut: () => Promise<Answer<unknown>>;
  },
  clock: Clock,
): SessionStore => {
  const store = createStore<Session>(() => ({
    stage: 'asking',
    setUp: true,
    name: '',
    csrfToken: null,
    problem: null,
    lockedUntil: null,
  }));
  const take = ({ name, csrfToken }: AdminSession): void =>
    store.setState({ stage: 'in', setUp: true, name, csrfToken, problem: null, lockedUntil: null });

  const begin = async (): Promise<void> => {
    const answer = await api.session();
    if (answer.ok) {
      take(answer.value);
      return;
    }
    if (answer.error.kind === 'signed-out') {
      const told = adminSetUpSchema.safeParse(answer.error.details);
      store.setState({ stage: 'out', setUp: !told.success || told.data.setUp, problem: null });
      return;
    }
    store.setState({ problem: answer.error });
    clock.after(AGAIN_MS, () => void begin());
  };

  return {
    ...store,
    begin,
    signIn: async (name, password) => {
      store.setState({ problem: null });
      const answer = await api.signIn(name, password);
      if (answer.ok) {
        take(answer.value);
        return;
      }
      const { code, retryAfterSeconds } = answer.error;
      store.setState({
        problem: answer.error,
        lockedUntil:
          code === 'rate_limited' ? clock.now() + (retryAfterSeconds ?? LOCKED_SECONDS) * 1_000 : null,
      });
    },
    signOut: async () => {
      const answer = await api.signOut();
      // Where the relay does not answer the session is still there, and the page must not say otherwise.
      if (answer.ok || answer.error.kind === 'signed-out')
        store.setState({ stage: 'out', csrfToken: null, name: '', problem: null });
      else store.setState({ problem: answer.error });
    },
    end: () => {
      const { stage } = store.getState();
      if (stage !== 'in' && stage !== 'over') return null;
      if (stage === 'in') store.setState({ stage: 'over', csrfToken: null, problem: null });
      return new Promise((resolve) => {
        const stop = store.subscribe((next) => {
          if (next.stage !== 'in') return;
          stop();
          resolve();
        });
      });
    },
  };
};
