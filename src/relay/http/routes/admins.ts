import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  adminAccountListSchema,
  adminNameSchema,
  changePasswordSchema,
  newAdminResponseSchema,
  newAdminSchema,
} from '../../../shared/protocol/admin-accounts';
import type { Admins } from '../../administration/admins';
import { adminActor } from '../../administration/proof';
import { callerOf, keyWith, nameOf } from '../access';

const byName = z.object({ name: adminNameSchema });

/** Who may sign in to the dashboard. */
export const adminRoutes =
  (admins: Admins): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/api/admins',
      {
        config: { access: keyWith('admin') },
        schema: {
          summary: 'All accounts of the dashboard',
          tags: ['Administration'],
          response: { 200: adminAccountListSchema },
        },
      },
      () => ({ admins: admins.list() }),
    );

    app.post(
      '/api/admins',
      {
        config: { access: keyWith('admin'), audit: 'admins.add', errors: ['conflict'] },
        schema: {
          summary: 'Make an account of the dashboard',
          tags: ['Administration'],
          body: newAdminSchema,
          response: { 201: newAdminResponseSchema },
        },
      },
      async (request, reply) => {
        request.auditTarget = request.body.name;
        const admin = await admins.add(request.body, nameOf(callerOf(request)));
        return reply.status(201).send({ admin });
      },
    );

    app.put(
      '/api/admins/:name/password',
      {
        config: { access: keyWith('admin'), audit: 'admins.password', errors: ['not_found', 'conflict'] },
        schema: {
          summary:
            "Give an account another password, one's own by the current one; it is signed out everywhere",
          tags: ['Administration'],
          params: byName,
          body: changePasswordSchema,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { name } = request.params;
        const isOwn = nameOf(callerOf(request)).toLowerCase() === adminActor(name).toLowerCase();
        if (isOwn) await admins.changeOwnPassword(name, { ...request.body, address: request.ip });
        else await admins.changePassword(name, request.body.password);
        return reply.status(204).send(null);
      },
    );

    app.delete(
      '/api/admins/:name',
      {
        config: { access: keyWith('admin'), audit: 'admins.remove', errors: ['not_found', 'conflict'] },
        schema: {
          summary: 'Remove an account of the dashboard; it is signed out everywhere',
          tags: ['Administration'],
          params: byName,
          response: { 204: z.null() },
        },
      },
      (request, reply) => {
        admins.remove(request.params.name);
        void reply.status(204);
        return null;
      },
    );
    done();
  };
