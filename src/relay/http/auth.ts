/** Who asks: a program with an API key, an administrator who is signed in, an agent with his token, or nobody. Deny by default. */
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors';
import type { Agent } from '../../shared/protocol/agent';
import { scopes, type Scope } from '../../shared/protocol/scope';
import { plainKeyName, type ApiKeys } from '../administration/keys';
import { adminActor } from '../administration/proof';
import { sameSecret } from '../agents/secrets';

/** The key of a request; an administrator in the dashboard counts as one that may do all. */
export interface KeyIdentity {
  name: string;
  scopes: readonly Scope[];
}

export type Caller = { kind: 'key'; key: KeyIdentity } | { kind: 'agent'; agent: Agent };

/** The key of the environment; it may do all. */
const plainKey: Caller = { kind: 'key', key: { name: plainKeyName, scopes } };

export const createAuth = (options: {
  apiKey: string | null;
  keys: Pick<ApiKeys, 'list' | 'recognise'>;
  /** The administrator of the request's cookie; null without one. Throws `unauthorized` or `forbidden`. */
  signedIn: (request: FastifyRequest) => { name: string } | null;
  authenticate: (token: string) => { agent: Agent } | null;
}) => {
  const keyOf = (given: string): Caller | null => {
    if (options.apiKey !== null && sameSecret(given, options.apiKey)) return plainKey;
    const key = options.keys.recognise(given);
    return key && { kind: 'key', key };
  };
  const hasKeys = (): boolean => options.apiKey !== null || options.keys.list().length > 0;

  const byKey = (given: string): Caller => {
    const caller = keyOf(given);
    if (caller) return caller;
    throw new AppError(
      'unauthorized',
      hasKeys()
        ? 'The API key is not the right one.'
        : 'This relay has no API key, so this route is closed. Set API_KEY (or API_KEY_FILE) and restart the relay.',
    );
  };

  return {
    /** Throws `unauthorized`. */
    identify: (request: FastifyRequest): Caller => {
      const key = request.headers['x-api-key'];
      if (typeof key === 'string') return byKey(key);
      const [, token] = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
      if (token === undefined) {
        const admin = request.headers.authorization === undefined ? options.signedIn(request) : null;
        if (admin) return { kind: 'key', key: { name: adminActor(admin.name), scopes } };
        throw new AppError(
          'unauthorized',
          hasKeys()
            ? 'Send an API key as `x-api-key`, or `Authorization: Bearer <token>` of an agent.'
            : 'Send `Authorization: Bearer <token>` of an agent. Programs need an API key: set API_KEY and restart the relay.',
        );
      }
      // A key so, too: as Prometheus and many programs send it.
      const caller = keyOf(token);
      if (caller) return caller;
      const signedIn = options.authenticate(token);
      if (!signedIn) throw new AppError('unauthorized', 'The token is unknown or revoked.');
      return { kind: 'agent', agent: signedIn.agent };
    },
  };
};
