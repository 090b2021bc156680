/**
 * What others must hear of is put down by triggers: in the same transaction, whoever writes. They are temporary: a relay that
 * stands alone has none. `is_news()` and `now_ms()` are functions of the connection (journal.ts).
 */
import type { Database } from 'better-sqlite3';
import type { RowKind, SharedChange } from '../shared-port';

/** One change of one thing waits at a time, the newest. */
const put = (kind: SharedChange['kind'], ref: string, part = "''"): string => `
  DELETE FROM shared_changes WHERE kind = '${kind}' AND ref = ${ref} AND part = ${part};
  INSERT INTO shared_changes (kind, ref, part, at) VALUES ('${kind}', ${ref}, ${part}, now_ms());`;

const trigger = (name: string, event: string, when: string, then: string): string =>
  `CREATE TEMP TRIGGER share_${name} AFTER ${event} WHEN is_news() AND ${when} BEGIN ${then} END;`;

/** No conflict clause in here: that of the statement outside would be taken. */
const changedRow = (kind: RowKind, id: string, removed: 0 | 1): string => `
  UPDATE shared_rows SET rev = rev + 1, by = relay_id(), removed = ${removed}, at = now_ms()
    WHERE kind = '${kind}' AND id = ${id};
  INSERT INTO shared_rows (kind, id, rev, by, removed, at) SELECT '${kind}', ${id}, 1, relay_id(), ${removed}, now_ms()
    WHERE NOT EXISTS (SELECT 1 FROM shared_rows WHERE kind = '${kind}' AND id = ${id});
  ${put('row', id, `'${kind}'`)}`;

const rowTriggers = (
  kind: RowKind,
  { table, id, mine, update }: { table: string; id: string; mine: (row: string) => string; update?: string },
): string[] => [
  trigger(`${kind}_new`, `INSERT ON main.${table}`, mine('NEW'), changedRow(kind, `NEW.${id}`, 0)),
  trigger(`${kind}_gone`, `DELETE ON main.${table}`, mine('OLD'), changedRow(kind, `OLD.${id}`, 1)),
  ...(update === undefined
    ? []
    : [
        trigger(
          `${kind}_changed`,
          `UPDATE OF ${update} ON main.${table}`,
          mine('NEW'),
          changedRow(kind, `NEW.${id}`, 0),
        ),
      ]),
];

/** What an agent chose is told at once; the rest of a running call every relay sees for itself. */
const picked = (row: string): string =>
  `${row}.ended_at IS NULL AND ${row}.json ->> '$.contact.matchedBy' = 'picked'`;
const worthTelling = "NEW.audio_file IS NULL AND NEW.type <> 'post_call_audio'";

const triggers: readonly string[] = [
  trigger('call', 'INSERT ON main.calls', 'NEW.ended_at IS NOT NULL', put('call', 'NEW.id')),
  trigger('call_again', 'UPDATE OF json ON main.calls', 'NEW.ended_at IS NOT NULL', put('call', 'NEW.id')),
  trigger('contact', 'INSERT ON main.calls', picked('NEW'), put('contact', 'NEW.id')),
  trigger(
    'contact_again',
    'UPDATE OF json ON main.calls',
    `${picked('NEW')} AND OLD.json ->> '$.contact.id' IS NOT NEW.json ->> '$.contact.id'`,
    put('contact', 'NEW.id'),
  ),
  trigger('webhook', 'INSERT ON main.webhooks', worthTelling, put('webhook', 'NEW.key')),
  trigger('begun', 'INSERT ON main.begun_conversations', '1', put('begun', 'NEW.id')),
  trigger('begun_again', 'UPDATE ON main.begun_conversations', '1', put('begun', 'NEW.id')),
  // Which call it was is plain to every relay, but for one that was found by number and time.
  trigger(
    'joined',
    'INSERT ON main.conversations',
    "(SELECT json ->> '$.ai.matchedBy' FROM calls WHERE id = NEW.call_id) = 'probable'",
    put('joined', 'NEW.id'),
  ),
  trigger('note', 'INSERT ON main.notes', '1', put('note', 'NEW.call_id', 'NEW.agent_id')),
  trigger('note_again', 'UPDATE OF data ON main.notes', '1', put('note', 'NEW.call_id', 'NEW.agent_id')),
  trigger('written', 'UPDATE OF written ON main.notes', '1', put('written', 'NEW.call_id', 'NEW.agent_id')),
  // A recording is on the disk of one relay alone, and so is its job.
  trigger(
    'job',
    'UPDATE OF status ON main.jobs',
    `NEW.kind <> 'audio' AND NEW.status <> OLD.status
     AND (NEW.status <> 'pending' OR OLD.status IN ('failed', 'given-up'))`,
    put('job', 'NEW.call_id', 'NEW.kind'),
  ),
  ...rowTriggers('agent', {
    table: 'agents',
    id: 'id',
    mine: (row) => `${row}.origin <> 'config'`,
    update: 'json, origin',
  }),
  ...rowTriggers('token', { table: 'tokens', id: 'hash', mine: (row) => `${row}.origin = 'api'` }),
  ...rowTriggers('key', { table: 'api_keys', id: 'name', mine: () => '1' }),
  ...rowTriggers('admin', { table: 'admins', id: 'name', mine: () => '1', update: 'password_hash' }),
  ...rowTriggers('session', { table: 'admin_sessions', id: 'hash', mine: () => '1' }),
];

export const installTriggers = (db: Database): void => {
  for (const sql of triggers) db.exec(sql);
  // Those of the time before this relay shared anything.
  for (const [kind, sql] of [
    ['agent', "SELECT id FROM agents WHERE origin <> 'config'"],
    ['token', "SELECT hash FROM tokens WHERE origin = 'api'"],
    ['key', 'SELECT name FROM api_keys'],
    ['admin', 'SELECT name FROM admins'],
    ['session', 'SELECT hash FROM admin_sessions'],
  ] as const)
    db.exec(`INSERT OR IGNORE INTO shared_rows (kind, id, rev, by, removed, at)
      SELECT '${kind}', *, 1, relay_id(), 0, now_ms() FROM (${sql})`);
};
