import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { healthSchema, statusSchema } from '../../../shared/protocol/rest';
import { keyWith, openTo } from '../access';
import type { RelayService } from '../service';

export const healthRoutes =
  (service: RelayService): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/health',
      {
        config: { access: openTo('nothing in it is secret') },
        schema: {
          summary: 'How the relay and its links are',
          tags: ['Health'],
          response: { 200: healthSchema },
        },
      },
      () => service.health(),
    );

    app.get(
      '/health/ready',
      {
        config: { access: openTo('load balancers ask it') },
        schema: {
          summary: 'Whether a PBX link is up',
          tags: ['Health'],
          response: { 200: healthSchema, 503: healthSchema },
        },
      },
      (_request, reply) => {
        const health = service.health();
        // Of several PBXs one that is down must not take the agents of the others off the air.
        const ready = health.pbx.some(({ state }) => state === 'connected');
        void reply.status(ready ? 200 : 503);
        return health;
      },
    );

    app.get(
      '/api/status',
      {
        config: { access: keyWith('read') },
        schema: { summary: 'Health and counts', tags: ['Health'], response: { 200: statusSchema } },
      },
      () => service.status(),
    );
    done();
  };
