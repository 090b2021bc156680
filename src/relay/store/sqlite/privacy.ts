/** Forgetting in SQLite. `secure_delete` is on (open.ts), but pages that were split keep copies: only a rewrite is thorough. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { jobSchema } from './calls';
import type { ForgottenCall, PersonalKind, PrivacyStore } from '../privacy-port';

const dataSchema = z.object({ data: z.union([z.string(), z.instanceof(Buffer)]) });
const textSchema = dataSchema.extend({
  id: z.string(),
  callId: z.string().nullable(),
  conversationId: z.string().nullable(),
});
const textOf = (data: string | Buffer): string =>
  typeof data === 'string' ? data : inflateRawSync(data).toString();
const changedJobSchema = jobSchema.extend({
  changedAt: z
    .number()
    .nullable()
    .transform((at) => at ?? undefined),
});
const countsSchema = z.object({
  calls: z.number(),
  callEvents: z.number(),
  crmJobs: z.number(),
  notes: z.number(),
  conversations: z.number(),
  webhooks: z.number(),
});
const fileSchema = z.object({ file: z.string() });
const dueSchema = z.object({ due: z.number().nullable() });
const sizeSchema = z.object({ bytes: z.number() });
const forgottenSchema = z.object({ callId: z.string(), pbxId: z.string(), extensions: z.string() });

const pages: Record<PersonalKind, string> = {
  call: 'SELECT id, id AS callId, NULL AS conversationId, json AS data FROM calls WHERE id > ? ORDER BY id LIMIT ?',
  events:
    'SELECT call_id AS id, call_id AS callId, NULL AS conversationId, data FROM call_events WHERE call_id > ? ORDER BY call_id LIMIT ?',
  conversation:
    'SELECT id, call_id AS callId, id AS conversationId, data FROM conversations WHERE id > ? ORDER BY id LIMIT ?',
  note: `SELECT call_id || '/' || agent_id AS id, call_id AS callId, NULL AS conversationId, data FROM notes
    WHERE call_id || '/' || agent_id > ? ORDER BY 1 LIMIT ?`,
  writtenNote: `SELECT call_id || '/' || agent_id AS id, call_id AS callId, NULL AS conversationId, written AS data
    FROM notes WHERE call_id || '/' || agent_id > ? ORDER BY 1 LIMIT ?`,
  // One without a body was forgotten.
  webhook: `SELECT key AS id, NULL AS callId, conversation_id AS conversationId, body AS data FROM webhooks
    WHERE key > ? AND length(body) > 0 ORDER BY key LIMIT ?`,
};
const texts: Record<PersonalKind, string> = {
  call: 'SELECT json AS data FROM calls WHERE id = ?',
  events: 'SELECT data FROM call_events WHERE call_id = ?',
  conversation: 'SELECT data FROM conversations WHERE id = ?',
  note: "SELECT data FROM notes WHERE call_id || '/' || agent_id = ?",
  writtenNote: "SELECT written AS data FROM notes WHERE call_id || '/' || agent_id = ?",
  webhook: 'SELECT body AS data FROM webhooks WHERE key = ? AND length(body) > 0',
};
const updates: Record<PersonalKind, string> = {
  call: 'UPDATE calls SET json = ? WHERE id = ?',
  events: 'UPDATE call_events SET data = ? WHERE call_id = ?',
  conversation: 'UPDATE conversations SET data = ? WHERE id = ?',
  note: "UPDATE notes SET data = ? WHERE call_id || '/' || agent_id = ?",
  writtenNote: "UPDATE notes SET written = ? WHERE call_id || '/' || agent_id = ?",
  webhook: 'UPDATE webhooks SET body = ? WHERE key = ?',
};

const isPlain: ReadonlySet<PersonalKind> = new Set(['call', 'note', 'writtenNote']);

// Lists go in as JSON: there may be more than SQLite takes parameters.
const ofCalls = 'IN (SELECT value FROM json_each(@calls))';
/** Conversations that are named, and those of the calls. */
const ofConversations = `IN (SELECT value FROM json_each(@conversations)
  UNION SELECT id FROM conversations WHERE call_id ${ofCalls})`;

export const createPrivacyStore = (db: Database): PrivacyStore => {
  const page = Object.fromEntries(Object.entries(pages).map(([kind, sql]) => [kind, db.prepare(sql)]));
  const one = Object.fromEntries(Object.entries(texts).map(([kind, sql]) => [kind, db.prepare(sql)]));
  const update = Object.fromEntries(Object.entries(updates).map(([kind, sql]) => [kind, db.prepare(sql)]));
  const count = db.prepare(`SELECT
    (SELECT count(*) FROM calls WHERE id ${ofCalls}) AS calls,
    (SELECT count(*) FROM call_events WHERE call_id ${ofCalls}) AS callEvents,
    (SELECT count(*) FROM jobs WHERE call_id ${ofCalls}) AS crmJobs,
    (SELECT count(*) FROM notes WHERE call_id ${ofCalls}) AS notes,
    (SELECT count(*) FROM conversations WHERE id ${ofConversations}) AS conversations,
    (SELECT count(*) FROM webhooks WHERE conversation_id ${ofConversations} AND length(body) > 0) AS webhooks`);
  const files = db.prepare(
    `SELECT audio_file AS file FROM webhooks WHERE conversation_id ${ofConversations} AND audio_file IS NOT NULL`,
  );
  const jobs = db.prepare(
    `SELECT call_id AS callId, kind, status, attempts, due_at AS dueAt, error, changed_at AS changedAt FROM jobs
     WHERE call_id IN (SELECT value FROM json_each(?))`,
  );
  const dropJobs = db.prepare(
    "DELETE FROM jobs WHERE call_id IN (SELECT value FROM json_each(?)) AND status <> 'logged'",
  );
  const steps = [
    `INSERT OR REPLACE INTO forgotten (call_id, pbx_id, extensions, at)
       SELECT id, pbx_id, (SELECT json_group_array(DISTINCT extension) FROM legs WHERE legs.call_id = calls.id), @at
       FROM calls WHERE id ${ofCalls}`,
    `UPDATE webhooks SET body = x'', audio_file = NULL, open = 0 WHERE conversation_id ${ofConversations}`,
    `DELETE FROM begun_conversations WHERE call_id ${ofCalls} OR id ${ofConversations}`,
    `DELETE FROM jobs WHERE call_id ${ofCalls}`,
    `DELETE FROM conversations WHERE id ${ofConversations}`,
    `DELETE FROM calls WHERE id ${ofCalls}`,
  ].map((sql) => db.prepare(sql));
  const since = db.prepare(
    `SELECT call_id AS callId, pbx_id AS pbxId, extensions FROM forgotten WHERE at >= ? ORDER BY at DESC LIMIT ?`,
  );
  const purge = db.prepare('DELETE FROM forgotten WHERE at < ?');
  const unknown = db.prepare(`SELECT value AS file FROM json_each(?) WHERE NOT EXISTS
    (SELECT 1 FROM webhooks WHERE audio_file = value)`);
  const want = db.prepare('INSERT INTO rewrites (by) VALUES (?)');
  const due = db.prepare('SELECT min(by) AS due FROM rewrites');
  const done = db.prepare('DELETE FROM rewrites');
  const size = db.prepare(
    'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()',
  );

  const emptyLog = (): void => {
    db.pragma('wal_checkpoint(TRUNCATE)');
  };
  const named = ({ callIds, conversationIds }: Parameters<PrivacyStore['forget']>[0]) => ({
    calls: JSON.stringify(callIds),
    conversations: JSON.stringify(conversationIds),
  });
  const forgetAll = db.transaction<PrivacyStore['forget']>((what, at) => {
    const { calls, conversations } = named(what);
    // SQLite refuses parameters that a statement does not have.
    for (const step of steps)
      step.run({
        ...(step.source.includes('@calls') && { calls }),
        ...(step.source.includes('@conversations') && { conversations }),
        ...(step.source.includes('@at') && { at }),
      });
  });

  return {
    personalTexts: (kind, after, limit) =>
      z
        .array(textSchema)
        .parse(page[kind]?.all(after ?? '', limit))
        .map(({ data, ...rest }) => ({
          ...rest,
          kind,
          text: textOf(data),
        })),
    changeText: (kind, id, change) => {
      const row = one[kind]?.get(id);
      if (row === undefined) return;
      const text = change(textOf(dataSchema.parse(row).data));
      update[kind]?.run(isPlain.has(kind) ? text : deflateRawSync(text, { level: 3 }), id);
    },
    jobsOf: (callIds) => z.array(changedJobSchema).parse(jobs.all(JSON.stringify(callIds))),
    countForgotten: (what) => {
      const found = z.array(fileSchema).parse(files.all(named(what)));
      return {
        ...countsSchema.parse(count.get(named(what))),
        recordings: found.length,
        files: found.map(({ file }) => file),
      };
    },
    dropJobs: (callIds) => dropJobs.run(JSON.stringify(callIds)).changes,
    forget: (what, at) => {
      forgetAll(what, at);
    },
    forgottenSince: (at, limit) =>
      z
        .array(forgottenSchema)
        .parse(since.all(at, limit))
        .map(({ extensions, ...rest }): ForgottenCall => ({
          ...rest,
          extensions: z.array(z.string()).parse(JSON.parse(extensions)),
        })),
    purgeForgottenBefore: (before) => purge.run(before).changes,
    unknownRecordings: (names) =>
      z
        .array(fileSchema)
        .parse(unknown.all(JSON.stringify(names)))
        .map(({ file }) => file),
    wantRewrite: (by) => {
      want.run(by);
    },
    rewriteDue: () => dueSchema.parse(due.get()).due,
    sizeBytes: () => sizeSchema.parse(size.get()).bytes,
    rewrite: () => {
      db.exec('VACUUM');
      emptyLog();
      done.run();
    },
    emptyLog,
  };
};
