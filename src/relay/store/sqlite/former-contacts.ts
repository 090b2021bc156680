/** Whom a call's record was linked to before, in SQLite. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { contactRefSchema } from '../../../shared/protocol/crm-context';
import type { Store } from '../port';

export const createFormerContactStore = (db: Database): Pick<Store, 'moveRecord' | 'formerContacts'> => {
  const add = db.prepare('INSERT OR IGNORE INTO former_contacts (call_id, module, id) VALUES (?, ?, ?)');
  const openJob = db.prepare(
    `INSERT INTO jobs (call_id, kind, status, attempts, due_at, error) VALUES (?, 'contact', 'pending', 0, ?, NULL)
     ON CONFLICT (call_id, kind) DO UPDATE SET status = 'pending', attempts = 0, due_at = excluded.due_at, error = NULL`,
  );
  const ofCall = db.prepare('SELECT module, id FROM former_contacts WHERE call_id = ? ORDER BY module, id');
  const move = db.transaction<Store['moveRecord']>((callId, from, dueAt) => {
    if (from) add.run(callId, from.module, from.id);
    openJob.run(callId, dueAt);
  });
  return {
    moveRecord: (callId, from, dueAt) => {
      move(callId, from, dueAt);
    },
    formerContacts: (callId) => z.array(contactRefSchema).parse(ofCall.all(callId)),
  };
};
