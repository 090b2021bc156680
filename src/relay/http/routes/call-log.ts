import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  callLogGiveUpSchema,
  callLogGivenUpSchema,
  callLogPageSchema,
  callLogQuerySchema,
  callLogRetriedSchema,
} from '../../../shared/protocol/call-log';
import { keyWith } from '../access';
import type { RelayService } from '../service';

const byCallId = z.object({ callId: z.string().min(3).max(120) });

/** What is owed to the CRM. For administrators: agents see the state of their own calls in the calls. */
export const callLogRoutes =
  (service: RelayService): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/api/call-log',
      {
        config: { access: keyWith('read') },
        schema: {
          summary: 'What is owed to the CRM, newest call first',
          tags: ['Call log'],
          querystring: callLogQuerySchema,
          response: { 200: callLogPageSchema },
        },
      },
      (request) => {
        return service.callLog(request.query);
      },
    );

    app.post(
      '/api/call-log/retry',
      {
        config: { access: keyWith('admin'), audit: 'call-log.retry', errors: ['unavailable'] },
        schema: {
          summary: 'Try again all that was given up',
          tags: ['Call log'],
          response: { 202: callLogRetriedSchema },
        },
      },
      (request, reply) => {
        request.auditTarget = 'all that failed';
        void reply.status(202);
        return { retried: service.retryCallLog(null) };
      },
    );

    app.post(
      '/api/call-log/:callId/retry',
      {
        config: {
          access: keyWith('admin'),
          audit: 'call-log.retry',
          errors: ['not_found', 'conflict', 'unavailable'],
        },
        schema: {
          summary: 'Try one call again, now',
          tags: ['Call log'],
          params: byCallId,
          response: { 202: callLogRetriedSchema },
        },
      },
      (request, reply) => {
        void reply.status(202);
        return { retried: service.retryCallLog(request.params.callId) };
      },
    );

    app.post(
      '/api/call-log/give-up',
      {
        config: { access: keyWith('admin'), audit: 'call-log.give-up' },
        schema: {
          summary: 'Let go of what is owed of all calls that ended so long ago',
          tags: ['Call log'],
          body: callLogGiveUpSchema,
          response: { 200: callLogGivenUpSchema },
        },
      },
      (request) => {
        request.auditTarget = `all that ended ${request.body.olderThanDays} days ago`;
        return { givenUp: service.giveUpCallLog(request.body) };
      },
    );

    app.post(
      '/api/call-log/:callId/give-up',
      {
        config: { access: keyWith('admin'), audit: 'call-log.give-up', errors: ['not_found'] },
        schema: {
          summary: 'Let go of what is owed of one call',
          tags: ['Call log'],
          params: byCallId,
          response: { 200: callLogGivenUpSchema },
        },
      },
      (request) => {
        return { givenUp: service.giveUpCallLog(request.params) };
      },
    );
    done();
  };
