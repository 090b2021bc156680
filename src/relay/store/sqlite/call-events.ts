/** What made each call, in SQLite: one compressed text a call, because it is read seldom and as a whole. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { storedCallEventsSchema } from '../../../shared/protocol/call-events';
import type { Store } from '../port';
import { toIso } from './query';

type CallEventStore = Pick<Store, 'saveCallEvents' | 'getCallEvents' | 'purgeCallEventsBefore'>;

const rowSchema = z.object({ data: z.instanceof(Buffer) });

export const createCallEventStore = (db: Database): CallEventStore => {
  const upsert = db.prepare(
    `INSERT INTO call_events (call_id, data) SELECT id, @data FROM calls WHERE id = @callId
     ON CONFLICT (call_id) DO UPDATE SET data = excluded.data`,
  );
  const byId = db.prepare('SELECT data FROM call_events WHERE call_id = ?');
  const purge = db.prepare(
    'DELETE FROM call_events WHERE call_id IN (SELECT id FROM calls WHERE ended_at < ?)',
  );
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
    purgeCallEventsBefore: (endedBefore) => purge.run(toIso(endedBefore)).changes,
  };
};
