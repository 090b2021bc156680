import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { crmIndexRebuiltSchema } from '../../../shared/protocol/rest';
import { keyWith } from '../access';
import type { RelayService } from '../service';

/** The phone index. How far it is stands in `/api/status`. */
export const crmIndexRoutes =
  (service: RelayService): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.post(
      '/api/crm-index/rebuild',
      {
        config: { access: keyWith('admin'), audit: 'crm-index.rebuild', errors: ['unavailable'] },
        schema: {
          summary: 'Throw the phone index away and read it anew',
          tags: ['Administration'],
          response: { 202: crmIndexRebuiltSchema },
        },
      },
      async (_request, reply) => {
        await service.rebuildIndex();
        void reply.status(202);
        return { rebuilding: true as const };
      },
    );
    done();
  };
