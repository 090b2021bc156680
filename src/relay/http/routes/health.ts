import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { healthSchema, statusSchema } from '../../../shared/protocol/rest';
import type { Auth } from '../auth';
import type { RelayService } from '../service';

export const healthRoutes =
  (service: RelayService, auth: Auth): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get('/health', { schema: { response: { 200: healthSchema } } }, () => service.health());

    app.get(
      '/health/ready',
      { schema: { response: { 200: healthSchema, 503: healthSchema } } },
      (_request, reply) => {
        const health = service.health();
        // Of several PBXs one that is down must not take the agents of the others off the air.
        const ready = health.pbx.some(({ state }) => state === 'connected');
        void reply.status(ready ? 200 : 503);
        return health;
      },
    );

    app.get('/api/status', { schema: { response: { 200: statusSchema } } }, (request) => {
      auth.requireKey(request);
      return service.status();
    });
    done();
  };
