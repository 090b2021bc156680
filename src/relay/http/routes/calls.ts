import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callSchema, type Call } from '../../../shared/call/call';
import { AppError } from '../../../shared/errors';
import { callEventsSchema } from '../../../shared/protocol/call-events';
import { callNotesSchema } from '../../../shared/protocol/call-note';
import { callTranscriptSchema } from '../../../shared/protocol/conversation';
import { contactRefSchema } from '../../../shared/protocol/crm-context';
import {
  callListSchema,
  callPageSchema,
  callQuerySchema,
  chosenContactSchema,
  crmContextSchema,
  dialRequestSchema,
  dialResponseSchema,
  screenPopRequestSchema,
  screenPopResponseSchema,
} from '../../../shared/protocol/rest';
import { callRecordingsSchema } from '../../../shared/protocol/recordings';
import type { AgentView } from '../../agents/agent-view';
import { ownCalls } from '../../agents/hub';
import { recordingsOf, tookPart } from '../../calls/recordings';
import type { RecordingsConfig } from '../../config/recordings';
import { agentOf, agentOnly, callerOf, keyOrAgent } from '../access';
import type { Caller } from '../auth';
import type { RelayService, Target } from '../service';

const byId = z.object({ id: z.string().min(3).max(120) });

const visible = (calls: Call[], caller: Caller): Call[] =>
  caller.kind === 'key' ? calls : ownCalls(calls, caller.agent);

/** An agent dials on his own phone, and pops on his own desktops, only. */
const ownTarget = (target: Target, caller: Caller): Target => {
  if (caller.kind === 'key') return target;
  const { agent } = caller;
  const { agentId = agent.id, extension, pbxId = agent.pbxId } = target;
  const isOwn = extension === undefined || agent.extensions.includes(extension);
  if (agentId !== agent.id || pbxId !== agent.pbxId || !isOwn)
    throw new AppError('forbidden', 'An agent can do this on his own extensions only.');
  return { agentId, extension };
};

export const callRoutes =
  (
    service: RelayService,
    options: { crmContext: boolean; view: AgentView; recordings: RecordingsConfig },
  ): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    /** Somebody else's call looks like no call. */
    const find = (id: string, caller: Caller): Call => {
      const call = service.call(id);
      const [found] = call ? visible([call], caller) : [];
      if (!found) throw new AppError('not_found', `There is no call with the id ${id}.`);
      return found;
    };

    const shown = (call: Call, caller: Caller): Call => (caller.kind === 'key' ? call : options.view(call));

    app.get(
      '/api/calls/active',
      {
        config: { access: keyOrAgent('read') },
        schema: { summary: 'Calls that run now', tags: ['Calls'], response: { 200: callListSchema } },
      },
      (request) => {
        const caller = callerOf(request);
        return { calls: visible(service.activeCalls(), caller).map((call) => shown(call, caller)) };
      },
    );

    app.get(
      '/api/calls',
      {
        config: { access: keyOrAgent('read') },
        schema: {
          summary: 'The history, newest first, in pages',
          tags: ['Calls'],
          querystring: callQuerySchema,
          response: { 200: callPageSchema },
        },
      },
      (request) => {
        const caller = callerOf(request);
        const page = service.history(request.query, caller.kind === 'agent' ? caller.agent : null);
        return { ...page, calls: page.calls.map((call) => shown(call, caller)) };
      },
    );

    app.get(
      '/api/calls/:id',
      {
        config: { access: keyOrAgent('read'), errors: ['not_found'] },
        schema: { summary: 'One call', tags: ['Calls'], params: byId, response: { 200: callSchema } },
      },
      (request) => {
        const caller = callerOf(request);
        return shown(find(request.params.id, caller), caller);
      },
    );

    app.get(
      '/api/calls/:id/events',
      {
        config: { access: keyOrAgent('read'), errors: ['not_found'] },
        schema: {
          summary: 'What the PBX told about a call, and what each event changed',
          tags: ['Calls'],
          params: byId,
          response: { 200: callEventsSchema },
        },
      },
      (request) => service.callEvents(find(request.params.id, callerOf(request)).id),
    );

    app.get(
      '/api/calls/:id/transcript',
      {
        config: { access: keyOrAgent('read'), errors: ['not_found'] },
        schema: {
          summary: 'What an AI agent and the customer said',
          tags: ['Calls'],
          params: byId,
          response: { 200: callTranscriptSchema },
        },
      },
      (request) => service.transcript(find(request.params.id, callerOf(request)).id),
    );

    app.get(
      '/api/calls/:id/notes',
      {
        config: { access: keyOrAgent('read'), errors: ['not_found'] },
        schema: {
          summary: 'What agents wrote about a call',
          tags: ['Calls'],
          params: byId,
          response: { 200: callNotesSchema },
        },
      },
      (request) => ({
        notes: service.notes(find(request.params.id, callerOf(request)).id),
      }),
    );

    app.get(
      '/api/calls/:id/recordings',
      {
        config: { access: keyOrAgent('read'), errors: ['not_found'] },
        schema: {
          summary: 'Recordings that the PBX made of a call, and where they are listened to',
          tags: ['Calls'],
          params: byId,
          response: { 200: callRecordingsSchema },
        },
      },
      (request) => {
        const caller = callerOf(request);
        const call = find(request.params.id, caller);
        const mayListen = caller.kind === 'key' || tookPart(call, caller.agent);
        return { recordings: mayListen ? recordingsOf(call, options.recordings) : [] };
      },
    );

    app.get(
      '/api/calls/:id/crm',
      {
        config: {
          access: agentOnly,
          errors: ['not_found', 'unavailable', 'crm_unavailable', 'crm_timeout', 'crm_auth'],
        },
        schema: {
          summary: 'What the CRM knows of the other party',
          tags: ['Calls'],
          params: byId,
          querystring: contactRefSchema.partial(),
          response: { 200: crmContextSchema },
        },
      },
      async (request) => {
        const agent = agentOf(request);
        if (!options.crmContext)
          throw new AppError(
            'forbidden',
            "CRM data in the browser is switched off, because it would be read with the relay's account and not with yours. An administrator can allow it with webCompanion.crmContext in config.json.",
          );
        const picked = contactRefSchema.safeParse(request.query);
        const result = await service.crmContext(
          find(request.params.id, { kind: 'agent', agent }),
          picked.success ? picked.data : null,
        );
        if (!result.ok) throw result.error;
        return result.value;
      },
    );

    app.post(
      '/api/calls/:id/contact',
      {
        config: {
          access: keyOrAgent('dial'),
          errors: ['not_found', 'unavailable', 'crm_unavailable', 'crm_timeout', 'crm_auth'],
        },
        schema: {
          summary: 'Say which record of the CRM is calling',
          tags: ['Calls'],
          params: byId,
          body: contactRefSchema.strict(),
          response: { 200: chosenContactSchema },
        },
      },
      async (request) => {
        const call = find(request.params.id, callerOf(request));
        const result = await service.chooseContact(call, request.body);
        if (!result.ok) throw result.error;
        return { contact: result.value };
      },
    );

    app.post(
      '/api/calls',
      {
        config: {
          access: keyOrAgent('dial'),
          errors: ['bad_number', 'not_found', 'pbx_unavailable', 'pbx_refused', 'pbx_timeout'],
        },
        schema: {
          summary: 'Click-to-dial',
          tags: ['Calls'],
          body: dialRequestSchema,
          response: { 202: dialResponseSchema },
        },
      },
      async (request, reply) => {
        const target = ownTarget(request.body, callerOf(request));
        const result = await service.dial(target, request.body.number);
        if (!result.ok) throw result.error;
        return reply.status(202).send(result.value);
      },
    );

    app.post(
      '/api/screen-pop',
      {
        config: { access: keyOrAgent('dial'), errors: ['not_found'] },
        schema: {
          summary: 'Pop a number or a call on a desktop; an agent on his own',
          tags: ['Calls'],
          body: screenPopRequestSchema,
          response: { 202: screenPopResponseSchema },
        },
      },
      (request, reply) => {
        const caller = callerOf(request);
        const { callId } = request.body;
        const target = ownTarget(request.body, caller);
        if (callId !== undefined) find(callId, caller);
        void reply.status(202);
        return service.pop({ ...request.body, ...target });
      },
    );
    done();
  };
