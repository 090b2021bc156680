/** What administrators did, in SQLite; a trigger of the table refuses every change of an entry. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { auditEntrySchema } from '../../../shared/protocol/audit';
import type { AuditStore } from '../audit-port';

export const createAuditStore = (db: Database): AuditStore => {
  const insert = db.prepare(
    `INSERT INTO audit (at, who, act, target, address, result, status)
     VALUES (@at, @who, @act, @target, @address, @result, @status)`,
  );
  const page = db.prepare(
    `SELECT id, at, who, act, target, address, result, status FROM audit
     WHERE (@who IS NULL OR who = @who) AND (@act IS NULL OR act = @act) AND (@before IS NULL OR id < @before)
     ORDER BY id DESC LIMIT @limit`,
  );
  const purge = db.prepare('DELETE FROM audit WHERE at < ?');
  return {
    addAudit: (entry) => {
      insert.run(entry);
    },
    listAudit: ({ who = null, act = null, limit, cursor }) => {
      const before = cursor === undefined ? null : Number(cursor);
      const rows = z.array(auditEntrySchema).parse(page.all({ who, act, before, limit: limit + 1 }));
      const entries = rows.slice(0, limit);
      const last = rows.length > limit ? entries.at(-1) : undefined;
      return { entries, nextCursor: last ? String(last.id) : null };
    },
    purgeAuditBefore: (at) => purge.run(at).changes,
  };
};
