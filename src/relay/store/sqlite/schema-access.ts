/** Steps of the schema: who may do what at the relay, and what administrators did. */

export const apiKeys = `
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
  `;

export const audit = `
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
  `;

export const devices = `
  -- one token is one device; of those that an older relay made nothing more is known
  ALTER TABLE tokens ADD COLUMN name TEXT;
  ALTER TABLE tokens ADD COLUMN created_at TEXT;
  ALTER TABLE tokens ADD COLUMN last_seen_at TEXT;
  `;

export const admins = `
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
  `;
