/** Whom the agent has talked to, as windows ask for them. */
import { z } from 'zod';
import { callSchema } from '../call/call';
import { contactRefSchema, crmContextSchema } from '../protocol/crm-context';

export const peopleQuery = z.object({
  /** Empty: those he talked to last. */
  text: z.string().max(200),
});
export const personSchema = z.object({
  /** The number's digits; for somebody without one, the call's id. */
  key: z.string(),
  name: z.string().nullable(),
  account: z.string().nullable(),
  number: z.string().nullable(),
  display: z.string(),
  /** The latest call with him. */
  call: callSchema,
  /** How many calls are kept. */
  calls: z.number().int(),
});
export type Person = z.infer<typeof personSchema>;
export const peopleFound = z.object({ people: z.array(personSchema) });

export const cardQuery = z.object({
  /** A call with him; on the web the relay is asked by it. */
  callId: z.string().max(120).nullable(),
  number: z.string().max(60).nullable(),
  contact: contactRefSchema.nullable(),
});
/** null: the CRM does not know him. */
export const cardSchema = z.object({ context: crmContextSchema.nullable() });
