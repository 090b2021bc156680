import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../../shared/errors';
import {
  adminSessionSchema,
  adminSignInSchema,
  type AdminSetUp,
} from '../../../shared/protocol/admin-session';
import type { Administration } from '../../administration';
import { openTo } from '../access';
import { clearAdminCookie, cookieOf, refuseForeignOrigin, sessionOf, setAdminCookie } from '../admin-cookie';

/** Sign-in to the dashboard. Answers are of one person, so no proxy may keep them. */
export const adminSessionRoutes =
  (
    { signIn, sessions }: Pick<Administration, 'signIn' | 'sessions'>,
    options: { signInsPerMinute: number },
  ): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.addHook('onSend', (_request, reply, payload, next) => {
      void reply.header('cache-control', 'no-store');
      next(null, payload);
    });

    app.post(
      '/api/admin/session',
      {
        config: {
          access: openTo('name and password are the proof; wrong ones have to wait, longer each time'),
          errors: ['unauthorized', 'forbidden'],
          rateLimit: { max: options.signInsPerMinute, timeWindow: '1 minute' },
        },
        schema: {
          summary: 'Sign in to the dashboard; the session is in the cookie',
          tags: ['Administration'],
          body: adminSignInSchema,
          response: { 200: adminSessionSchema },
        },
      },
      async (request, reply) => {
        refuseForeignOrigin(request);
        const result = await signIn.signIn(request.body, request.ip);
        if (!result.ok) throw result.error;
        const former = cookieOf(request);
        if (former !== null) sessions.end(former);
        setAdminCookie(request, reply, result.value.secret);
        return result.value.session;
      },
    );

    app.get(
      '/api/admin/session',
      {
        config: {
          access: openTo('it tells of the own session alone, and whether there is an account at all'),
          errors: ['unauthorized'],
        },
        schema: {
          summary: 'Who is signed in, until when, and the CSRF token',
          tags: ['Administration'],
          response: { 200: adminSessionSchema },
        },
      },
      (request) => {
        const secret = cookieOf(request);
        const session = secret === null ? null : sessions.recognise(secret);
        if (session) return session;
        const setUp = signIn.isSetUp();
        throw new AppError(
          'unauthorized',
          setUp
            ? 'Nobody is signed in.'
            : 'There is no administrator yet. Make one where the relay runs: npm run relay -- admin add <name>',
          { details: { setUp } satisfies AdminSetUp },
        );
      },
    );

    app.delete(
      '/api/admin/session',
      {
        config: { access: openTo('it ends the own session alone'), errors: ['unauthorized', 'forbidden'] },
        schema: { summary: 'Sign out', tags: ['Administration'], response: { 204: z.null() } },
      },
      (request, reply) => {
        const secret = cookieOf(request);
        if (!sessionOf(request, sessions) || secret === null)
          throw new AppError('unauthorized', 'Nobody is signed in.');
        signIn.signOut(secret, request.ip);
        clearAdminCookie(request, reply);
        void reply.status(204);
        return null;
      },
    );
    done();
  };
