import { admins, apiKeys, audit, devices } from './schema-access';
import { sharedOutcomes, sharedRowTimes, sharing } from './schema-sharing';

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
  apiKeys,
  audit,
  `
  -- which call a conversation was, by number and time
  CREATE INDEX calls_number ON calls (digits, started_at) WHERE digits <> '';
  `,
  devices,
  `
  -- those that nothing was made of yet, in the order of their rowids
  DROP INDEX webhooks_open;
  CREATE INDEX webhooks_open ON webhooks (open) WHERE open = 1;
  `,
  admins,
  sharing,
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
  sharedOutcomes,
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
  sharedRowTimes,
];
