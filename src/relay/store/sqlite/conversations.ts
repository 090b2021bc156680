/** Webhooks and AI conversations in SQLite. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { conversationSchema, type Conversation } from '../../../shared/protocol/conversation';
import { aiSchema } from '../../../shared/call/call';
import { tellingTypes, type ConversationStore, type StoredWebhook } from '../conversation-port';
import { createBegunConversations } from './begun-conversations';

const webhookSchema = z.object({
  key: z.string(),
  type: z.string(),
  conversationId: z.string().nullable(),
  receivedAt: z.number(),
  body: z.instanceof(Buffer),
  audioFile: z.string().nullable(),
});
const dataSchema = z.object({ data: z.instanceof(Buffer) });
const callSchema = z.object({ callId: z.string() });
const fileSchema = z.object({ audioFile: z.string() });
const countSchema = z.object({ n: z.number() });
const conversationIdSchema = z.object({ conversationId: z.string() });
const joinedBySchema = z.object({ matchedBy: aiSchema.shape.matchedBy, n: z.number() });

const telling = tellingTypes.map((type) => `'${type}'`).join(', ');

const pack = (bytes: string | Buffer): Buffer => deflateRawSync(bytes, { level: 3 });

const parseWebhook = (row: unknown): StoredWebhook => {
  const webhook = webhookSchema.parse(row);
  return { ...webhook, body: inflateRawSync(webhook.body) };
};
const parseConversation = (row: unknown): Conversation =>
  conversationSchema.parse(JSON.parse(inflateRawSync(dataSchema.parse(row).data).toString()));

const filesOf = (rows: unknown[]): string[] =>
  z
    .array(fileSchema)
    .parse(rows)
    .map(({ audioFile }) => audioFile);

const begin = ({ startedAt }: Conversation): string => startedAt ?? '';

export const createConversationStore = (db: Database): ConversationStore => {
  const insert = db.prepare(
    // Nothing more is taken of a conversation that was forgotten.
    `INSERT OR IGNORE INTO webhooks (key, type, conversation_id, received_at, open, body, audio_file)
     SELECT @key, @type, @conversationId, @receivedAt, 1, @body, @audioFile
     WHERE NOT EXISTS (SELECT 1 FROM webhooks WHERE conversation_id = @conversationId AND length(body) = 0)`,
  );
  const insertFetched = db.prepare(
    `INSERT INTO webhooks (key, type, conversation_id, received_at, open, body, audio_file, fetched)
     SELECT ?, ?, ?, ?, 1, ?, NULL, 1 WHERE NOT EXISTS (
       SELECT 1 FROM webhooks WHERE conversation_id = ? AND type IN (${telling}))`,
  );
  const takePlace = db.prepare(
    'UPDATE OR IGNORE webhooks SET key = ?, fetched = 0 WHERE conversation_id = ? AND fetched = 1',
  );
  const told = db.prepare(
    `SELECT DISTINCT conversation_id AS conversationId FROM webhooks
     WHERE type IN (${telling}) AND conversation_id IN (SELECT value FROM json_each(?))`,
  );
  const joinedBy = db.prepare(
    `SELECT json_extract(calls.json, '$.ai.matchedBy') AS matchedBy, count(*) AS n
     FROM (SELECT call_id FROM conversations ORDER BY received_at DESC LIMIT ?) AS latest
     JOIN calls ON calls.id = latest.call_id WHERE matchedBy IS NOT NULL GROUP BY matchedBy`,
  );
  const begun = createBegunConversations(db);
  const open = db.prepare(
    `SELECT key, type, conversation_id AS conversationId, received_at AS receivedAt, body, audio_file AS audioFile
     FROM webhooks WHERE open = 1 AND rowid > coalesce((SELECT rowid FROM webhooks WHERE key = ?), 0)
     ORDER BY rowid LIMIT ?`,
  );
  const countOpen = db.prepare('SELECT count(*) AS n FROM webhooks WHERE open = 1');
  const close = db.prepare('UPDATE webhooks SET open = 0 WHERE key = ?');
  const audio = db.prepare(
    `SELECT audio_file AS audioFile FROM webhooks
     WHERE conversation_id = ? AND audio_file IS NOT NULL ORDER BY received_at`,
  );
  const upsert = db.prepare(
    `INSERT INTO conversations (id, call_id, received_at, data)
     VALUES (?, ?, (SELECT received_at FROM webhooks WHERE key = ?), ?)
     ON CONFLICT (id) DO UPDATE SET call_id = excluded.call_id, received_at = excluded.received_at, data = excluded.data`,
  );
  const openJob = db.prepare(
    `INSERT INTO jobs (call_id, kind, status, attempts, due_at, error) VALUES (?, 'conversation', 'pending', 0, ?, NULL)
     ON CONFLICT (call_id, kind) DO UPDATE SET status = 'pending', attempts = 0, due_at = excluded.due_at, error = NULL`,
  );
  const openAudioJob = db.prepare(
    `INSERT INTO jobs (call_id, kind, status, attempts, due_at, error)
     SELECT ?, 'audio', 'pending', 0, ?, NULL WHERE EXISTS (
       SELECT 1 FROM webhooks WHERE conversation_id = (SELECT conversation_id FROM webhooks WHERE key = ?)
         AND audio_file IS NOT NULL)
     ON CONFLICT (call_id, kind) DO UPDATE SET status = 'pending', attempts = 0, due_at = excluded.due_at, error = NULL`,
  );
  const letGoOfAudio = db.prepare(
    `UPDATE jobs SET status = 'given-up', error = ?
     WHERE kind = 'audio' AND status IN ('pending', 'failed') AND NOT EXISTS (
       SELECT 1 FROM conversations JOIN webhooks ON webhooks.conversation_id = conversations.id
       WHERE conversations.call_id = jobs.call_id AND webhooks.audio_file IS NOT NULL)`,
  );
  const callOf = db.prepare('SELECT call_id AS callId FROM conversations WHERE id = ?');
  const handOverOf = db.prepare(
    `SELECT id AS callId FROM calls WHERE json ->> '$.ai.partial' = 1 AND json ->> '$.ai.conversationId' = ?
     ORDER BY started_at DESC LIMIT 1`,
  );
  const ofCall = db.prepare('SELECT data FROM conversations WHERE call_id = ? ORDER BY received_at');
  const purgeWebhooks = db.prepare(
    // One with a recording stays as long as that: it is how its file is found again.
    'DELETE FROM webhooks WHERE received_at < ? AND open = 0 AND audio_file IS NULL',
  );
  const purgeConversations = db.prepare(
    `DELETE FROM conversations WHERE received_at < ? AND NOT EXISTS (
       SELECT 1 FROM jobs WHERE jobs.call_id = conversations.call_id AND jobs.status IN ('pending', 'failed'))`,
  );
  const dropAudio = db.prepare(
    'UPDATE webhooks SET audio_file = NULL WHERE received_at < ? AND audio_file IS NOT NULL',
  );
  const oldAudio = db.prepare(
    'SELECT audio_file AS audioFile FROM webhooks WHERE received_at < ? AND audio_file IS NOT NULL',
  );

  const saveConversation = db.transaction<ConversationStore['saveConversation']>(
    (callId, conversation, { webhookKey, job }) => {
      upsert.run(conversation.conversationId, callId, webhookKey, pack(JSON.stringify(conversation)));
      if (job) openJob.run(callId, job.dueAt);
      if (job?.audio === true) openAudioJob.run(callId, job.dueAt, webhookKey);
      close.run(webhookKey);
    },
  );
  const oweAudio = db.transaction<ConversationStore['oweAudio']>((callId, { webhookKey, dueAt }) => {
    openAudioJob.run(callId, dueAt, webhookKey);
    close.run(webhookKey);
  });
  const insertAll = db.transaction((webhooks: readonly StoredWebhook[]) =>
    webhooks.map((webhook) => {
      const { key, type, conversationId, body } = webhook;
      const tells = tellingTypes.some((one) => one === type);
      if (tells && takePlace.run(key, conversationId).changes > 0) return false;
      return insert.run({ ...webhook, body: pack(body) }).changes > 0;
    }),
  );
  const purge = db.transaction((before: number) => {
    const { changes } = purgeConversations.run(before);
    purgeWebhooks.run(before);
    begun.purgeBefore(before);
    return changes;
  });
  const purgeAudio = db.transaction((before: number, why: string) => {
    const files = filesOf(oldAudio.all(before));
    dropAudio.run(before);
    letGoOfAudio.run(why);
    return files;
  });
  /** The sender forgets a webhook once we have said 200, so this commit waits for the disk and not for the system's buffers. */
  const durably = <T>(write: () => T): T => {
    db.pragma('synchronous = FULL');
    try {
      return write();
    } finally {
      db.pragma('synchronous = NORMAL');
    }
  };

  return {
    saveWebhooks: (webhooks) => durably(() => insertAll(webhooks)),
    saveFetched: ({ key, type, conversationId, receivedAt, body }) =>
      insertFetched.run(key, type, conversationId, receivedAt, pack(body), conversationId).changes > 0,
    toldConversations: (conversationIds) =>
      new Set(
        told
          .all(JSON.stringify(conversationIds))
          .map((row) => conversationIdSchema.parse(row).conversationId),
      ),
    openWebhooks: (limit, after) => open.all(after, limit).map(parseWebhook),
    closeWebhook: (key) => {
      close.run(key);
    },
    countOpenWebhooks: () => countSchema.parse(countOpen.get()).n,
    audioFiles: (conversationId) => filesOf(audio.all(conversationId)),
    saveConversation: (callId, conversation, options) => {
      saveConversation(callId, conversation, options);
    },
    oweAudio: (callId, owed) => {
      oweAudio(callId, owed);
    },
    callOfConversation: (conversationId) => {
      const row = callOf.get(conversationId);
      return row === undefined ? null : callSchema.parse(row).callId;
    },
    noteBegun: begun.note,
    begunAs: begun.find,
    countJoinedBy: (latest) => {
      const counts = { header: 0, 'call-sid': 0, probable: 0, none: 0 };
      for (const row of joinedBy.all(latest)) {
        const { matchedBy, n } = joinedBySchema.parse(row);
        counts[matchedBy] = n;
      }
      return counts;
    },
    callOfHandOver: (conversationId) => {
      const row = handOverOf.get(conversationId);
      return row === undefined ? null : callSchema.parse(row).callId;
    },
    conversationsOf: (callId) =>
      ofCall
        .all(callId)
        .map(parseConversation)
        .sort((a, b) => begin(a).localeCompare(begin(b))),
    purgeConversationsBefore: (before) => purge(before),
    purgeAudioBefore: (before, why) => purgeAudio(before, why),
  };
};
