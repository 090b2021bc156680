/** What config.json may hold, with its defaults. Strict: a name that is not here stops the start. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { agentSchema } from '../../shared/protocol/agent';
import { adminConfigSchema } from './admin';
import { callLogSchema } from './call-log';
import { crmAgentsSchema } from './crm-agents';
import { crmIndexSchema } from './crm-index';
import { httpSchema, webSocketSchema } from './doors';
import { elevenLabsSchema } from './elevenlabs';
import { nearest } from './nearest';
import { dialplanSchema, dialSchema, numbersSchema, pbxSchema } from './pbx-entry';
import { phonesSchema } from './phones';
import type { ConfigProblem } from './problem';
import { recordingsSchema } from './recordings';
import { redisSchema } from './redis';

const seconds = z.number().int().min(1).max(600);

const configuredAgentSchema = agentSchema
  .extend({
    pbxId: agentSchema.shape.pbxId.optional(),
    crmUserId: agentSchema.shape.crmUserId.default(null),
    token: z.string().min(16).max(200).optional(),
    /** SHA-256 of the token in hex, so that the token itself need not stand in a file. */
    tokenHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 lower-case hex digits')
      .optional(),
  })
  .strict();

export const fileSchema = z.strictObject({
  $schema: z.string().optional(),
  pbxs: z.array(pbxSchema).min(1).max(20).optional(),
  /** Click-to-dial; what is not given follows FreePBX. */
  dial: dialSchema.default({}),
  /** How the PBXs name things, where it is not as in FreePBX. */
  dialplan: dialplanSchema.default({}),
  phones: phonesSchema.default({}),
  numbers: numbersSchema.prefault({}),
  agents: z.array(configuredAgentSchema).max(5_000).default([]),
  /** Addresses of all relays, as desktops reach them; told to each desktop, which goes to another one when this one is gone. */
  relays: z
    .array(z.url({ protocol: /^https?$/, error: 'an address, e.g. https://relay-1.example.com' }))
    .max(10)
    .default([]),
  /** Days that ended calls stay in the history; 0 keeps them for ever. One that is owed to the CRM stays until it is written or given up. */
  retentionDays: z.number().int().min(0).max(3_650).default(365),
  /** Days that the PBX events behind an ended call are kept (`/api/calls/:id/events`), at most as long as the call. */
  eventRetentionDays: z.number().int().min(1).max(3_650).default(30),
  /** Days that is kept what administrators did (`/api/audit`). */
  auditRetentionDays: z.number().int().min(1).max(3_650).default(365),
  logRetentionDays: z.number().int().min(1).max(3_650).default(30),
  crm: z
    .strictObject({
      timeoutSeconds: seconds.default(10),
      retry: z
        .strictObject({
          baseSeconds: z.number().min(0.01).max(600).default(5),
          maxSeconds: z.number().min(0.01).max(86_400).default(900),
        })
        .prefault({}),
      /** Seconds that a number's contact is remembered. */
      contactCacheSeconds: z.number().int().min(0).max(86_400).default(300),
      /** Whether agents are told whom the relay's account found; off: their desktops ask by their own sign-in alone. */
      contactsToAgents: z.boolean().default(true),
      /** How many callers are looked for in the CRM at the same time. */
      parallelLookups: z.number().int().min(1).max(64).default(4),
      index: crmIndexSchema.prefault({}),
      agents: crmAgentsSchema.prefault({}),
      /** Whether an agent may sign his desktop in with his account of the CRM, in place of a code. */
      signIn: z.boolean().default(false),
      /** How many calls are written into the CRM at the same time. */
      parallelWrites: z.number().int().min(1).max(64).default(4),
    })
    .prefault({}),
  callLog: callLogSchema.prefault({}),
  recordings: recordingsSchema.prefault({}),
  elevenlabs: elevenLabsSchema.prefault({}),
  redis: redisSchema.prefault({}),
  metrics: z
    .strictObject({
      /** Whether `/metrics` answers without the API key. */
      open: z.boolean().default(false),
    })
    .prefault({}),
  docs: z
    .strictObject({
      /** Whether `/docs` and `/docs/json` describe the API to everybody. */
      enabled: z.boolean().default(true),
    })
    .prefault({}),
  admin: adminConfigSchema.prefault({}),
  webCompanion: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** The browser companion sees CRM data with the service account's rights, not the agent's own; off by default. */
      crmContext: z.boolean().default(false),
    })
    .prefault({}),
  http: httpSchema.prefault({}),
  webSocket: webSocketSchema.prefault({}),
});
export type FileSettings = z.infer<typeof fileSchema>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value for a problem's text; what stands under a secret's name is not shown. */
const shown = (path: readonly PropertyKey[], value: unknown): string => {
  if (/secret|token|password|key/i.test(path.map(String).join('.')))
    return 'its value (not shown) is not allowed';
  if (value === undefined) return 'it is missing';
  const text = isObject(value) || Array.isArray(value) ? 'a group of settings' : JSON.stringify(value);
  return `found ${text.slice(0, 80)}`;
};

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      Array.isArray(inner) && typeof key === 'number'
        ? inner[key]
        : isObject(inner)
          ? inner[String(key)]
          : undefined,
    value,
  );

/** The names that are allowed beside an unknown one, read from the defaults-filled top or the parent itself. */
const knownNames = [
  ...Object.keys(fileSchema.shape),
  ...Object.keys(pbxSchema.shape),
  ...Object.keys(configuredAgentSchema.shape),
  ...Object.keys(dialSchema.shape),
  ...Object.keys(dialplanSchema.shape),
  ...Object.keys(phonesSchema.shape),
  ...Object.keys(numbersSchema.shape),
  ...Object.keys(webSocketSchema.shape),
  ...Object.keys(httpSchema.shape),
  ...Object.keys(fileSchema.shape.crm.unwrap().shape),
  ...Object.keys(crmIndexSchema.shape),
  ...Object.keys(crmAgentsSchema.shape),
  ...Object.keys(adminConfigSchema.shape),
  ...Object.keys(callLogSchema.shape),
  ...Object.keys(recordingsSchema.shape),
  ...Object.keys(elevenLabsSchema.shape),
  ...Object.keys(redisSchema.shape),
  ...Object.keys(fileSchema.shape.metrics.unwrap().shape),
  ...Object.keys(fileSchema.shape.docs.unwrap().shape),
  ...Object.keys(elevenLabsSchema.shape.reconcile.unwrap().shape),
  ...Object.keys(elevenLabsSchema.shape.initiation.unwrap().shape),
  ...Object.keys(fileSchema.shape.webCompanion.unwrap().shape),
];

const toProblems = (error: z.ZodError, input: unknown): ConfigProblem[] =>
  error.issues.flatMap((issue) => {
    const name = `config.json: ${issue.path.map(String).join('.') || '(the whole file)'}`;
    if (issue.code !== 'unrecognized_keys')
      return [
        { name, found: shown(issue.path, at(input, issue.path)), allowed: `allowed: ${issue.message}` },
      ];
    return issue.keys.map((key) => {
      const near = nearest(key, knownNames);
      return {
        name: `config.json: ${[...issue.path.map(String), key].join('.')}`,
        found: 'there is no such setting',
        allowed: near ? `did you mean ${near}?` : 'remove it, or see config.example.json',
      };
    });
  });

/** @returns the defaults where no file is given; `given` is what stands in it */
export const readConfigFile = (
  path: string | null,
): { values: FileSettings; given: unknown; problems: ConfigProblem[] } => {
  const defaults = fileSchema.parse({});
  if (path === null) return { values: defaults, given: null, problems: [] };
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'unreadable';
    // The engine quotes what stands around the mistake, which may be a secret.
    const reason = message.replace(/, (\.\.\.)?".*$/s, '').replace(/ is not valid JSON$/, '');
    return {
      values: defaults,
      given: null,
      problems: [{ name: path, found: `it can not be read (${reason})`, allowed: 'a file with JSON in it' }],
    };
  }
  const parsed = fileSchema.safeParse(input);
  return parsed.success
    ? { values: parsed.data, given: input, problems: [] }
    : { values: defaults, given: input, problems: toProblems(parsed.error, input) };
};
