/** Settings of what the relay asks ElevenLabs, and of what it tells when a conversation begins. */
import { z } from 'zod';

const isOwnMachine = ({ hostname }: URL): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);

/** The API key travels there, so nothing but https; http on this machine alone, for a try-out. */
const isApiUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    (url.protocol === 'https:' || (url.protocol === 'http:' && isOwnMachine(url))) &&
    url.username === '' &&
    url.search === '' &&
    url.hash === ''
  );
};

/** elevenlabs-js 2.56, `environments.ts`; a workspace with data residency is reached at its region's host alone. */
export const apiHosts = [
  'https://api.elevenlabs.io',
  'https://api.us.elevenlabs.io',
  'https://api.eu.residency.elevenlabs.io',
  'https://api.in.residency.elevenlabs.io',
  'https://api.sg.residency.elevenlabs.io',
];

export const apiUrlSchema = z
  .string()
  .refine(isApiUrl, `an https address, e.g. ${apiHosts.join(', ')}`)
  .transform((text) => text.replace(/\/+$/, ''))
  .default('https://api.elevenlabs.io');

export const agentIdsSchema = z
  .array(z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'an id of an agent, e.g. agent_7101k5zv'))
  .max(50)
  .default([]);

export const audioToCrmSchema = z
  .strictObject({
    /** Attaches recordings to the calls in the CRM. */
    enabled: z.boolean().default(false),
    /** A larger one stays with the relay. It is held in memory while it is sent, about four times its size. */
    maxMiB: z.number().min(1).max(48).default(10),
    /** Of the request that carries one; others have `crm.timeoutSeconds`. */
    timeoutSeconds: z.number().min(1).max(3_600).default(120),
  })
  .prefault({});

export const reconcileSchema = z
  .strictObject({
    everyMinutes: z.number().min(1).max(1_440).default(15),
    /** Conversations that began longer ago are not looked for. */
    lookBackHours: z.number().min(1).max(720).default(24),
    /** After a conversation's end its webhook has this long to come by itself. */
    graceMinutes: z.number().min(0).max(1_440).default(5),
    /** Of one request. */
    timeoutSeconds: z.number().min(0.1).max(120).default(20),
  })
  .prefault({});

/** What may be told about a caller. */
export const callerFacts = [
  'name',
  'account',
  'known',
  'language',
  'country',
  'number',
  'queue',
  'dialled',
  'linkedid',
  'callId',
] as const;
export type CallerFact = (typeof callerFacts)[number];

const variableName = z
  .string()
  .regex(/^(?!system__)[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'letters, digits and _, not beginning with system__');
const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/, 'a language as ElevenLabs writes it, e.g. de');

export const initiationSchema = z
  .strictObject({
    /** The request header that holds ELEVENLABS_INITIATION_SECRET. */
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/, 'the name of a request header')
      .transform((name) => name.toLowerCase())
      .default('x-initiation-secret'),
    /** How long the answer waits for a name that is not known yet. */
    budgetMs: z.number().int().min(0).max(2_000).default(25),
    /** The agent's dynamic variables, and what stands in each. All of them are always answered. */
    variables: z.record(variableName, z.enum(callerFacts)).default({
      caller_name: 'name',
      caller_account: 'account',
      caller_known: 'known',
      caller_language: 'language',
      queue: 'queue',
      linkedid: 'linkedid',
      call_id: 'callId',
    }),
    language: z
      .strictObject({
        /** The language of callers from a country, where it is another than the one most people speak there. */
        byCountry: z
          .record(z.string().regex(/^[A-Z]{2}$/, 'two capital letters (ISO 3166), e.g. CH'), language)
          .default({}),
        /** What the agent speaks: one of these is also set as the conversation's language. Empty: none ever is. */
        override: z.array(language).max(100).default([]),
      })
      .prefault({}),
  })
  .prefault({});
export type InitiationConfig = z.infer<typeof initiationSchema>;
