/** What a window shows of links and hotkey. */
import { z } from 'zod';
import { errorSaidSchema } from '../error-reasons';
import { dialReasons } from './reasons';

const phase = z.enum(['asks', 'running', 'done', 'failed']);
const problem = errorSaidSchema.nullable();

/** One at a time: what a link or the hotkey wants, from the question to its end. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('dial'),
    id: z.string(),
    phase,
    problem,
    display: z.string(),
    /** ISO 3166 alpha-2. */
    region: z.string().nullable(),
    /** Behind that number, for the agent to dial by hand. */
    extension: z.string().nullable(),
    why: z.enum(dialReasons).nullable(),
  }),
  z.object({
    kind: z.literal('enrol'),
    id: z.string(),
    phase,
    problem,
    relayUrl: z.string(),
    /** The relay that he is signed in at now and would leave. */
    leaves: z.string().nullable(),
  }),
  /** What came could not be read at all. */
  z.object({
    kind: z.literal('unusable'),
    id: z.string(),
    phase: z.literal('failed'),
    problem: errorSaidSchema,
  }),
]);
export type AppRequest = z.infer<typeof requestSchema>;

/** Whether the system gives us its links of this kind. */
const claim = z.enum(['off', 'ours', 'not-ours']);

export const appLinksSchema = z.object({
  request: requestSchema.nullable(),
  tel: claim,
  callto: claim,
  hotkey: z.enum(['off', 'on', 'taken']),
});
export type AppLinks = z.infer<typeof appLinksSchema>;
export const noAppLinks: AppLinks = { request: null, tel: 'off', callto: 'off', hotkey: 'off' };
