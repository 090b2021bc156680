/** What windows ask about people of the CRM. */
import { z } from 'zod';
import { contactSchema } from '../call/call';
import { contactRefSchema } from '../protocol/crm-context';

const phoneField = z.string().regex(/^\w{1,64}$/);

export const personSearch = z.object({ text: z.string().trim().min(2).max(80) });
export const foundPersonSchema = z.object({
  contact: contactSchema,
  title: z.string().nullable(),
  /** Phone fields in the order one would use them; an empty one may be filled. */
  phones: z.array(z.object({ field: phoneField, number: z.string() })),
});
export type FoundPerson = z.infer<typeof foundPersonSchema>;
export const foundPeople = z.object({ people: z.array(foundPersonSchema).max(50) });

export const attachInput = contactRefSchema.extend({
  callId: z.string(),
  field: phoneField,
  /** The number that stands there and that the agent has agreed to lose. */
  replace: z.string().max(100).optional(),
});
export const attachOutput = z.object({
  /** What stands in the field, where it was not empty; then nothing was written. */
  taken: z.string().nullable(),
});
export const newContact = z.object({ callId: z.string(), module: z.enum(['Contacts', 'Leads']) });
