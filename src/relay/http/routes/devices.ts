import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { agentDevicesSchema } from '../../../shared/protocol/agent-devices';
import { keyWith } from '../access';
import type { RelayService } from '../service';

const byId = z.object({ id: z.string().min(1).max(64) });
const byDevice = byId.extend({ device: z.string().min(1).max(64) });

/** The desktops that an agent has signed in, and the end of one of them. */
export const deviceRoutes =
  (service: Pick<RelayService, 'devices' | 'removeDevice'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/api/agents/:id/devices',
      {
        config: { access: keyWith('read'), errors: ['not_found'] },
        schema: {
          summary: 'The devices of an agent, one for each token',
          tags: ['Agents'],
          params: byId,
          response: { 200: agentDevicesSchema },
        },
      },
      (request) => ({ devices: service.devices(request.params.id) }),
    );

    app.delete(
      '/api/agents/:id/devices/:device',
      {
        config: {
          access: keyWith('admin'),
          audit: 'agents.remove-device',
          errors: ['not_found', 'conflict'],
        },
        schema: {
          summary: 'Revoke one device of an agent; it is closed',
          tags: ['Agents'],
          params: byDevice,
          response: { 204: z.null() },
        },
      },
      (request, reply) => {
        const { id, device } = request.params;
        request.auditTarget = `${id} (${device})`;
        service.removeDevice(id, device);
        void reply.status(204);
        return null;
      },
    );
    done();
  };
