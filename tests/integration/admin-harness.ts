/** A relay with an administrator, and a browser that is as strict about cookies as it must be here. */
import { onTestFinished } from 'vitest';
import { adminCookie, adminSessionSchema, csrfHeader } from '../../src/shared/protocol/admin-session';
import { auditPageSchema } from '../../src/shared/protocol/audit';
import { createFakeClock } from '../support/fake-clock';
import { startRelay, withKey, type RelayTestOptions, type TestRelay } from './relay-harness';

export const account = { name: 'boss', password: 'correct horse battery' };

/** @returns the value of the session's cookie, '' where it is taken away; null where nothing is said of it */
export const cookieIn = (headers: Headers): string | null => {
  for (const line of headers.getSetCookie()) {
    const [, value] = new RegExp(`^${adminCookie}=([^;]*)`).exec(line) ?? [];
    if (value !== undefined) return value;
  }
  return null;
};

/** Headers that sign in; of all sign-ins of a test the one that is asked for. */
export const signInTo = async (relay: Pick<TestRelay, 'request'>, as: object = account) => {
  const answer = await relay.request('POST', '/api/admin/session', { body: as });
  const session = adminSessionSchema.parse(answer.body);
  const cookie = `${adminCookie}=${cookieIn(answer.headers) ?? ''}`;
  return { session, look: { cookie }, change: { cookie, [csrfHeader]: session.csrfToken } };
};

/** With the account already made. */
export const startAdmin = async (options: RelayTestOptions & { bare?: boolean } = {}) => {
  const clock = createFakeClock();
  const relay = await startRelay({ clock, ...options });
  onTestFinished(relay.stop);
  if (!options.bare) await relay.request('POST', '/api/admins', { ...withKey, body: account });
  return {
    ...relay,
    clock,
    signIn: (as: object = account) => signInTo(relay, as),
    /** @returns the status, and how long to wait */
    attempt: async (as: object = account, headers: object = {}) => {
      const answer = await relay.request('POST', '/api/admin/session', { ...headers, body: as });
      return { status: answer.status, wait: Number(answer.headers.get('retry-after')), body: answer.body };
    },
    audit: async (query = '') =>
      auditPageSchema.parse((await relay.request('GET', `/api/audit${query}`, withKey)).body).entries,
  };
};
