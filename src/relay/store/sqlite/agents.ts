/** Agents, their tokens (hashes only) and one-time codes in SQLite. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { iso, type Clock } from '../../../shared/clock';
import { AppError } from '../../../shared/errors';
import { agentSchema } from '../../../shared/protocol/agent';
import type { AgentStore, Store, StoredAgent } from '../port';

const rowSchema = z.object({ json: z.string(), createdAt: z.string() });
const idSchema = z.object({ id: z.string() });
const enrolmentSchema = z.object({ agentId: z.string(), expiresAt: z.number() });

const parseAgent = (row: unknown): StoredAgent => {
  const { json, createdAt } = rowSchema.parse(row);
  return { agent: agentSchema.parse(JSON.parse(json)), createdAt };
};

export const createAgentStore = (db: Database, clock: Clock): AgentStore => {
  const all = db.prepare('SELECT json, created_at AS createdAt FROM agents ORDER BY id');
  const byId = db.prepare('SELECT json, created_at AS createdAt FROM agents WHERE id = ?');
  const insert = db.prepare(
    'INSERT OR IGNORE INTO agents (id, json, created_at, origin) VALUES (?, ?, ?, ?)',
  );
  const setConfigured = db.prepare("UPDATE agents SET json = ?, origin = 'config' WHERE id = ?");
  const change = db.prepare("UPDATE agents SET json = ? WHERE id = ? AND origin = 'api'");
  const remove = db.prepare('DELETE FROM agents WHERE id = ?');
  const configured = db.prepare("SELECT id FROM agents WHERE origin = 'config'");
  const insertToken = db.prepare('INSERT OR REPLACE INTO tokens (hash, agent_id, origin) VALUES (?, ?, ?)');
  const dropConfiguredTokens = db.prepare("DELETE FROM tokens WHERE origin = 'config'");
  const byToken = db.prepare(
    `SELECT json, created_at AS createdAt FROM tokens JOIN agents ON agents.id = tokens.agent_id
     WHERE tokens.hash = ?`,
  );
  const insertCode = db.prepare('INSERT INTO enrolments (hash, agent_id, expires_at) VALUES (?, ?, ?)');
  const dropOldCodes = db.prepare('DELETE FROM enrolments WHERE expires_at <= ?');
  const takeCode = db.prepare(
    'DELETE FROM enrolments WHERE hash = ? RETURNING agent_id AS agentId, expires_at AS expiresAt',
  );

  const add = db.transaction<Store['addAgent']>((agent, tokenHash) => {
    const { changes } = insert.run(agent.id, JSON.stringify(agent), iso(clock.now()), 'api');
    if (changes === 0)
      throw new AppError('conflict', `There is an agent with the id "${agent.id}" already; choose another.`);
    insertToken.run(tokenHash, agent.id, 'api');
  });
  const sync = db.transaction<Store['syncConfiguredAgents']>((agents) => {
    const wanted = new Set(agents.map(({ agent }) => agent.id));
    for (const { id } of z.array(idSchema).parse(configured.all())) if (!wanted.has(id)) remove.run(id);
    dropConfiguredTokens.run();
    for (const { agent, tokenHash } of agents) {
      insert.run(agent.id, JSON.stringify(agent), iso(clock.now()), 'config');
      setConfigured.run(JSON.stringify(agent), agent.id);
      if (tokenHash !== null) insertToken.run(tokenHash, agent.id, 'config');
    }
  });

  return {
    listAgents: () => all.all().map(parseAgent),
    getAgent: (id) => {
      const row = byId.get(id);
      return row === undefined ? null : parseAgent(row);
    },
    addAgent: (agent, tokenHash) => {
      add(agent, tokenHash);
    },
    updateAgent: (agent) => change.run(JSON.stringify(agent), agent.id).changes > 0,
    removeAgent: (id) => remove.run(id).changes > 0,
    syncConfiguredAgents: (agents) => {
      sync(agents);
    },
    addToken: (agentId, tokenHash) => {
      insertToken.run(tokenHash, agentId, 'api');
    },
    agentByTokenHash: (tokenHash) => {
      const row = byToken.get(tokenHash);
      return row === undefined ? null : parseAgent(row);
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
