/** What is on its way into the CRM, what has arrived and what was given up; docs/protocol.md shows examples. */
import { z } from 'zod';

export const callLogQuerySchema = z.object({
  status: z.enum(['pending', 'failed', 'logged', 'given-up']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(300).optional(),
});
export type CallLogQuery = z.infer<typeof callLogQuerySchema>;

export const callLogJobSchema = z.object({
  callId: z.string(),
  /**
   * `call` is its record. What follows it: `conversation`, what an AI agent and the customer said in it; `audio`, its recording; `note`, what agents
   * wrote about it; `contact`, that it belongs to somebody else than was thought.
   */
  kind: z.enum(['call', 'conversation', 'audio', 'note', 'contact']),
  status: z.enum(['pending', 'failed', 'logged', 'given-up']),
  /** When the call began. */
  startedAt: z.iso.datetime(),
  tries: z.number().int(),
  /** Null unless it is pending. */
  nextTryAt: z.iso.datetime().nullable(),
  /** Why the last try failed, or what a record that was written is without: a sentence without secrets and phone numbers. */
  error: z.string().nullable(),
});
export type CallLogJob = z.infer<typeof callLogJobSchema>;

export const callLogPageSchema = z.object({
  jobs: z.array(callLogJobSchema),
  nextCursor: z.string().nullable(),
});
export type CallLogPage = z.infer<typeof callLogPageSchema>;

/** Lets go of all that is owed of calls that ended so many days ago, or longer. */
export const callLogGiveUpSchema = z.strictObject({ olderThanDays: z.number().int().min(0).max(36_500) });
/** Answer to it: how many jobs were given up. */
export const callLogGivenUpSchema = z.object({ givenUp: z.number().int() });

/** Answer to a retry by hand: how many jobs are due now. */
export const callLogRetriedSchema = z.object({ retried: z.number().int() });
