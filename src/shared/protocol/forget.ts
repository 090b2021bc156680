/** `POST /api/forget`: what the relay keeps of a number, and what became of it. */
import { z } from 'zod';

export const forgetRequestSchema = z
  .object({
    /** In any spelling; national numbers as the relay reads them. */
    number: z.string().min(3).max(60),
    /** False (or left out) only counts; nothing is changed. */
    erase: z.boolean().default(false),
  })
  .strict();

export const remainingRecordSchema = z.object({
  module: z.string(),
  id: z.string(),
  url: z.string().nullable(),
  /** False: the relay tried to write it and got no clear answer, so it may not be there. */
  certain: z.boolean(),
});
export type RemainingRecord = z.infer<typeof remainingRecordSchema>;

export const forgetReportSchema = z.object({
  /** Its last digits only. */
  number: z.string(),
  /** False: this was a dry run, and what is counted is still there. */
  erased: z.boolean(),
  /** What of the relay's is erased, by kind. */
  kinds: z.array(z.object({ kind: z.string(), count: z.number().int() })),
  /** Calls with this number that run now. They stay; forget it again when they are over. */
  running: z.array(z.string()),
  /** Records of other people in which the number stood: there it is struck out. */
  struckOut: z.number().int(),
  /** Calls that the CRM was still owed: it does not get them any more. */
  unsent: z.array(z.string()),
  /** What the relay has written into the CRM. It is deleted there, by a person. */
  remains: z.array(remainingRecordSchema),
  /** Copies of the database that the relay does not read any more; delete them by hand. */
  files: z.array(z.string()),
  /** Whether no copy is left in the database file. False: it is rewritten as soon as no call runs. */
  rewritten: z.boolean(),
});
export type ForgetReport = z.infer<typeof forgetReportSchema>;
