import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  agentListSchema,
  changeAgentResponseSchema,
  changeAgentSchema,
  enrolmentResponseSchema,
  enrolRequestSchema,
  newAgentResponseSchema,
  newAgentSchema,
} from '../../../shared/protocol/rest';
import type { AgentRegistry } from '../../agents/registry';
import type { Auth } from '../auth';
import type { RelayService } from '../service';

const byId = z.object({ id: z.string().min(1).max(64) });

export const agentRoutes =
  (
    service: RelayService,
    auth: Auth,
    registry: AgentRegistry,
    options: { isOnline(id: string): boolean; enrolmentsPerMinute: number },
  ): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get('/api/agents', { schema: { response: { 200: agentListSchema } } }, (request) => {
      auth.requireKey(request);
      return { agents: registry.list().map((agent) => ({ ...agent, online: options.isOnline(agent.id) })) };
    });

    app.post(
      '/api/agents',
      { schema: { body: newAgentSchema, response: { 201: newAgentResponseSchema } } },
      (request, reply) => {
        auth.requireKey(request);
        void reply.status(201);
        return registry.create(request.body);
      },
    );

    app.post(
      '/api/agents/:id/enrolment',
      { schema: { params: byId, response: { 201: enrolmentResponseSchema } } },
      (request, reply) => {
        auth.requireKey(request);
        void reply.status(201);
        return registry.enrolment(request.params.id);
      },
    );

    app.patch(
      '/api/agents/:id',
      { schema: { params: byId, body: changeAgentSchema, response: { 200: changeAgentResponseSchema } } },
      (request) => {
        auth.requireKey(request);
        return { agent: service.changeAgent(request.params.id, request.body) };
      },
    );

    app.delete(
      '/api/agents/:id',
      { schema: { params: byId, response: { 204: z.null() } } },
      (request, reply) => {
        auth.requireKey(request);
        service.removeAgent(request.params.id);
        void reply.status(204);
        return null;
      },
    );

    // Open, because the code is the proof; a guess must be slow.
    app.post(
      '/api/enrol',
      {
        schema: { body: enrolRequestSchema, response: { 201: newAgentResponseSchema } },
        config: { rateLimit: { max: options.enrolmentsPerMinute, timeWindow: '1 minute' } },
      },
      (request, reply) => {
        void reply.status(201);
        return registry.enrol(request.body.code);
      },
    );
    done();
  };
