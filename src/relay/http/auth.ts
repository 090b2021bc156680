/** Who asks: a program with the API key, an agent with his token, or nobody. Deny by default. */
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors';
import type { Agent } from '../../shared/protocol/agent';
import { sameSecret } from '../agents/secrets';

export type Caller = { kind: 'key' } | { kind: 'agent'; agent: Agent };

export type Auth = ReturnType<typeof createAuth>;

export const createAuth = (options: { apiKey: string | null; authenticate(token: string): Agent | null }) => {
  const byKey = (key: string): Caller => {
    if (options.apiKey === null)
      throw new AppError(
        'unauthorized',
        'This relay has no API key, so this route is closed. Set API_KEY (or API_KEY_FILE) and restart the relay.',
      );
    if (!sameSecret(key, options.apiKey))
      throw new AppError('unauthorized', 'The API key is not the right one.');
    return { kind: 'key' };
  };

  /** Throws `unauthorized`. */
  const caller = (request: FastifyRequest): Caller => {
    const key = request.headers['x-api-key'];
    if (typeof key === 'string') return byKey(key);
    const [, token] = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined)
      throw new AppError(
        'unauthorized',
        options.apiKey === null
          ? 'Send `Authorization: Bearer <token>` of an agent. Programs need an API key: set API_KEY and restart the relay.'
          : 'Send the API key as `x-api-key`, or `Authorization: Bearer <token>` of an agent.',
      );
    // As Prometheus and many programs send it.
    if (options.apiKey !== null && sameSecret(token, options.apiKey)) return { kind: 'key' };
    const agent = options.authenticate(token);
    if (!agent) throw new AppError('unauthorized', 'The token is unknown or revoked.');
    return { kind: 'agent', agent };
  };

  return {
    caller,
    /** Throws `unauthorized`, or `forbidden` for an agent. */
    requireKey: (request: FastifyRequest): void => {
      if (caller(request).kind !== 'key')
        throw new AppError('forbidden', 'An agent may not do this; it needs the API key.');
    },
    /** Throws `unauthorized`, or `forbidden` for a program. */
    requireAgent: (request: FastifyRequest): Agent => {
      const who = caller(request);
      if (who.kind !== 'agent')
        throw new AppError('forbidden', "This is for an agent's own token, not for the API key.");
      return who.agent;
    },
  };
};
