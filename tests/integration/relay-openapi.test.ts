/** The API's document is in step with the routes, with docs/protocol.md, and with the standard. */
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keyWith, installAccess, type RegisteredRoute } from '../../src/relay/http/access';
import { startRelay, withKey, type TestRelay } from './relay-harness';

const operationSchema = z.looseObject({
  summary: z.string().min(5),
  description: z.string().min(5),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
});
const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

let relay: TestRelay;
let document: z.infer<typeof documentSchema>;
let raw: unknown;
beforeAll(async () => {
  relay = await startRelay();
  raw = (await relay.request('GET', '/docs/json')).body;
  document = documentSchema.parse(raw);
});
afterAll(() => relay.stop());

const registered = (): RegisteredRoute[] => relay.relay.routes().filter(({ isPage }) => !isPage);
const nameOf = (method: string, url: string): string => `${method.toUpperCase()} ${url}`;
const names = (): string[] => registered().map(({ method, url }) => nameOf(method, url));
const documented = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: nameOf(method, path.replace(/\{(\w+)\}/g, ':$1')),
      operation,
    })),
  );

const protocol = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
const rows = [...protocol.matchAll(/^\| `(GET|POST|PUT|PATCH|DELETE) ([^`?]+)[^`]*` +\| ([^|]+?) +\|/gm)].map(
  ([, method = '', url = '', who = '']) => ({ name: nameOf(method, url), who }),
);

/** The words of docs/protocol.md; null where it is open in a way of its own. */
const whoOf = ({ access }: RegisteredRoute): string | null => {
  if (!access) return 'nobody';
  if ('open' in access) return null;
  return [...(access.scope === null ? [] : [access.scope]), ...(access.agent ? ['agent'] : [])].join(', ');
};

it('is valid OpenAPI 3.1, by the schema of the OpenAPI Initiative', () => {
  const text = readFileSync(new URL('../fixtures/openapi/schema-3.1.json', import.meta.url), 'utf8');
  // Ajv takes this dynamic reference for one to the whole file; without other dialects it is one to `schema`.
  const standard: unknown = JSON.parse(text.replaceAll('"$dynamicRef": "#meta"', '"$ref": "#/$defs/schema"'));
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(
    z.looseObject({}).parse(standard),
  );
  validate(raw);
  expect(validate.errors).toBeNull();
  // The standard leaves the schemas in it to JSON Schema.
  const inner = z.object({ schema: z.looseObject({}) });
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const found = inner.safeParse(value);
    if (found.success) expect(ajv.validateSchema(found.data.schema), ajv.errorsText()).toBe(true);
    Object.values(value).forEach(visit);
  };
  visit(raw);
  expect(validate({ ...z.looseObject({}).parse(raw), info: { title: 'no version' } })).toBe(false);
});

it('has each route, and no other', () => {
  expect(names().length).toBeGreaterThan(20);
  expect(
    documented()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(names().sort());
});

it('says of each who may, and what can go wrong', () => {
  for (const route of registered()) {
    const operation = documented().find(({ name }) => name === nameOf(route.method, route.url))?.operation;
    const isOpen = route.access !== undefined && 'open' in route.access;
    expect(operation?.description).toMatch(isOpen ? /Open: / : /For (API keys|agents)/);
    expect(operation?.security.length, route.url).toBe(isOpen ? 0 : whoOf(route) === 'agent' ? 1 : 3);
    const failing = Object.keys(operation?.responses ?? {});
    expect(failing, route.url).toEqual(expect.arrayContaining(['429', ...(isOpen ? [] : ['401', '403'])]));
  }
});

it('is what docs/protocol.md lists, with who may', () => {
  expect(rows.map(({ name }) => name).sort()).toEqual(names().sort());
  for (const { name, who } of rows) {
    const route = registered().find(({ method, url }) => nameOf(method, url) === name);
    const expected = route && whoOf(route);
    if (expected !== null) expect([name, who]).toEqual([name, expected]);
    else expect(who).not.toMatch(/read|dial|admin|agent/);
  }
});

it('has no server of its own, no secret and no data', () => {
  const text = JSON.stringify(raw);
  expect(text).not.toContain(withKey['x-api-key']);
  expect(text).not.toContain('anna');
});

describe('the page', () => {
  it('is under the policy that every page has', async () => {
    const page = await relay.request('GET', '/docs');
    const policy = page.headers.get('content-security-policy');
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('swagger-ui') as string });
    expect(policy).toBe((await relay.request('GET', '/companion/')).headers.get('content-security-policy'));
    expect(policy).toContain("script-src 'self';");
    // Nothing in the page itself that this policy would stop.
    expect(String(page.body)).not.toMatch(/<script(?![^>]*src=)[^>]*>\s*\S/);
    const [, script = ''] = /src="([^"]*swagger-initializer[^"]*)"/.exec(String(page.body)) ?? [];
    const from = new URL(script, `${relay.url}/docs`).pathname;
    expect((await relay.request('GET', from)).status).toBe(200);
  });

  it('is not there where it is switched off', async () => {
    const quiet = await startRelay({ file: { docs: { enabled: false } } });
    for (const path of ['/docs', '/docs/json', '/docs/static/index.html'])
      expect((await quiet.request('GET', path)).status).toBe(404);
    await quiet.stop();
  });
});

describe('a route that does not say who may use it', () => {
  const build = (access?: ReturnType<typeof keyWith>) => {
    const app = Fastify();
    installAccess(app, {
      identify: () => ({ kind: 'key', key: { name: 'x', scopes: ['read'] } }),
      limitKey: () => Promise.resolve(),
    });
    app.get('/odd', access ? { config: { access } } : {}, () => 'a secret');
    return app;
  };
  it('stops the start', async () => {
    await expect(build().ready()).rejects.toThrow('GET /odd does not say who may use it');
    await expect(build(keyWith('read')).ready()).resolves.toBeDefined();
  });
});
