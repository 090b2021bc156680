import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { auditPageSchema, auditQuerySchema } from '../../../shared/protocol/audit';
import { logLevelSchema, setLogLevelSchema } from '../../../shared/protocol/log-level';
import type { Administration } from '../../administration';
import { callerOf, keyWith, nameOf } from '../access';

export const administrationRoutes =
  ({ audit, logLevel }: Pick<Administration, 'audit' | 'logLevel'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/api/audit',
      {
        config: { access: keyWith('admin') },
        schema: {
          summary: 'What administrators did, newest first, in pages',
          tags: ['Administration'],
          querystring: auditQuerySchema,
          response: { 200: auditPageSchema },
        },
      },
      (request) => audit.list(request.query),
    );

    app.get(
      '/api/log-level',
      {
        config: { access: keyWith('admin') },
        schema: {
          summary: 'How much the relay logs',
          tags: ['Administration'],
          response: { 200: logLevelSchema },
        },
      },
      () => logLevel.state(),
    );

    app.put(
      '/api/log-level',
      {
        config: { access: keyWith('admin'), audit: 'log-level.set' },
        schema: {
          summary: 'Log more or less for a while',
          tags: ['Administration'],
          body: setLogLevelSchema,
          response: { 200: logLevelSchema },
        },
      },
      (request) => {
        const { level, minutes } = request.body;
        request.auditTarget = `${level} for ${minutes} minutes`;
        return logLevel.set(level, minutes, nameOf(callerOf(request)));
      },
    );
    done();
  };
