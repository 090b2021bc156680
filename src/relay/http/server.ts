/** The HTTP server: plugins, then routes. Nothing here knows how the relay works. */
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import type { AgentLink } from '../../shared/protocol/agent-link';
import type { Administration } from '../administration';
import type { AgentView } from '../agents/agent-view';
import type { AgentRegistry } from '../agents/registry';
import type { Config } from '../config/config';
import { installAccess } from './access';
import { sessionOf } from './admin-cookie';
import { installAudit } from './audit';
import { createAuth } from './auth';
import { installErrors } from './errors';
import { installDocsPage, installOpenApi } from './openapi';
import { createKeyLimit } from './key-limit';
import { installAdminPage } from './routes/admin-page';
import { installRequestLog, newRequestId } from './request-log';
import { adminSessionRoutes } from './routes/admin-session';
import { administrationRoutes } from './routes/administration';
import { adminRoutes } from './routes/admins';
import { agentImportRoutes } from './routes/agent-import';
import { agentRoutes } from './routes/agents';
import { callLogRoutes } from './routes/call-log';
import { callRoutes } from './routes/calls';
import { installCompanion } from './routes/companion';
import { crmIndexRoutes } from './routes/crm-index';
import { deviceRoutes } from './routes/devices';
import { dashboardRoutes, type Dashboard } from './routes/dashboard';
import { elevenLabsRoutes, type WebhookRoute } from './routes/elevenlabs';
import { forgetRoutes } from './routes/forget';
import { healthRoutes } from './routes/health';
import { keyRoutes } from './routes/keys';
import { installMetrics, type HttpMetrics } from './routes/metrics';
import type { RelayService } from './service';
import { steadyLimits } from './steady-limits';
import { limitUploads } from './upload-time';

export interface HttpDeps {
  version: string;
  service: RelayService;
  /** What agents are told of a call. */
  view: AgentView;
  registry: AgentRegistry;
  administration: Administration;
  dashboard: Dashboard;
  clock: Clock;
  logger: Logger;
  metrics: HttpMetrics;
  webhook: WebhookRoute;
  /** The open desktops of each agent. */
  linksOf: () => (agentId: string) => AgentLink[];
  /** Where companion.html and its assets are. */
  rendererDir: string;
}

type Options = Pick<Config, 'http' | 'admin' | 'recordings' | 'metrics' | 'docs' | 'webCompanion'>;

const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // Radix places its layers with style attributes.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    // 'self' does not cover ws: in every browser that is still about.
    connectSrc: ["'self'", 'ws:', 'wss:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'self'"],
  },
};

/** How often Node looks for connections that take too long: by itself every 30 s, in which a slow one holds its place. */
const connections = { connectionsCheckingInterval: 1_000 };

export const createHttpServer = async (config: Options, deps: HttpDeps): Promise<FastifyInstance> => {
  const { http: options, admin, docs, webCompanion } = config;
  const settings = {
    logger: false,
    genReqId: newRequestId,
    trustProxy:
      typeof options.trustProxy === 'string'
        ? options.trustProxy.split(',').map((address) => address.trim())
        : options.trustProxy,
    bodyLimit: options.bodyLimitKiB * 1024,
    requestTimeout: Math.max(options.requestTimeoutSeconds, deps.webhook.uploadSeconds) * 1_000,
    connectionTimeout: 0,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
  };
  const handshakeTimeout = options.requestTimeoutSeconds * 1_000;
  const app: FastifyInstance = options.tls
    ? Fastify({ ...settings, https: { ...options.tls, ...connections, handshakeTimeout } })
    : Fastify({ ...settings, http: connections });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  installErrors(app, deps.logger);
  installRequestLog(app, deps.logger);
  limitUploads(app, options.requestTimeoutSeconds);

  await app.register(helmet, {
    contentSecurityPolicy,
    hsts: options.tls !== null,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cors, {
    origin: options.allowedOrigins,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  });
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    store: steadyLimits(deps.clock),
    errorResponseBuilder: (_request, context) =>
      new AppError('rate_limited', `Too many requests; try again in ${context.after}.`, { retryable: true }),
  });

  await app.register(cookie);

  const { keys, audit, sessions } = deps.administration;
  const signedIn = (request: FastifyRequest) => (admin.enabled ? sessionOf(request, sessions) : null);
  const { authenticate } = deps.registry;
  installAccess(app, {
    identify: createAuth({ apiKey: options.apiKey, keys, authenticate, signedIn }).identify,
    limitKey: createKeyLimit(app, { max: options.requestsPerMinutePerKey ?? options.requestsPerMinute }),
  });
  installAudit(app, audit);
  if (docs.enabled) await installOpenApi(app, { version: deps.version });
  installMetrics(app, { metrics: deps.metrics, open: config.metrics.open });
  await app.register(healthRoutes(deps.service));
  await app.register(callLogRoutes(deps.service));
  await app.register(crmIndexRoutes(deps.service));
  await app.register(forgetRoutes(deps.service));
  await app.register(
    callRoutes(deps.service, {
      crmContext: webCompanion.crmContext,
      view: deps.view,
      recordings: config.recordings,
    }),
  );
  await app.register(
    agentRoutes(deps.service, deps.registry, {
      linksOf: deps.linksOf,
      enrolmentsPerMinute: options.enrolmentsPerMinute,
    }),
  );
  await app.register(deviceRoutes(deps.service));
  await app.register(agentImportRoutes(deps.registry, deps.service));
  await app.register(keyRoutes(keys));
  await app.register(administrationRoutes(deps.administration));
  await app.register(dashboardRoutes(deps.dashboard, deps.service));
  await app.register(adminRoutes(deps.administration.admins));
  if (admin.enabled) await app.register(adminSessionRoutes(deps.administration, admin));
  await app.register(elevenLabsRoutes(deps.webhook));
  if (docs.enabled) await installDocsPage(app);
  if (admin.enabled) await app.register((scope) => installAdminPage(scope, deps.rendererDir));
  if (webCompanion.enabled) await app.register((scope) => installCompanion(scope, deps.rendererDir));
  return app;
};
