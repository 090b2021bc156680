/** Agents, their tokens (hashes only) and one-time codes in SQLite. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { iso, type Clock } from '../../../shared/clock';
import { AppError } from '../../../shared/errors';
import { agentSchema } from '../../../shared/protocol/agent';
import { deviceIdOf, type AgentStore, type StoredAgent, type StoredDevice } from '../agent-port';

const rowSchema = z.object({
  json: z.string(),
  createdAt: z.string(),
  origin: z.enum(['config', 'api', 'crm']),
});
const tokenSchema = z.object({
  hash: z.string(),
  origin: z.enum(['config', 'api']),
  name: z.string().nullable(),
  createdAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
});
const countSchema = z.object({ known: z.number(), withoutUser: z.number() });
const idSchema = z.object({ id: z.string() });
const enrolmentSchema = z.object({ agentId: z.string(), expiresAt: z.number() });

const parseAgent = (row: unknown): StoredAgent => {
  const { json, createdAt, origin } = rowSchema.parse(row);
  return { agent: agentSchema.parse(JSON.parse(json)), createdAt, origin };
};

export const createAgentStore = (db: Database, clock: Clock): AgentStore => {
  const agentColumns = 'agents.json, agents.created_at AS createdAt, agents.origin';
  const all = db.prepare(`SELECT ${agentColumns} FROM agents ORDER BY id`);
  const byId = db.prepare(`SELECT ${agentColumns} FROM agents WHERE id = ?`);
  const count = db.prepare(
    "SELECT count(*) AS known, count(*) - count(json ->> '$.crmUserId') AS withoutUser FROM agents",
  );
  const byPhone = db.prepare(
    `SELECT ${agentColumns} FROM agent_phones JOIN agents ON agents.id = agent_phones.agent_id
     WHERE agent_phones.pbx_id = ? AND agent_phones.extension = ? ORDER BY agents.id`,
  );
  const insert = db.prepare(
    'INSERT OR IGNORE INTO agents (id, json, created_at, origin) VALUES (?, ?, ?, ?)',
  );
  const setConfigured = db.prepare("UPDATE agents SET json = ?, origin = 'config' WHERE id = ?");
  const change = db.prepare('UPDATE agents SET json = ? WHERE id = ? AND origin = ?');
  const remove = db.prepare('DELETE FROM agents WHERE id = ?');
  const configured = db.prepare("SELECT id FROM agents WHERE origin = 'config'");
  const insertToken = db.prepare(
    `INSERT OR REPLACE INTO tokens (hash, agent_id, origin, name, created_at, last_seen_at)
     VALUES (?, ?, 'api', ?, ?, NULL)`,
  );
  // What is known of one that stays in the file stays, too.
  const setConfiguredToken = db.prepare(
    `INSERT INTO tokens (hash, agent_id, origin) VALUES (?, ?, 'config')
     ON CONFLICT (hash) DO UPDATE SET agent_id = excluded.agent_id, origin = 'config'`,
  );
  const configuredTokens = db.prepare("SELECT hash AS id FROM tokens WHERE origin = 'config'");
  const dropToken = db.prepare('DELETE FROM tokens WHERE hash = ?');
  const byToken = db.prepare(
    `SELECT ${agentColumns} FROM tokens JOIN agents ON agents.id = tokens.agent_id WHERE tokens.hash = ?`,
  );
  const tokensOf = db.prepare(
    `SELECT hash, origin, name, created_at AS createdAt, last_seen_at AS lastSeenAt FROM tokens
     WHERE agent_id = ? ORDER BY created_at DESC, hash`,
  );
  const setSeen = db.prepare('UPDATE tokens SET last_seen_at = ? WHERE hash = ?');
  const insertCode = db.prepare('INSERT INTO enrolments (hash, agent_id, expires_at) VALUES (?, ?, ?)');
  const dropOldCodes = db.prepare('DELETE FROM enrolments WHERE expires_at <= ?');
  const takeCode = db.prepare(
    'DELETE FROM enrolments WHERE hash = ? RETURNING agent_id AS agentId, expires_at AS expiresAt',
  );

  const tokenOf = (agentId: string, deviceId: string) =>
    z
      .array(tokenSchema)
      .parse(tokensOf.all(agentId))
      .find(({ hash }) => deviceIdOf(hash) === deviceId);
  const addToken = (agentId: string, tokenHash: string, name: string | null): void => {
    insertToken.run(tokenHash, agentId, name, iso(clock.now()));
  };

  const add = db.transaction<AgentStore['addAgent']>((agent, tokenHash, origin = 'api') => {
    const { changes } = insert.run(agent.id, JSON.stringify(agent), iso(clock.now()), origin);
    if (changes === 0)
      throw new AppError('conflict', `There is an agent with the id "${agent.id}" already; choose another.`);
    if (tokenHash !== null) addToken(agent.id, tokenHash, null);
  });
  const sync = db.transaction<AgentStore['syncConfiguredAgents']>((agents) => {
    const wanted = new Set(agents.map(({ agent }) => agent.id));
    for (const { id } of z.array(idSchema).parse(configured.all())) if (!wanted.has(id)) remove.run(id);
    const hashes = new Set(agents.map(({ tokenHash }) => tokenHash));
    for (const { id } of z.array(idSchema).parse(configuredTokens.all()))
      if (!hashes.has(id)) dropToken.run(id);
    for (const { agent, tokenHash } of agents) {
      insert.run(agent.id, JSON.stringify(agent), iso(clock.now()), 'config');
      setConfigured.run(JSON.stringify(agent), agent.id);
      if (tokenHash !== null) setConfiguredToken.run(tokenHash, agent.id);
    }
  });

  return {
    listAgents: () => all.all().map(parseAgent),
    countAgents: () => countSchema.parse(count.get()),
    getAgent: (id) => {
      const row = byId.get(id);
      return row === undefined ? null : parseAgent(row);
    },
    agentsByExtension: (pbxId, extension) =>
      byPhone.all(pbxId, extension).map((row) => parseAgent(row).agent),
    addAgent: (agent, tokenHash, origin) => {
      add(agent, tokenHash, origin);
    },
    updateAgent: (agent, origin = 'api') => change.run(JSON.stringify(agent), agent.id, origin).changes > 0,
    removeAgent: (id) => remove.run(id).changes > 0,
    syncConfiguredAgents: (agents) => {
      sync(agents);
    },
    addToken: (agentId, tokenHash, name = null) => {
      addToken(agentId, tokenHash, name);
    },
    agentByTokenHash: (tokenHash) => {
      const row = byToken.get(tokenHash);
      return row === undefined ? null : { ...parseAgent(row), deviceId: deviceIdOf(tokenHash) };
    },
    listDevices: (agentId) =>
      z
        .array(tokenSchema)
        .parse(tokensOf.all(agentId))
        .map(({ hash, name, createdAt, lastSeenAt }): StoredDevice => {
          return { id: deviceIdOf(hash), name, createdAt, lastSeenAt };
        }),
    noteDeviceSeen: (agentId, deviceId, at) => {
      const token = tokenOf(agentId, deviceId);
      if (token) setSeen.run(at, token.hash);
    },
    removeDevice: (agentId, deviceId) => {
      const token = tokenOf(agentId, deviceId);
      if (!token) return 'unknown';
      if (token.origin === 'config') return 'kept';
      dropToken.run(token.hash);
      return 'removed';
    },
    addEnrolment: (agentId, codeHash, expiresAt) => {
      dropOldCodes.run(clock.now());
      insertCode.run(codeHash, agentId, expiresAt);
    },
    takeEnrolment: (codeHash, now) => {
      const row = takeCode.get(codeHash);
      if (row === undefined) return null;
      const { agentId, expiresAt } = enrolmentSchema.parse(row);
      return expiresAt > now ? { agentId } : null;
    },
  };
};
