/** Steps of the schema: what relays that share tell each other (docs/decisions/0009). */

export const sharing = `
  -- Several relays: what this one has to tell the others. A change names what it is about; its words are read when it is sent.
  CREATE TABLE shared_changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    ref TEXT NOT NULL,
    part TEXT NOT NULL,
    -- ms since the epoch
    at INTEGER NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX shared_changes_unsent ON shared_changes (seq) WHERE sent = 0;
  CREATE INDEX shared_changes_ref ON shared_changes (kind, ref, part);
  CREATE INDEX shared_changes_at ON shared_changes (at);
  -- agents, tokens, keys: how often each was changed, and by which relay the last time; a removed one is remembered
  CREATE TABLE shared_rows (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    rev INTEGER NOT NULL,
    by TEXT NOT NULL,
    removed INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  -- JSON: what another relay told of a call that is not known here yet
  CREATE TABLE shared_waiting (
    id INTEGER PRIMARY KEY,
    call_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL
  );
  CREATE INDEX shared_waiting_call ON shared_waiting (call_id);
  -- this relay's id, and how far it has read what the others told
  CREATE TABLE shared_state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID;
  `;

export const sharedRowTimes = `
  -- ms since the epoch: when it was last changed, by the clock of the relay that did it
  ALTER TABLE shared_rows ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
  UPDATE shared_rows SET at = strftime('%s', 'now') * 1000;
  `;

export const sharedOutcomes = `
  -- what another relay has written of a call: a digest, for this one may hear of it later than of the outcome
  CREATE TABLE shared_outcomes (
    call_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    covers TEXT NOT NULL,
    error TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (call_id, kind)
  ) WITHOUT ROWID;
  CREATE INDEX shared_outcomes_at ON shared_outcomes (at);
  `;
