/** What this relay has to tell the others, and what it has heard from them, in SQLite. */
import { randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Clock } from '../../../shared/clock';
import type { Journal } from '../shared-port';
import { jobSchema } from './calls';
import { createSharedRows } from './shared-rows';
import { installTriggers } from './shared-triggers';

const changeSchema = z.object({
  seq: z.number(),
  kind: z.enum(['call', 'contact', 'webhook', 'begun', 'joined', 'note', 'written', 'job', 'row', 'forget']),
  ref: z.string(),
  part: z.string(),
});
const waitingSchema = z.object({ count: z.number(), oldestAt: z.number().nullable() });
const valueSchema = z.object({ value: z.string() });
const asideSchema = z.object({ id: z.number(), sender: z.string(), body: z.string() });
const outcomeSchema = z.object({ covers: z.string(), error: z.string().nullable() });
const joinedSchema = z.object({ callId: z.string(), at: z.number() });
const begunSchema = z.object({
  callId: z.string(),
  matchedBy: z.enum(['header', 'call-sid', 'probable']),
  at: z.number(),
});
const webhookSchema = z.object({
  key: z.string(),
  type: z.string(),
  conversationId: z.string().nullable(),
  receivedAt: z.number(),
  fetched: z.number(),
  body: z.instanceof(Buffer),
});

/** The relay's name among the others, for as long as the file lives. `restore` makes another one of a copy. */
const identityOf = (db: Database): string => {
  const known = db.prepare("SELECT value FROM shared_state WHERE name = 'relay'").get();
  if (known !== undefined) return valueSchema.parse(known).value;
  const id = randomUUID();
  db.prepare("INSERT INTO shared_state (name, value) VALUES ('relay', ?)").run(id);
  return id;
};

export const createJournal = (db: Database, clock: Clock): Journal => {
  const relayId = identityOf(db);
  let quiet = 0;
  let told = false;
  const listeners: (() => void)[] = [];
  const changed = (): void => {
    if (told) return;
    told = true;
    setImmediate(() => {
      told = false;
      for (const listener of listeners) listener();
    });
  };
  db.function('is_news', () => (quiet === 0 ? 1 : 0));
  db.function('relay_id', () => relayId);
  db.function('now_ms', () => {
    changed();
    return clock.now();
  });
  installTriggers(db);

  const insert = db.prepare('INSERT INTO shared_changes (kind, ref, part, at) VALUES (?, ?, ?, ?)');
  const unsent = db.prepare(
    'SELECT seq, kind, ref, part FROM shared_changes WHERE sent = 0 ORDER BY seq LIMIT ?',
  );
  const setSent = db.prepare(
    'UPDATE shared_changes SET sent = 1 WHERE seq IN (SELECT value FROM json_each(?))',
  );
  const remove = db.prepare('DELETE FROM shared_changes WHERE seq IN (SELECT value FROM json_each(?))');
  const waiting = db.prepare(
    'SELECT count(*) AS count, min(at) AS oldestAt FROM shared_changes WHERE sent = 0',
  );
  const again = db.prepare('UPDATE shared_changes SET sent = 0');
  const againLast = db.prepare(
    `UPDATE shared_changes SET sent = 0
     WHERE sent = 1 AND at >= (SELECT max(at) FROM shared_changes WHERE sent = 1) - ?`,
  );
  const purge = db.prepare('DELETE FROM shared_changes WHERE sent = 1 AND at < ?');
  const purgeAside = db.prepare('DELETE FROM shared_waiting WHERE at < ?');
  const getState = db.prepare('SELECT value FROM shared_state WHERE name = ?');
  const setState = db.prepare(
    'INSERT INTO shared_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const ended = db.prepare('SELECT 1 FROM calls WHERE id = ? AND ended_at IS NOT NULL');
  const forgotten = db.prepare('SELECT 1 FROM forgotten WHERE call_id = ?');
  const putAside = db.prepare('INSERT INTO shared_waiting (call_id, sender, body, at) VALUES (?, ?, ?, ?)');
  const aside = db.prepare('SELECT id, sender, body FROM shared_waiting WHERE call_id = ? ORDER BY id');
  const dropAside = db.prepare('DELETE FROM shared_waiting WHERE call_id = ?');
  const joined = db.prepare('SELECT call_id AS callId, received_at AS at FROM conversations WHERE id = ?');
  const begun = db.prepare(
    'SELECT call_id AS callId, matched_by AS matchedBy, at FROM begun_conversations WHERE id = ?',
  );
  const webhook = db.prepare(
    `SELECT key, type, conversation_id AS conversationId, received_at AS receivedAt, fetched, body FROM webhooks
     WHERE key = ? AND length(body) > 0`,
  );
  const job = db.prepare('SELECT status, error FROM jobs WHERE call_id = ? AND kind = ?');
  const setJob = db.prepare(
    `INSERT INTO jobs (call_id, kind, status, attempts, due_at, error) VALUES (@callId, @kind, @status, 0, @dueAt, @error)
     ON CONFLICT (call_id, kind) DO UPDATE SET status = @status, attempts = 0, due_at = @dueAt, error = @error`,
  );

  const setOutcome = db.prepare(
    `INSERT INTO shared_outcomes (call_id, kind, covers, error, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (call_id, kind) DO UPDATE SET covers = excluded.covers, error = excluded.error, at = excluded.at`,
  );
  const outcome = db.prepare('SELECT covers, error FROM shared_outcomes WHERE call_id = ? AND kind = ?');
  const purgeOutcomes = db.prepare('DELETE FROM shared_outcomes WHERE at < ?');

  const quietly = <T>(work: () => T): T => {
    quiet += 1;
    try {
      return work();
    } finally {
      quiet -= 1;
    }
  };
  const takeAside = db.transaction<Journal['takeAside']>((about, take) => {
    const found = z.array(asideSchema).parse(aside.all(about));
    // First: what is put aside again, or asked for by what is taken, is another matter.
    if (found.length > 0) dropAside.run(about);
    for (const one of found) take(one);
  });

  return {
    relayId,
    quietly,
    onChange: (listener) => void listeners.push(listener),
    add: (kind, ref, part = '') => {
      insert.run(kind, ref, part, clock.now());
      changed();
    },
    unsent: (limit) => z.array(changeSchema).parse(unsent.all(limit)),
    markSent: (seqs) => void setSent.run(JSON.stringify(seqs)),
    drop: (seqs) => void remove.run(JSON.stringify(seqs)),
    waiting: () => waitingSchema.parse(waiting.get()),
    tellAgain: () => {
      again.run();
      changed();
    },
    tellLastAgain: (ms) => void againLast.run(ms),
    purgeBefore: (at) => {
      purge.run(at);
      purgeAside.run(at);
      purgeOutcomes.run(at);
    },
    state: (name) => {
      const row = getState.get(name);
      return row === undefined ? null : valueSchema.parse(row).value;
    },
    setState: (name, value) => void setState.run(name, value),
    hasEnded: (callId) => ended.get(callId) !== undefined,
    isForgotten: (callId) => forgotten.get(callId) !== undefined,
    putAside: (about, sender, body) => void putAside.run(about, sender, body, clock.now()),
    takeAside: (about, take) => takeAside(about, take),
    ...createSharedRows(db, { quietly, clock }),
    joined: (conversationId) => {
      const row = joined.get(conversationId);
      return row === undefined ? null : joinedSchema.parse(row);
    },
    begun: (id) => {
      const row = begun.get(id);
      return row === undefined ? null : begunSchema.parse(row);
    },
    webhook: (key) => {
      const row = webhook.get(key);
      if (row === undefined) return null;
      const { fetched, body, ...rest } = webhookSchema.parse(row);
      return { ...rest, fetched: fetched === 1, body: inflateRawSync(body) };
    },
    job: (callId, kind) => {
      const row = job.get(callId, kind);
      return row === undefined ? null : jobSchema.pick({ status: true, error: true }).parse(row);
    },
    keepOutcome: (callId, kind, { covers, error }) =>
      void setOutcome.run(callId, kind, covers, error, clock.now()),
    outcome: (callId, kind) => {
      const row = outcome.get(callId, kind);
      return row === undefined ? null : outcomeSchema.parse(row);
    },
    setJob: (callId, kind, { status, error, dueAt }) =>
      void quietly(() => setJob.run({ callId, kind, status, error, dueAt })),
  };
};
