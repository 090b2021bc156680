/** A call as the search and the list of days know it: small, so that 100,000 of them fit into memory. */
import { z } from 'zod';
import { callSchema, directions, type Call } from '../../call/call';
import { callerExtension } from '../../call/missed';

/** What is kept of a call: the call, and what the agent wrote about it. */
export const entrySchema = z.object({ call: callSchema, note: z.string().nullable() });
export type Entry = z.infer<typeof entrySchema>;

export const rowSchema = z.object({
  id: z.string(),
  /** When the call began. Milliseconds since the epoch. */
  at: z.number(),
  version: z.number(),
  direction: z.enum(directions),
  /** Nobody took it. */
  lost: z.boolean(),
  /** Who placed an internal or outbound call. */
  caller: z.string().nullable(),
  ai: z.boolean(),
  queue: z.string().nullable(),
  /** Folded: name, company, number as it is shown, note; a line each. */
  words: z.string(),
  /** The number's digits alone. */
  digits: z.string(),
});
export type Row = z.infer<typeof rowSchema>;

/** As one types it: no capitals, no accents, `ß` as `ss`. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');

export const digitsOf = (text: string): string => text.replace(/\D/g, '');

export const rowOf = ({ call, note }: Entry): Row => ({
  id: call.id,
  at: Date.parse(call.startedAt),
  version: call.version,
  direction: call.direction,
  lost: call.outcome !== null && call.outcome !== 'answered',
  caller: callerExtension(call),
  ai: call.ai !== null,
  queue: call.queue,
  words: fold(
    [call.contact?.name ?? call.remote.name, call.contact?.account, call.remote.display, note]
      .filter(Boolean)
      .join('\n'),
  ),
  digits: digitsOf(call.remote.number ?? ''),
});

/** As `isMissed` of a call. */
export const isMissedRow = ({ lost, direction, caller }: Row, mine: readonly string[]): boolean =>
  lost &&
  (direction === 'inbound' || (direction === 'internal' && caller !== null && !mine.includes(caller)));

/** Newest first; calls of one moment by their id, so that the order never depends on who came first. */
export const byAge = (a: Row, b: Row): number => b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** What is newer of a call; a record in the CRM that this desktop made itself is not lost to a relay that knows of none. */
export const mergeCall = (known: Call, told: Call): Call =>
  told.crmRecord.status === 'off' && known.crmRecord.status === 'logged'
    ? { ...told, crmRecord: known.crmRecord }
    : told;
