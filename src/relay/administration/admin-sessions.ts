/** Who is signed in to the dashboard. Kept in the store by hash, so that a restart signs nobody out. */
import { createHmac, randomBytes } from 'node:crypto';
import { iso, type Clock } from '../../shared/clock';
import type { AdminSession } from '../../shared/protocol/admin-session';
import { hashSecret, sameSecret } from '../agents/secrets';
import type { AdminStore } from '../store/admin-port';

/** How exactly the last use is known: a request must not be a write. */
const usedEveryMs = 60_000;

export interface SessionLimits {
  /** Unused for so long, it ends. */
  idleMs: number;
  /** Used or not. */
  wholeMs: number;
}

export type AdminSessions = ReturnType<typeof createAdminSessions>;

/** Made of the session's own secret: nothing more to keep, and nobody else's fits. */
const csrfTokenOf = (secret: string): string =>
  createHmac('sha256', secret).update('csrf token').digest('base64url');

export const createAdminSessions = (
  store: Pick<
    AdminStore,
    'addAdminSession' | 'adminSession' | 'noteAdminSessionUsed' | 'removeAdminSession' | 'purgeAdminSessions'
  >,
  { clock, limits }: { clock: Clock; limits: SessionLimits },
) => {
  const shown = (secret: string, name: string, startedAt: number): AdminSession => ({
    name,
    csrfToken: csrfTokenOf(secret),
    expiresAt: iso(Math.min(clock.now() + limits.idleMs, startedAt + limits.wholeMs)),
  });

  /** A full disk signs nobody out, least of all who looks why; its other writes say so. */
  const noted = (write: () => unknown): void => {
    try {
      write();
    } catch {
      // It is noted with a later request.
    }
  };

  return {
    /** @returns with the secret for the cookie, which is not kept */
    start: (name: string): { secret: string; session: AdminSession } => {
      const secret = randomBytes(32).toString('base64url');
      const now = clock.now();
      store.addAdminSession({ hash: hashSecret(secret), name, startedAt: now, usedAt: now });
      return { secret, session: shown(secret, name, now) };
    },

    /** The session of a cookie that has not ended, or null; asking is using. */
    recognise: (secret: string): AdminSession | null => {
      const hash = hashSecret(secret);
      const found = store.adminSession(hash);
      if (!found) return null;
      const now = clock.now();
      if (now >= found.usedAt + limits.idleMs || now >= found.startedAt + limits.wholeMs) {
        noted(() => store.removeAdminSession(hash));
        return null;
      }
      if (now - found.usedAt >= Math.min(usedEveryMs, limits.idleMs / 4))
        noted(() => store.noteAdminSessionUsed(hash, now));
      return shown(secret, found.name, found.startedAt);
    },

    isItsToken: (session: AdminSession, given: string): boolean => sameSecret(session.csrfToken, given),

    end: (secret: string): void => {
      store.removeAdminSession(hashSecret(secret));
    },

    purge: (): void => {
      const now = clock.now();
      store.purgeAdminSessions({ usedAt: now - limits.idleMs, startedAt: now - limits.wholeMs });
    },
  };
};
