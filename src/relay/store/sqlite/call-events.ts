/** What made each call, in SQLite: one compressed text a call, because it is read seldom and as a whole. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { storedCallEventsSchema } from '../../../shared/protocol/call-events';
import type { Store } from '../port';
import { toIso } from './query';

type CallEventStore = Pick<Store, 'saveCallEvents' | 'getCallEvents' | 'purgeCallEventsBefore'>;

const endedSchema = z.object({ id: z.string(), endedAt: z.string() });
const rowSchema = z.object({ data: z.instanceof(Buffer) });

export const createCallEventStore = (db: Database): CallEventStore => {
  const upsert = db.prepare(
    `INSERT INTO call_events (call_id, data) SELECT id, @data FROM calls WHERE id = @callId
     ON CONFLICT (call_id) DO UPDATE SET data = excluded.data`,
  );
  const byId = db.prepare('SELECT data FROM call_events WHERE call_id = ?');
  // By the calls, because events know no time; and those of which there are none any more cost a look each.
  const old = db.prepare(
    `SELECT id, ended_at AS endedAt FROM calls WHERE ended_at < ? AND (ended_at, id) > (?, ?)
     ORDER BY ended_at, id LIMIT ?`,
  );
  const drop = db.prepare('DELETE FROM call_events WHERE call_id = ?');
  const purge = db.transaction<Store['purgeCallEventsBefore']>((endedBefore, after, limit) => {
    const calls = z
      .array(endedSchema)
      .parse(old.all(toIso(endedBefore), after?.endedAt ?? '', after?.id ?? '', limit));
    for (const { id } of calls) drop.run(id);
    return calls.length < limit ? null : (calls.at(-1) ?? null);
  });
  return {
    saveCallEvents: (callId, events) => {
      upsert.run({ callId, data: deflateRawSync(JSON.stringify(events), { level: 1 }) });
    },
    getCallEvents: (callId) => {
      const row = byId.get(callId);
      if (row === undefined) return null;
      const text = inflateRawSync(rowSchema.parse(row).data).toString();
      return storedCallEventsSchema.parse(JSON.parse(text));
    },
    purgeCallEventsBefore: (endedBefore, after, limit) => purge(endedBefore, after, limit),
  };
};
