/** Many agents from one CSV file, for `POST /api/agents/import`. */
import { z } from 'zod';
import { agentSchema } from './agent';

/** The header of the file; the last two columns may be left out. */
export const agentColumns = ['id', 'name', 'extensions', 'pbxId', 'crmUserId'] as const;

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

export const agentImportQuerySchema = z.object({
  /** Look only; nothing is written and no code is made. */
  dryRun: flag,
  /** Make the right ones, although others are wrong; else nothing is made where one is wrong. */
  skipInvalid: flag,
});

/** What is wrong with the file; `details` of the 400. */
export const importProblemSchema = z.object({
  /** In the file, from 1. */
  line: z.number().int(),
  /** Null: the line as a whole. */
  column: z.string().nullable(),
  message: z.string(),
});
export type ImportProblem = z.infer<typeof importProblemSchema>;

export const agentImportSchema = z.object({
  dryRun: z.boolean(),
  /** Made, or to be made in a dry run: then without a code. The code is shown this once. */
  added: z.array(
    z.object({
      line: z.number().int(),
      agent: agentSchema,
      code: z.string().nullable(),
      expiresAt: z.iso.datetime().nullable(),
    }),
  ),
  /** Ids of agents who are there already, exactly so. */
  unchanged: z.array(z.string()),
  /** Lines that were passed over. */
  problems: z.array(importProblemSchema),
});
export type AgentImport = z.infer<typeof agentImportSchema>;
