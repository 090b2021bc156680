/** The tables, as steps: `user_version` of the file counts those it has taken. Never change a step, add one. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE calls (
    id TEXT PRIMARY KEY,
    pbx_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT,
    -- digits of the other party's number, for the search
    digits TEXT NOT NULL,
    json TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX calls_newest ON calls (started_at DESC, id DESC);
  CREATE INDEX calls_ended ON calls (ended_at);

  CREATE TABLE legs (
    extension TEXT NOT NULL,
    started_at TEXT NOT NULL,
    call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    PRIMARY KEY (extension, started_at, call_id)
  ) WITHOUT ROWID;
  CREATE INDEX legs_call ON legs (call_id);

  CREATE TABLE jobs (
    call_id TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    error TEXT
  ) WITHOUT ROWID;
  CREATE INDEX jobs_due ON jobs (status, due_at);

  CREATE TABLE agents (
    id TEXT PRIMARY KEY,
    json TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- 'api' or 'config': those of config.json follow the file
    origin TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    origin TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX tokens_agent ON tokens (agent_id);
  CREATE TABLE enrolments (
    hash TEXT PRIMARY KEY,
    agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE call_events (
    call_id TEXT PRIMARY KEY REFERENCES calls (id) ON DELETE CASCADE,
    -- JSON, deflated
    data BLOB NOT NULL
  );
  `,
  `
  CREATE TABLE jobs_by_kind (
    call_id TEXT NOT NULL,
    -- 'call', or 'conversation' which follows it
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    error TEXT,
    PRIMARY KEY (call_id, kind)
  ) WITHOUT ROWID;
  INSERT INTO jobs_by_kind SELECT call_id, 'call', status, attempts, due_at, error FROM jobs;
  DROP TABLE jobs;
  ALTER TABLE jobs_by_kind RENAME TO jobs;
  CREATE INDEX jobs_due ON jobs (status, due_at);

  CREATE TABLE webhooks (
    key TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    conversation_id TEXT,
    received_at INTEGER NOT NULL,
    open INTEGER NOT NULL,
    -- deflated
    body BLOB NOT NULL,
    audio_file TEXT
  );
  CREATE INDEX webhooks_open ON webhooks (received_at) WHERE open = 1;
  CREATE INDEX webhooks_received ON webhooks (received_at);
  CREATE INDEX webhooks_conversation ON webhooks (conversation_id);

  CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    received_at INTEGER NOT NULL,
    -- JSON, deflated
    data BLOB NOT NULL
  );
  CREATE INDEX conversations_call ON conversations (call_id);
  CREATE INDEX conversations_received ON conversations (received_at);
  `,
  `
  -- when a relay last saw each PBX, in ms since the epoch
  CREATE TABLE seen (
    pbx_id TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- asked for at ElevenLabs because no webhook had come; the first that comes takes its place
  ALTER TABLE webhooks ADD COLUMN fetched INTEGER NOT NULL DEFAULT 0;

  -- which call a conversation is, noted when it began: by its own id, and by the provider's id of its call
  CREATE TABLE begun_conversations (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL,
    matched_by TEXT NOT NULL,
    at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX begun_conversations_at ON begun_conversations (at);
  `,
  `
  -- calls that an AI agent handed over, until its provider tells of the conversation
  CREATE INDEX calls_handed_over ON calls (json ->> '$.ai.conversationId') WHERE json ->> '$.ai.partial' = 1;
  `,
  `
  CREATE TABLE notes (
    call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    agent_id TEXT NOT NULL,
    -- when he first wrote about this call
    begun_at TEXT NOT NULL,
    -- 'desktop' or 'relay': who brings it into the CRM
    writer TEXT NOT NULL,
    -- JSON: the note as it was last told
    data TEXT NOT NULL,
    -- JSON: what of it the relay has brought into the CRM
    written TEXT NOT NULL,
    PRIMARY KEY (call_id, agent_id)
  ) WITHOUT ROWID;

  -- whom a call's record was linked to before somebody said who it was
  CREATE TABLE former_contacts (
    call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    module TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (call_id, module, id)
  ) WITHOUT ROWID;
  `,
  `
  -- for desktops that were away when it was said; without a number
  CREATE TABLE forgotten (
    call_id TEXT PRIMARY KEY,
    pbx_id TEXT NOT NULL,
    -- JSON
    extensions TEXT NOT NULL,
    at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX forgotten_at ON forgotten (at);
  CREATE INDEX webhooks_audio ON webhooks (audio_file) WHERE audio_file IS NOT NULL;

  -- by when (ms since the epoch) the file is to be rewritten, so that free pages hold nothing of what was deleted
  CREATE TABLE rewrites (by INTEGER NOT NULL);
  -- An earlier relay left such pages.
  INSERT INTO rewrites SELECT 0 WHERE EXISTS (SELECT 1 FROM calls);
  `,
  `
  CREATE TABLE api_keys (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    -- SHA-256 of the secret, hex
    hash TEXT NOT NULL UNIQUE,
    -- JSON
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at TEXT,
    last_used_at TEXT
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    target TEXT,
    address TEXT NOT NULL,
    result TEXT NOT NULL,
    status INTEGER NOT NULL
  );
  CREATE INDEX audit_at ON audit (at);
  CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END;
  `,
  `
  -- which call a conversation was, by number and time
  CREATE INDEX calls_number ON calls (digits, started_at) WHERE digits <> '';
  `,
  `
  -- one token is one device; of those that an older relay made nothing more is known
  ALTER TABLE tokens ADD COLUMN name TEXT;
  ALTER TABLE tokens ADD COLUMN created_at TEXT;
  ALTER TABLE tokens ADD COLUMN last_seen_at TEXT;
  `,
  `
  -- those that nothing was made of yet, in the order of their rowids
  DROP INDEX webhooks_open;
  CREATE INDEX webhooks_open ON webhooks (open) WHERE open = 1;
  `,
  `
  CREATE TABLE admins (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    -- scrypt with its parameters and salt
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    signed_in_at TEXT
  ) WITHOUT ROWID;
  CREATE TABLE admin_sessions (
    -- SHA-256 of the cookie, hex
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE REFERENCES admins (name) ON DELETE CASCADE,
    -- ms since the epoch
    started_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX admin_sessions_name ON admin_sessions (name);
  CREATE TABLE admin_addresses (
    name TEXT NOT NULL COLLATE NOCASE REFERENCES admins (name) ON DELETE CASCADE,
    -- a hash
    address TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (name, address)
  ) WITHOUT ROWID;
  CREATE TABLE sign_in_failures (
    -- a hash: what somebody typed may have been a password
    key TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX sign_in_failures_last ON sign_in_failures (last_at);
  `,
  `
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
  -- the relay whose account of the call this is; null: our own
  ALTER TABLE calls ADD COLUMN account_of TEXT;
  `,
  `
  -- when it was last tried, in ms since the epoch
  ALTER TABLE jobs ADD COLUMN changed_at INTEGER;
  `,
  `
  -- how many there are, kept by the triggers below: to count a long history takes longer than a question may.
  -- (An upsert that fires a trigger takes its OR IGNORE away.)
  CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    n INTEGER NOT NULL
  ) WITHOUT ROWID;
  INSERT INTO counters SELECT 'calls', count(*) FROM calls;
  INSERT INTO counters SELECT 'jobs/' || kind || '/' || status, count(*) FROM jobs GROUP BY kind, status;

  CREATE TRIGGER calls_counted AFTER INSERT ON calls BEGIN
    UPDATE counters SET n = n + 1 WHERE name = 'calls';
  END;
  CREATE TRIGGER calls_uncounted AFTER DELETE ON calls BEGIN
    UPDATE counters SET n = n - 1 WHERE name = 'calls';
  END;
  CREATE TRIGGER jobs_counted AFTER INSERT ON jobs BEGIN
    INSERT INTO counters SELECT 'jobs/' || new.kind || '/' || new.status, 0
      WHERE NOT EXISTS (SELECT 1 FROM counters WHERE name = 'jobs/' || new.kind || '/' || new.status);
    UPDATE counters SET n = n + 1 WHERE name = 'jobs/' || new.kind || '/' || new.status;
  END;
  CREATE TRIGGER jobs_uncounted AFTER DELETE ON jobs BEGIN
    UPDATE counters SET n = n - 1 WHERE name = 'jobs/' || old.kind || '/' || old.status;
  END;
  CREATE TRIGGER jobs_counted_anew AFTER UPDATE OF kind, status ON jobs
    WHEN old.status <> new.status OR old.kind <> new.kind
  BEGIN
    UPDATE counters SET n = n - 1 WHERE name = 'jobs/' || old.kind || '/' || old.status;
    INSERT INTO counters SELECT 'jobs/' || new.kind || '/' || new.status, 0
      WHERE NOT EXISTS (SELECT 1 FROM counters WHERE name = 'jobs/' || new.kind || '/' || new.status);
    UPDATE counters SET n = n + 1 WHERE name = 'jobs/' || new.kind || '/' || new.status;
  END;
  `,
  `
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
  `,
  `
  -- who has which phone: asked for each call that is written into the CRM, and agents are many
  CREATE TABLE agent_phones (
    pbx_id TEXT NOT NULL,
    extension TEXT NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    PRIMARY KEY (pbx_id, extension, agent_id)
  ) WITHOUT ROWID;
  CREATE INDEX agent_phones_agent ON agent_phones (agent_id);
  INSERT INTO agent_phones SELECT DISTINCT agents.json ->> '$.pbxId', value, agents.id
    FROM agents, json_each(agents.json, '$.extensions');
  CREATE TRIGGER agent_phones_new AFTER INSERT ON agents BEGIN
    INSERT INTO agent_phones SELECT DISTINCT new.json ->> '$.pbxId', value, new.id FROM json_each(new.json, '$.extensions');
  END;
  CREATE TRIGGER agent_phones_changed AFTER UPDATE OF json ON agents WHEN old.json <> new.json BEGIN
    DELETE FROM agent_phones WHERE agent_id = old.id;
    INSERT INTO agent_phones SELECT DISTINCT new.json ->> '$.pbxId', value, new.id FROM json_each(new.json, '$.extensions');
  END;
  `,
];
