import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  apiKeyListSchema,
  keyNameSchema,
  newApiKeyResponseSchema,
  newApiKeySchema,
} from '../../../shared/protocol/api-keys';
import type { ApiKeys } from '../../administration/keys';
import { callerOf, keyWith, nameOf } from '../access';

export const keyRoutes =
  (keys: ApiKeys): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/api/keys',
      {
        config: { access: keyWith('admin') },
        schema: {
          summary: 'All API keys, without their secrets',
          tags: ['Administration'],
          response: { 200: apiKeyListSchema },
        },
      },
      () => ({ keys: keys.list() }),
    );

    app.post(
      '/api/keys',
      {
        config: { access: keyWith('admin'), audit: 'keys.add', errors: ['conflict'] },
        schema: {
          summary: 'Make an API key; its secret is shown this once',
          tags: ['Administration'],
          body: newApiKeySchema,
          response: { 201: newApiKeyResponseSchema },
        },
      },
      (request, reply) => {
        request.auditTarget = `${request.body.name} (${request.body.scopes.join(', ')})`;
        void reply.status(201);
        return keys.create(request.body, nameOf(callerOf(request)));
      },
    );

    app.delete(
      '/api/keys/:name',
      {
        config: { access: keyWith('admin'), audit: 'keys.revoke', errors: ['not_found'] },
        schema: {
          summary: 'Revoke an API key, at once',
          tags: ['Administration'],
          params: z.object({ name: keyNameSchema }),
          response: { 204: z.null() },
        },
      },
      (request, reply) => {
        keys.revoke(request.params.name);
        void reply.status(204);
        return null;
      },
    );
    done();
  };
