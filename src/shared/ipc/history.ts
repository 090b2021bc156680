/** What windows ask about the agent's own calls; all of it is answered from this computer. */
import { z } from 'zod';
import { callSchema } from '../call/call';
import { troubleShape } from '../error-reasons';

export const historyFilters = ['all', 'missed', 'inbound', 'outbound', 'ai'] as const;
export type HistoryFilter = (typeof historyFilters)[number];

export const historyQuerySchema = z.object({
  /** Parts of name, company, number or note; all words must be there. */
  text: z.string().max(200),
  filter: z.enum(historyFilters),
  /** Only calls of this queue. */
  queue: z.string().max(200).nullable(),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

/** How many calls, on which days; the rows themselves are read as they come in sight. */
export const historyFoundSchema = z.object({
  /** Rises with each change of what is kept; rows of another one may stand elsewhere. */
  revision: z.number().int(),
  total: z.number().int(),
  days: z.array(z.object({ key: z.string(), count: z.number().int() })),
  /** Names of the queues that calls came through. */
  queues: z.array(z.string()),
});
export type HistoryFound = z.infer<typeof historyFoundSchema>;

/** How many rows are read at once. */
export const ROWS_AT_ONCE = 100;
export const historyRowsQuery = historyQuerySchema.extend({
  from: z.number().int().nonnegative(),
  count: z.number().int().min(1).max(ROWS_AT_ONCE),
});
export const historyRowsSchema = z.object({ revision: z.number().int(), calls: z.array(callSchema) });

/** How the copy of the agent's calls on this computer is doing; a part of the state. */
export const historyStateSchema = z.object({
  revision: z.number().int(),
  /** `loading`: before the first calls are here; `filling`: older ones still come; `partial`: they come when asked for. */
  status: z.enum(['loading', 'filling', 'partial', 'whole']),
  /** Why the relay can not be asked for more, as a sentence; null while all is well. */
  ...troubleShape,
  /** Missed since he last looked, newest first. */
  missed: z.array(z.string()),
});
export type HistoryState = z.infer<typeof historyStateSchema>;
export const noHistory: HistoryState = { revision: 0, status: 'loading', problem: null, missed: [] };
