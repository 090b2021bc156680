/** The calls that this desktop owes to the CRM, and those it has brought there. */
import { join } from 'node:path';
import { z } from 'zod';
import { callSchema } from '../../shared/call/call';
import { agentSchema } from '../../shared/protocol/agent';
import type { Logger } from '../../shared/logger';
import { createJsonFile, type JsonFile } from '../storage/json-file';

export const callJobSchema = z.object({
  /** As it ended, with the contact that the agent saw. */
  call: callSchema,
  /** Whose desktop it was. */
  agent: agentSchema,
  status: z.enum(['waiting', 'logged', 'failed']),
  tries: z.number().int(),
  /** Milliseconds since the epoch. */
  dueAt: z.number(),
  url: z.string().nullable(),
  /** Why it is not there, as a sentence. */
  problem: z.string().nullable(),
});
export type CallJob = z.infer<typeof callJobSchema>;

const fileSchema = z.object({
  /** Up to here the relay's history was read, in milliseconds since the epoch; null: never, and what was before is nobody's debt. */
  readUntil: z.number().nullable(),
  jobs: z.array(callJobSchema),
});
export type CallJobs = z.infer<typeof fileSchema>;

/** How long a logged call is remembered, so that the history can be read again without asking the CRM. */
export const rememberedMs = 7 * 24 * 60 * 60_000;

export const openCallJobs = (folder: string, log: Logger): JsonFile<CallJobs> =>
  createJsonFile(join(folder, 'calls.json'), fileSchema, { readUntil: null, jobs: [] }, log);
