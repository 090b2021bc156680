import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { crmIndexRebuiltSchema } from '../../../shared/protocol/rest';
import type { Auth } from '../auth';
import type { RelayService } from '../service';

/** The phone index. How far it is stands in `/api/status`. */
export const crmIndexRoutes =
  (service: RelayService, auth: Auth): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.post(
      '/api/crm-index/rebuild',
      { schema: { response: { 202: crmIndexRebuiltSchema } } },
      async (request, reply) => {
        auth.requireKey(request);
        await service.rebuildIndex();
        void reply.status(202);
        return { rebuilding: true as const };
      },
    );
    done();
  };
