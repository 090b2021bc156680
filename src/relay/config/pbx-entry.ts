/** What config.json says about a PBX, and about all of them where they do not say otherwise. */
import { z } from 'zod';
import { compileRewrite } from '../../shared/phone/rewrite';
import { phonesSchema } from './phones';

const seconds = z.number().int().min(1).max(600);

const regularExpression = z.string().refine((text) => {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}, 'a regular expression');

export const dialSchema = z
  .strictObject({
    /** The context the number is called in, as if the agent's phone had dialled it. */
    context: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'a context of the dialplan'),
    /** What rings the agent's phone, with `{extension}` in it. */
    channel: z.string().regex(/^[A-Za-z]+\/[\w@.{}-]*\{extension\}[\w@./{}-]*$/, 'e.g. PJSIP/{extension}'),
    /** What agents dial for an outside line, e.g. `0`: put before a number that is dialled for them, and taken off one they dialled. */
    prefix: z.string().regex(/^[0-9*#]{0,10}$/, 'up to 10 digits, * or #'),
    ringSeconds: seconds,
  })
  .partial();

const trunkName = z.string().regex(/^[\w.@-]{1,80}$/, "the name of a trunk's peer, e.g. elevenlabs");

export const dialplanSchema = z
  .strictObject({
    /** A regular expression, tested against `tech/peer` of a channel; its first group is the extension. */
    extensionPattern: regularExpression,
    /** A regular expression: contexts in which calls from outside begin. */
    trunkContexts: regularExpression,
    /** Trunks at whose other end an AI agent is. */
    assistantTrunks: z.array(trunkName).max(50),
    /** Other trunks, a carrier's, over which an AI agent's hand-overs come back with what it tells. */
    handOverTrunks: z.array(trunkName).max(50),
  })
  .partial();

const rewriteSchema = z
  .strictObject({
    match: z.string(),
    replace: z.string(),
    /** Of the call; `outbound` also for what an agent dials. */
    direction: z.enum(['inbound', 'outbound', 'both']).default('both'),
  })
  .superRefine((spec, context) => {
    const rule = compileRewrite(spec);
    if (rule.ok) return;
    const [path = '', ...text] = rule.error.message.split(': ');
    context.addIssue({ code: 'custom', path: [path], message: text.join(': ') });
  });

export const numbersSchema = z.strictObject({
  /** How a provider's spelling of numbers is put right: in order, each rule on what the one before it left. */
  rewrite: z.array(rewriteSchema).max(50).default([]),
});

export const pbxSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'an id is 1 to 40 of A-Z a-z 0-9 _ -'),
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535).optional(),
  username: z.string().min(1),
  secret: z.string().min(1).optional(),
  /** A file that holds the secret. */
  secretFile: z.string().min(1).optional(),
  tls: z
    .boolean()
    .or(
      z.strictObject({
        /** A PEM file of the authority that signed Asterisk's certificate. */
        caFile: z.string().min(1).optional(),
        /** False takes any certificate: for a try-out only. */
        verify: z.boolean().default(true),
      }),
    )
    .default(false),
  /** A login that may write, for click-to-dial; the reading one is used where it is not given. */
  control: z
    .strictObject({
      username: z.string().min(1),
      secret: z.string().min(1).optional(),
      secretFile: z.string().min(1).optional(),
    })
    .optional(),
  /** For this PBX, over the settings of the same name for all. */
  dial: dialSchema.optional(),
  dialplan: dialplanSchema.optional(),
  phones: phonesSchema.optional(),
  numbers: numbersSchema.optional(),
});
export type PbxEntry = z.infer<typeof pbxSchema>;
