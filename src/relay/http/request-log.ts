/** Each request has an id: in its answer (`x-request-id`) and in every line of the log about it, beside the call it was about. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { LogFields, Logger } from '../../shared/logger';

export const newRequestId = (): string => randomUUID();

const paramsSchema = z.object({ id: z.string(), callId: z.string() }).partial();

/** The route, not the address: that may hold numbers. */
export const logFieldsOf = ({ id: requestId, method, routeOptions, params }: FastifyRequest): LogFields => {
  const { url: route } = routeOptions;
  const given = paramsSchema.safeParse(params).data ?? {};
  const callId = given.callId ?? (route?.startsWith('/api/calls/:id') === true ? given.id : undefined);
  return { requestId, method, route, ...(callId !== undefined && { callId }) };
};

/** Before the routes. */
export const installRequestLog = (app: FastifyInstance, logger: Logger): void => {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    logger.debug('A request was answered.', {
      ...logFieldsOf(request),
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    });
    done();
  });
};
