/** How often one API key may ask, wherever it is used: beside the limit of each address. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors';
import { callerOf, nameOf } from './access';

/** After the plugin for rate limits. @returns throws `rate_limited`, and says in `retry-after` for how long */
export const createKeyLimit = (app: FastifyInstance, { max }: { max: number }) => {
  const take = app.createRateLimit({
    max,
    timeWindow: '1 minute',
    // No address looks so.
    keyGenerator: (request) => `key ${nameOf(callerOf(request))}`,
  });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const limit = await take(request);
    if (limit.isAllowed || !limit.isExceeded) return;
    void reply.header('retry-after', limit.ttlInSeconds);
    throw new AppError(
      'rate_limited',
      `Too many requests with the API key "${nameOf(callerOf(request))}"; try again in ${limit.ttlInSeconds} seconds.`,
      { retryable: true },
    );
  };
};
