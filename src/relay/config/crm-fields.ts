/** Names of the CRM's own fields, as they stand in config.json. */
import { z } from 'zod';

/** What the relay writes, or the CRM itself: to be set by nobody else. */
const taken = new Set(
  'id name date_start date_end date_entered date_modified duration_hours duration_minutes status direction description assigned_user_id parent_type parent_id contact_id created_by modified_user_id deleted'.split(
    ' ',
  ),
);

export const crmFieldSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'the name of a field of Calls in SuiteCRM, e.g. ai_summary_c')
  .refine((name) => !taken.has(name), 'a field of your own: this one is written already');

/** What of a conversation -> into which field. */
export const conversationFieldsSchema = z
  .record(
    z
      .string()
      .regex(
        /^(?:summary|success|duration|agent|ended|conversationId|(?:evaluation|data)\..{1,100})$/,
        'one of summary, success, duration, agent, ended, conversationId, evaluation.<id>, data.<id>',
      ),
    crmFieldSchema,
  )
  .refine(
    (fields) => new Set(Object.values(fields)).size === Object.keys(fields).length,
    'each field for one thing only',
  )
  .default({});
