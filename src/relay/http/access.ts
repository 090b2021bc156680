/** Who may use a route. Each route says so beside its schema; one that does not stops the start: deny by default. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '../../shared/errors';
import type { Agent } from '../../shared/protocol/agent';
import type { Scope } from '../../shared/protocol/scope';
import type { Caller } from './auth';

export type Access =
  /** All may, and why that is right. */
  | { readonly open: string }
  /** A key with this scope, if any; and agents with their token, if so. */
  | { readonly scope: Scope | null; readonly agent: boolean };

export const openTo = (why: string): Access => ({ open: why });
export const keyWith = (scope: Scope): Access => ({ scope, agent: false });
/** The route itself shows an agent his own only. */
export const keyOrAgent = (scope: Scope): Access => ({ scope, agent: true });
export const agentOnly: Access = { scope: null, agent: true };

export interface RegisteredRoute {
  method: string;
  url: string;
  access: Access | undefined;
  /** Its name in the audit log. */
  audit: string | undefined;
  /** A page or a file of one, which the API's document leaves out. */
  isPage: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** What beside its access and its schemas can go wrong here; for the API's document. */
    errors?: readonly ErrorCode[];
  }
  interface FastifyRequest {
    /** Null on a route that is open. */
    caller: Caller | null;
  }
  interface FastifyInstance {
    /** All routes, HEAD apart. */
    registeredRoutes: RegisteredRoute[];
  }
}

/** Throws `forbidden`. */
const check = (caller: Caller, access: Exclude<Access, { open: string }>): void => {
  if (caller.kind === 'agent') {
    if (access.agent) return;
    throw new AppError(
      'forbidden',
      `An agent may not do this; it needs an API key with the scope "${access.scope ?? ''}".`,
    );
  }
  if (access.scope === null)
    throw new AppError('forbidden', "This is for an agent's own token, not for an API key.");
  if (!caller.key.scopes.includes(access.scope))
    throw new AppError(
      'forbidden',
      `The API key "${caller.key.name}" may not do this: it has the scope ${caller.key.scopes.join(', ')}, and this needs "${access.scope}".`,
    );
};

/**
 * Before the routes. Who asks is found out after the rate limit of his address, so that guessing is limited, and before a body
 * is read.
 * @param identify throws `unauthorized`
 * @param limitKey throws `rate_limited` for a key that asks too much, from wherever
 */
export const installAccess = (
  app: FastifyInstance,
  {
    identify,
    limitKey,
  }: {
    identify: (request: FastifyRequest) => Caller;
    limitKey: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  },
): void => {
  const routes: RegisteredRoute[] = [];
  app.decorate('registeredRoutes', routes);
  app.decorateRequest('caller', null);
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat().filter((method) => method !== 'HEAD');
    for (const method of methods)
      routes.push({
        method,
        url: route.url,
        // Read late: a plugin's own hook may say it after this one.
        get access() {
          return route.config?.access;
        },
        get audit() {
          return route.config?.audit;
        },
        get isPage() {
          return route.schema?.hide === true;
        },
      });
  });
  app.addHook('onReady', (done) => {
    const [silent] = routes.filter(({ access }) => access === undefined);
    done(silent && new Error(`${silent.method} ${silent.url} does not say who may use it (config.access).`));
  });
  app.addHook('preParsing', async (request, reply) => {
    if (request.is404) return;
    const { access } = request.routeOptions.config;
    if (!access) throw new AppError('forbidden', 'Nobody may use this route.');
    if ('open' in access) return;
    request.caller = identify(request);
    if (request.caller.kind === 'key') await limitKey(request, reply);
    check(request.caller, access);
  });
};

/** For plugins that bring routes of their own: in this scope, from here on, all are pages open to all. */
export const openPages = (scope: FastifyInstance, why: string): void => {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, access: openTo(why) };
    route.schema = { ...route.schema, hide: true };
  });
};

/** On routes that are not open. */
export const callerOf = ({ caller }: FastifyRequest): Caller => {
  if (!caller) throw new Error('Asked who calls on an open route.');
  return caller;
};

/** For logs and lists. */
export const nameOf = (caller: Caller): string => (caller.kind === 'key' ? caller.key.name : caller.agent.id);

/** On routes for agents alone. */
export const agentOf = (request: FastifyRequest): Agent => {
  const caller = callerOf(request);
  if (caller.kind !== 'agent') throw new Error('Asked for the agent on a route for keys.');
  return caller.agent;
};
