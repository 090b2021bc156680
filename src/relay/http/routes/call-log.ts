import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  callLogGiveUpSchema,
  callLogGivenUpSchema,
  callLogPageSchema,
  callLogQuerySchema,
  callLogRetriedSchema,
} from '../../../shared/protocol/call-log';
import type { Auth } from '../auth';
import type { RelayService } from '../service';

const byCallId = z.object({ callId: z.string().min(3).max(120) });

/** What is owed to the CRM. For administrators: agents see the state of their own calls in the calls. */
export const callLogRoutes =
  (service: RelayService, auth: Auth): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/api/call-log',
      { schema: { querystring: callLogQuerySchema, response: { 200: callLogPageSchema } } },
      (request) => {
        auth.requireKey(request);
        return service.callLog(request.query);
      },
    );

    app.post(
      '/api/call-log/retry',
      { schema: { response: { 202: callLogRetriedSchema } } },
      (request, reply) => {
        auth.requireKey(request);
        void reply.status(202);
        return { retried: service.retryCallLog(null) };
      },
    );

    app.post(
      '/api/call-log/:callId/retry',
      { schema: { params: byCallId, response: { 202: callLogRetriedSchema } } },
      (request, reply) => {
        auth.requireKey(request);
        void reply.status(202);
        return { retried: service.retryCallLog(request.params.callId) };
      },
    );

    app.post(
      '/api/call-log/give-up',
      { schema: { body: callLogGiveUpSchema, response: { 200: callLogGivenUpSchema } } },
      (request) => {
        auth.requireKey(request);
        return { givenUp: service.giveUpCallLog(request.body) };
      },
    );

    app.post(
      '/api/call-log/:callId/give-up',
      { schema: { params: byCallId, response: { 200: callLogGivenUpSchema } } },
      (request) => {
        auth.requireKey(request);
        return { givenUp: service.giveUpCallLog(request.params) };
      },
    );
    done();
  };
