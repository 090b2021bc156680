/** Which call a conversation is, noted when it begins, in SQLite. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { aiSchema } from '../../../shared/call/call';
import type { ConversationStore } from '../conversation-port';

const begunSchema = z.object({ callId: z.string(), matchedBy: aiSchema.shape.matchedBy.exclude(['none']) });

export const createBegunConversations = (db: Database) => {
  const upsert = db.prepare(
    `INSERT INTO begun_conversations (id, call_id, matched_by, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET call_id = excluded.call_id, matched_by = excluded.matched_by, at = excluded.at`,
  );
  const find = db.prepare(
    'SELECT call_id AS callId, matched_by AS matchedBy FROM begun_conversations WHERE id = ?',
  );
  const purge = db.prepare('DELETE FROM begun_conversations WHERE at < ?');
  const note = db.transaction<ConversationStore['noteBegun']>((ids, { callId, matchedBy, at }) => {
    for (const id of ids) upsert.run(id, callId, matchedBy, at);
  });

  return {
    note: (...args: Parameters<ConversationStore['noteBegun']>): void => {
      note(...args);
    },
    find: (ids: readonly string[]): ReturnType<ConversationStore['begunAs']> => {
      for (const id of ids) {
        const row = find.get(id);
        if (row !== undefined) return begunSchema.parse(row);
      }
      return null;
    },
    purgeBefore: (before: number): void => {
      purge.run(before);
    },
  };
};
