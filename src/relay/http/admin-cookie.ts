/** The session of an administrator: in a cookie that no script reads, and good for changes only with its CSRF token. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors';
import { adminCookie, csrfHeader, type AdminSession } from '../../shared/protocol/admin-session';
import type { AdminSessions } from '../administration/admin-sessions';

// A secure one is sent over https only; without TLS (on the own machine) there would be no session at all.
const attributes = ({ protocol }: FastifyRequest) =>
  ({ httpOnly: true, sameSite: 'strict', path: '/', secure: protocol === 'https' }) as const;

export const setAdminCookie = (request: FastifyRequest, reply: FastifyReply, secret: string): void => {
  void reply.setCookie(adminCookie, secret, attributes(request));
};
export const clearAdminCookie = (request: FastifyRequest, reply: FastifyReply): void => {
  void reply.clearCookie(adminCookie, attributes(request));
};

export const cookieOf = ({ cookies }: FastifyRequest): string | null => {
  const value = cookies[adminCookie];
  return value === undefined || value === '' || value.length > 200 ? null : value;
};

/** Throws `forbidden` for a request of another site's page; a program names no origin. */
export const refuseForeignOrigin = ({ headers: { origin }, host }: FastifyRequest): void => {
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)) return;
  throw new AppError(
    'forbidden',
    `This comes from a page of ${origin.slice(0, 200)}, not of this relay (${host}). A proxy in front must pass the header Host on.`,
  );
};

const changesNothing = (method: string): boolean => method === 'GET' || method === 'HEAD';

/**
 * The session of the request's cookie; null without one. Throws `unauthorized` for one that has ended, `forbidden` for a change
 * that another site may have brought about.
 */
export const sessionOf = (request: FastifyRequest, sessions: AdminSessions): AdminSession | null => {
  const secret = cookieOf(request);
  if (secret === null) return null;
  const session = sessions.recognise(secret);
  if (!session) throw new AppError('unauthorized', 'Your sign-in has ended; sign in again.');
  if (changesNothing(request.method)) return session;
  refuseForeignOrigin(request);
  const token = request.headers[csrfHeader];
  if (typeof token !== 'string' || !sessions.isItsToken(session, token))
    throw new AppError(
      'forbidden',
      `What changes something needs the header ${csrfHeader} with the token of this sign-in; load the page again.`,
    );
  return session;
};
