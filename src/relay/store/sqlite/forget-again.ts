/** A backup from before somebody was forgotten has him still: what the present file knows of it is done to the backup as well. */
import Database from 'better-sqlite3';
import { z } from 'zod';
import { migrate } from './open';
import { createPrivacyStore } from './privacy';

const rowsSchema = z.array(z.object({ callId: z.string(), at: z.number() }));

const hasTable = (db: Database.Database, name: string): boolean =>
  db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;

/** What was forgotten in a file: calls with when (ms since the epoch), and conversations. Nothing where it can not be read. */
const forgottenIn = (path: string) => {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    if (!hasTable(db, 'forgotten') || !hasTable(db, 'webhooks')) return { calls: [], conversationIds: [] };
    return {
      calls: rowsSchema.parse(db.prepare('SELECT call_id AS callId, at FROM forgotten').all()),
      conversationIds: z
        .array(z.string())
        .parse(
          db
            .prepare(
              'SELECT DISTINCT conversation_id FROM webhooks WHERE length(body) = 0 AND conversation_id IS NOT NULL',
            )
            .pluck()
            .all(),
        ),
    };
  } finally {
    db.close();
  }
};

/**
 * @param path a backup, not in use by anybody; it is brought up to date
 * @param present the file whose place it takes
 * @returns how many calls and conversations the backup had still. Throws what SQLite throws.
 */
export const forgetAgain = (path: string, present: string): number => {
  const { calls, conversationIds } = forgottenIn(present);
  if (calls.length + conversationIds.length === 0) return 0;
  const db = new Database(path, { fileMustExist: true });
  try {
    db.pragma('foreign_keys = ON');
    db.pragma('secure_delete = ON');
    migrate(db);
    const store = createPrivacyStore(db);
    const found = store.countForgotten({ callIds: calls.map(({ callId }) => callId), conversationIds });
    for (const { callId, at } of calls) store.forget({ callIds: [callId], conversationIds: [] }, at);
    store.forget({ callIds: [], conversationIds }, 0);
    // Free pages keep copies; nobody waits for this file yet.
    if (found.calls + found.conversations > 0) db.exec('VACUUM');
    return found.calls + found.conversations;
  } finally {
    db.close();
  }
};
