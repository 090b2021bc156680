/** Settings of the call log: which calls, whose they are, and in which words. */
import { z } from 'zod';
import { dispositionSchema } from '../../shared/protocol/call-note';
import { allowedIn, unknownIn } from '../../crm/call-record/template';
import { crmFieldSchema } from './crm-fields';
import { nearest } from './nearest';

/** A text with placeholders of the list; every other one stops the start, by name. */
const template = (what: 'subject' | 'description', maxChars: number) =>
  z
    .string()
    .min(1)
    .max(maxChars)
    .superRefine((text, context) => {
      const allowed = allowedIn(what);
      for (const name of unknownIn(text, what)) {
        const near = nearest(name, allowed, 2);
        context.addIssue({
          code: 'custom',
          message: `there is no {${name}}${near ? ` (did you mean {${near}}?)` : ''}; placeholders of a ${what} are ${allowed.map((one) => `{${one}}`).join(' ')}`,
        });
      }
    });

export const callLogSchema = z.strictObject({
  /** Calls that nobody answered. */
  missed: z.boolean().default(true),
  /** Calls between extensions. */
  internal: z.boolean().default(false),
  /** Whose record it becomes where no agent had the call, or his `crmUserId` is not set; null: the relay's own CRM user. */
  userId: z
    .string()
    .regex(
      /^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i,
      "the id of a CRM user, as in his page's address",
    )
    .nullable()
    .default(null),
  /** SuiteCRM keeps 50 characters; the rest is cut at a word. */
  subject: template('subject', 200).default('{title}'),
  description: template('description', 5_000).default('{details}'),
  /** Fields of SuiteCRM's Calls -> what is written into them, with the placeholders of the description. */
  fields: z.record(crmFieldSchema, template('description', 1_000)).default({}),
  /** How a call may have ended, in the house's words: agents choose one beside their note. */
  dispositions: z
    .array(dispositionSchema)
    .max(50)
    .refine((names) => new Set(names).size === names.length, 'each only once')
    .default(['Done', 'Call back', 'Passed on', 'Order', 'Complaint', 'Wrong number']),
});
export type CallLogConfig = z.infer<typeof callLogSchema>;
