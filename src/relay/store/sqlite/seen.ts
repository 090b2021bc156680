/** When each PBX was last seen: a relay that was killed knows afterwards since when it knew nothing. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Store } from '../port';

const rowSchema = z.object({ at: z.number() });

export const createSeenStore = (db: Database): Pick<Store, 'noteSeen' | 'lastSeen'> => {
  const upsert = db.prepare(
    'INSERT INTO seen (pbx_id, at) VALUES (?, ?) ON CONFLICT (pbx_id) DO UPDATE SET at = excluded.at',
  );
  const byPbx = db.prepare('SELECT at FROM seen WHERE pbx_id = ?');
  return {
    noteSeen: (pbxId, at) => {
      upsert.run(pbxId, at);
    },
    lastSeen: (pbxId) => {
      const row = byPbx.get(pbxId);
      return row === undefined ? null : rowSchema.parse(row).at;
    },
  };
};
