/** Calls and their CRM jobs in SQLite. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { callSchema, type Call } from '../../../shared/call/call';
import { iso } from '../../../shared/clock';
import type { Clock } from '../../../shared/clock';
import type { OutboxJob } from '../job-port';
import type { Store } from '../port';
import { decodeCursor, encodeCursor, searchDigits, toIso } from './query';

type CallStore = Pick<
  Store,
  | 'saveCall'
  | 'getCall'
  | 'listCalls'
  | 'callsOfNumber'
  | 'endedSince'
  | 'unfinishedCalls'
  | 'saveEndedCall'
  | 'dueJobs'
  | 'dueAudioJobs'
  | 'nextDueAt'
  | 'updateJob'
  | 'hastenJobs'
  | 'purgeCallsBefore'
>;

export const jobSchema = z.object({
  callId: z.string(),
  kind: z.enum(['call', 'conversation', 'audio', 'note', 'contact']),
  status: z.enum(['pending', 'logged', 'failed', 'given-up']),
  attempts: z.number(),
  dueAt: z.number(),
  error: z.string().nullable(),
});
const dueSchema = z.object({ due: z.number().nullable() });
const idSchema = z.object({ id: z.string() });
const rowSchema = z.object({ json: z.string() });

const parseCall = (row: unknown): Call => callSchema.parse(JSON.parse(rowSchema.parse(row).json));

const digitsOf = (number: string): string => number.replace(/\D/g, '');

const placeholders = (values: readonly unknown[]): string => values.map(() => '?').join(',');

export const createCallStore = (db: Database, clock: Clock): CallStore => {
  const upsert = db.prepare(`
    INSERT INTO calls (id, pbx_id, version, started_at, ended_at, outcome, digits, json)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, started_at = excluded.started_at,
      ended_at = excluded.ended_at, outcome = excluded.outcome, digits = excluded.digits, json = excluded.json
    WHERE excluded.version > calls.version`);
  const dropLegs = db.prepare('DELETE FROM legs WHERE call_id = ?');
  const addLeg = db.prepare('INSERT OR IGNORE INTO legs (extension, started_at, call_id) VALUES (?, ?, ?)');
  const byId = db.prepare('SELECT json FROM calls WHERE id = ?');
  const unfinished = db.prepare('SELECT json FROM calls WHERE ended_at IS NULL AND pbx_id = ?');
  const ofNumber = db.prepare(
    `SELECT id FROM calls WHERE digits = ? AND digits <> '' AND started_at BETWEEN ? AND ?
     ORDER BY started_at DESC LIMIT ?`,
  );
  const addJob = db.prepare(
    `INSERT OR IGNORE INTO jobs (call_id, kind, status, attempts, due_at, error)
     VALUES (?, 'call', 'pending', 0, ?, NULL)`,
  );
  const dropFollowers = db.prepare(`
    DELETE FROM jobs WHERE call_id = @id AND NOT EXISTS (
      SELECT 1 FROM jobs AS first WHERE first.call_id = @id AND first.kind = 'call')`);
  // The others are written into their call's record, so that must be there, or never come.
  const isReady = `status = 'pending' AND (kind = 'call' OR EXISTS (SELECT 1 FROM jobs AS first
    WHERE first.call_id = jobs.call_id AND first.kind = 'call' AND first.status <> 'pending'))`;
  const dueOf = (kinds: string) =>
    db.prepare(
      `SELECT call_id AS callId, kind, status, attempts, due_at AS dueAt, error FROM jobs
       WHERE ${isReady} AND ${kinds} AND due_at <= ? ORDER BY due_at LIMIT ?`,
    );
  const due = dueOf("kind <> 'audio'");
  const dueAudio = dueOf("kind = 'audio'");
  const next = db.prepare(`SELECT min(due_at) AS due FROM jobs WHERE ${isReady}`);
  const setJob = db.prepare(
    `UPDATE jobs SET status = @status, attempts = @attempts, due_at = @dueAt, error = @error, changed_at = @now
     WHERE call_id = @callId AND kind = @kind AND (status <> 'given-up' OR @status = 'logged')`,
  );
  // Due since its call ended, as when it was made; `due` then gives them in that order.
  const hasten = db.prepare(`
    UPDATE jobs SET due_at = min(@now, coalesce(
      (SELECT CAST(unixepoch(ended_at, 'subsec') * 1000 AS INTEGER) FROM calls WHERE id = call_id), @now))
    WHERE status = 'pending' AND due_at > @now`);
  // A call that still has to reach the CRM is kept, however old; a failed one may be mended and retried.
  const old = db.prepare(`
    SELECT id FROM calls WHERE ended_at < ?
      AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.call_id = calls.id AND jobs.status IN ('pending', 'failed'))
    ORDER BY ended_at LIMIT ?`);
  const dropCall = db.prepare('DELETE FROM calls WHERE id = ?');
  const dropJobs = db.prepare('DELETE FROM jobs WHERE call_id = ?');

  const save = (call: Call): void => {
    const digits = digitsOf(call.remote.number ?? '');
    const { id, pbxId, version, startedAt, endedAt, outcome } = call;
    const { changes } = upsert.run(
      id,
      pbxId,
      version,
      startedAt,
      endedAt,
      outcome,
      digits,
      JSON.stringify(call),
    );
    if (changes === 0) return;
    dropLegs.run(id);
    for (const leg of call.legs) addLeg.run(leg.extension, startedAt, id);
  };
  const saveInTransaction = db.transaction(save);
  const saveEnded = db.transaction((call: Call, job: { dueAt: number } | null) => {
    save(call);
    if (job) addJob.run(call.id, job.dueAt);
    else dropFollowers.run({ id: call.id });
  });
  const purgeSome = db.transaction((before: string, limit: number) => {
    const ids = z.array(idSchema).parse(old.all(before, limit));
    for (const { id } of ids) {
      dropJobs.run(id);
      dropCall.run(id);
    }
    return ids.length;
  });

  const list: Store['listCalls'] = ({ extensions, pbxId, ...query }) => {
    const where: string[] = [];
    const values: (string | number)[] = [];
    const add = (sql: string, ...more: (string | number)[]): void => {
      where.push(sql);
      values.push(...more);
    };
    const ownLegs = (own: readonly string[]): void =>
      add(`id IN (SELECT call_id FROM legs WHERE extension IN (${placeholders(own)}))`, ...own);
    if (extensions) ownLegs(extensions);
    if (query.extension !== undefined) ownLegs([query.extension]);
    if (pbxId !== undefined) add('pbx_id = ?', pbxId);
    if (query.from !== undefined) add('started_at >= ?', toIso(query.from));
    if (query.to !== undefined) add('started_at <= ?', toIso(query.to));
    if (query.outcome !== undefined) add('outcome = ?', query.outcome);
    // Most calls of an agent have the same one, so an index would help little.
    if (query.direction !== undefined) add("json ->> '$.direction' = ?", query.direction);
    if (query.number !== undefined) {
      const digits = searchDigits(query.number);
      if (digits === '') return { calls: [], nextCursor: null };
      add("digits LIKE '%' || ? || '%'", digits);
    }
    if (query.cursor !== undefined) {
      const { startedAt, id } = decodeCursor(query.cursor);
      add('(started_at, id) < (?, ?)', startedAt, id);
    }
    const sql = `SELECT json FROM calls ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
      ORDER BY started_at DESC, id DESC LIMIT ?`;
    const found = db
      .prepare(sql)
      .all(...values, query.limit + 1)
      .map(parseCall);
    const calls = found.slice(0, query.limit);
    const last = calls.at(-1);
    return { calls, nextCursor: found.length > query.limit && last ? encodeCursor(last) : null };
  };

  return {
    saveCall: (call) => {
      saveInTransaction(call);
    },
    getCall: (id) => {
      const row = byId.get(id);
      return row === undefined ? null : parseCall(row);
    },
    listCalls: list,
    callsOfNumber: (number, { from, to }, limit) =>
      ofNumber.all(digitsOf(number), iso(from), iso(to), limit).map((row) => idSchema.parse(row).id),
    endedSince: (pbxId, extensions, since, limit) =>
      db
        .prepare(
          `SELECT json FROM calls WHERE pbx_id = ? AND ended_at >= ?
           AND id IN (SELECT call_id FROM legs WHERE extension IN (${placeholders(extensions)}))
           ORDER BY ended_at DESC, id DESC LIMIT ?`,
        )
        .all(pbxId, toIso(since), ...extensions, limit)
        .map(parseCall),
    unfinishedCalls: (pbxId) => unfinished.all(pbxId).map(parseCall),
    saveEndedCall: (call, job) => {
      saveEnded(call, job);
    },
    dueJobs: (now, limit) => z.array(jobSchema).parse(due.all(now, limit)) satisfies OutboxJob[],
    dueAudioJobs: (now, limit) => z.array(jobSchema).parse(dueAudio.all(now, limit)) satisfies OutboxJob[],
    nextDueAt: () => dueSchema.parse(next.get()).due,
    updateJob: ({ callId, kind, status, attempts, dueAt, error }) =>
      setJob.run({ callId, kind, status, attempts, dueAt, error, now: clock.now() }).changes > 0,
    hastenJobs: (now) => hasten.run({ now }).changes,
    purgeCallsBefore: (endedBefore, limit) => purgeSome(toIso(endedBefore), limit),
  };
};
