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
import type { AgentLink } from '../../../shared/protocol/agent-link';
import { agentsFromCrmRequestSchema, agentsFromCrmSchema } from '../../../shared/protocol/agents-from-crm';
import type { AgentRegistry } from '../../agents/registry';
import { keyWith, openTo } from '../access';
import type { RelayService } from '../service';

const byId = z.object({ id: z.string().min(1).max(64) });

export const agentRoutes =
  (
    service: RelayService,
    registry: AgentRegistry,
    options: { linksOf: () => (agentId: string) => AgentLink[]; enrolmentsPerMinute: number },
  ): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/api/agents',
      {
        config: { access: keyWith('read') },
        schema: {
          summary: 'All agents, with their open desktops and how well each is reached',
          tags: ['Agents'],
          response: { 200: agentListSchema },
        },
      },
      () => {
        const linksOf = options.linksOf();
        return { agents: registry.list().map((agent) => ({ ...agent, online: linksOf(agent.id) })) };
      },
    );

    app.post(
      '/api/agents',
      {
        config: { access: keyWith('admin'), audit: 'agents.add', errors: ['conflict'] },
        schema: {
          summary: 'Make an agent; the token is shown this once',
          tags: ['Agents'],
          body: newAgentSchema,
          response: { 201: newAgentResponseSchema },
        },
      },
      (request, reply) => {
        request.auditTarget = request.body.id;
        void reply.status(201);
        return registry.create(request.body);
      },
    );

    app.post(
      '/api/agents/from-crm',
      {
        config: {
          access: keyWith('admin'),
          audit: 'agents.from-crm',
          errors: [
            'unavailable',
            'crm_auth',
            'crm_unavailable',
            'crm_timeout',
            'crm_refused',
            'crm_bad_answer',
          ],
        },
        schema: {
          summary: 'What the users of the CRM make of the agents; done with `apply`, else only said',
          tags: ['Agents'],
          body: agentsFromCrmRequestSchema,
          response: { 200: agentsFromCrmSchema },
        },
      },
      async (request) => {
        request.auditTarget = request.body.apply ? null : '(dry run)';
        return service.agentsFromCrm(request.body.apply);
      },
    );

    app.post(
      '/api/agents/:id/enrolment',
      {
        config: { access: keyWith('admin'), audit: 'agents.enrol', errors: ['not_found'] },
        schema: {
          summary: 'A one-time code for the first run of a desktop',
          tags: ['Agents'],
          params: byId,
          response: { 201: enrolmentResponseSchema },
        },
      },
      (request, reply) => {
        void reply.status(201);
        return registry.enrolment(request.params.id);
      },
    );

    app.patch(
      '/api/agents/:id',
      {
        config: { access: keyWith('admin'), audit: 'agents.change', errors: ['not_found', 'conflict'] },
        schema: {
          summary: 'Change an agent; his open desktops are told',
          tags: ['Agents'],
          params: byId,
          body: changeAgentSchema,
          response: { 200: changeAgentResponseSchema },
        },
      },
      (request) => {
        return { agent: service.changeAgent(request.params.id, request.body) };
      },
    );

    app.delete(
      '/api/agents/:id',
      {
        config: { access: keyWith('admin'), audit: 'agents.remove', errors: ['not_found'] },
        schema: {
          summary: 'Remove an agent; his desktops are closed',
          tags: ['Agents'],
          params: byId,
          response: { 204: z.null() },
        },
      },
      (request, reply) => {
        service.removeAgent(request.params.id);
        void reply.status(204);
        return null;
      },
    );

    // Open, because what is sent is the proof; a guess must be slow.
    app.post(
      '/api/enrol',
      {
        schema: {
          summary: "A one-time code, or the agent's sign-in at the CRM, becomes the token of a desktop",
          tags: ['Agents'],
          body: enrolRequestSchema,
          response: { 201: newAgentResponseSchema },
        },
        config: {
          access: openTo('the code, or the sign-in at the CRM, is the proof; tries are strictly limited'),
          errors: ['unauthorized', 'forbidden', 'unavailable'],
          rateLimit: { max: options.enrolmentsPerMinute, timeWindow: '1 minute' },
        },
      },
      async (request, reply) => {
        const admitted = await service.enrol(request.body);
        void reply.status(201);
        return admitted;
      },
    );
    done();
  };
