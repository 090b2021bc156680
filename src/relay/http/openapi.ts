/** The API's document (`/docs/json`) and a page to read it (`/docs`), made of what the routes declare. It holds no data. */
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { httpStatus, type ErrorCode } from '../../shared/errors';
import { adminCookie, csrfHeader } from '../../shared/protocol/admin-session';
import { errorResponseSchema } from '../../shared/protocol/rest';
import { openPages, type Access } from './access';

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>;

const security = {
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'An API key.' },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of an agent; an API key is taken here, too.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: adminCookie,
    description: `An administrator who is signed in to the dashboard; what changes something needs the header ${csrfHeader}, too.`,
  },
} as const;

const whoMay = (access: Access): string => {
  if ('open' in access) return `Open: ${access.open}.`;
  const who = [
    ...(access.scope === null ? [] : [`API keys with the scope \`${access.scope}\``]),
    ...(access.agent ? ['agents with their token'] : []),
  ];
  return `For ${who.join(', and ')}.`;
};

/** Of this route, by status: several codes can share one. */
const failures = (codes: readonly ErrorCode[]): Record<string, object> => {
  const body = { ...z.toJSONSchema(errorResponseSchema), $schema: undefined };
  return Object.fromEntries(
    codes.map((code) => {
      const alike = codes.filter((other) => httpStatus(other) === httpStatus(code));
      return [String(httpStatus(code)), { description: [...new Set(alike)].join(', '), ...body }];
    }),
  );
};

const transform: Transform = (document) => {
  const { schema, url } = jsonSchemaTransform(document);
  const { access, errors = [] } = document.route.config ?? {};
  if (schema.hide === true || !access) return { schema, url };
  const { body, params, querystring } = document.schema;
  const isOpen = 'open' in access;
  const failing = failures([
    ...(body || params || querystring ? (['bad_request'] as const) : []),
    ...(isOpen ? [] : (['unauthorized', 'forbidden'] as const)),
    ...errors,
    'rate_limited',
  ]);
  const response: object = typeof schema.response === 'object' && schema.response ? schema.response : {};
  return {
    url,
    schema: {
      ...schema,
      description: [schema.description, whoMay(access)].filter(Boolean).join(' '),
      // Each entry is one way to be let in.
      security: isOpen
        ? []
        : [...(access.scope === null ? [] : [{ apiKey: [] }, { session: [] }]), { bearer: [] }],
      response: { ...failing, ...response },
    },
  };
};

/** Before the routes. */
export const installOpenApi = async (
  app: FastifyInstance,
  { version }: { version: string },
): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'CTI Relay',
        version,
        description:
          'Calls, click-to-dial, screen pops, agents and administration. An error is always `{error: {code, message, details?}}`. The WebSocket of desktops is described in docs/protocol.md.',
      },
      components: { securitySchemes: security },
    },
    transform,
  });
};

/** After `installOpenApi`. The page works under the policy that all pages have. */
export const installDocsPage = async (app: FastifyInstance): Promise<void> => {
  await app.register(async (scope) => {
    openPages(scope, 'it describes the API and holds no data');
    await scope.register(swaggerUi, { routePrefix: '/docs', uiConfig: { deepLinking: true } });
  });
};
