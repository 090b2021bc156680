/** Agents' notes in SQLite. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { callNoteSchema, storedNoteSchema } from '../../../shared/protocol/call-note';
import type { KeptNote, NoteStore } from '../note-port';

const rowSchema = z.object({
  writer: z.enum(['desktop', 'relay']),
  data: z.string(),
  written: z.string(),
});
const writtenSchema = z.object({
  block: z.string().nullable(),
  attempt: callNoteSchema.nullable(),
  followUps: z.array(z.string()),
  term: z.number().optional(),
});

const textSchema = z.object({ callId: z.string(), text: z.string() });

const parseNote = (row: unknown): KeptNote => {
  const { writer, data, written } = rowSchema.parse(row);
  return {
    ...storedNoteSchema.parse(JSON.parse(data)),
    writer,
    written: writtenSchema.parse(JSON.parse(written)),
  };
};

const nothing = JSON.stringify({ block: null, attempt: null, followUps: [] } satisfies KeptNote['written']);

export const createNoteStore = (db: Database): NoteStore => {
  const upsert = db.prepare(
    `INSERT INTO notes (call_id, agent_id, begun_at, writer, data, written) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (call_id, agent_id) DO UPDATE SET writer = excluded.writer, data = excluded.data`,
  );
  const openJob = db.prepare(
    `INSERT INTO jobs (call_id, kind, status, attempts, due_at, error) VALUES (?, 'note', 'pending', 0, ?, NULL)
     ON CONFLICT (call_id, kind) DO UPDATE SET status = 'pending', attempts = 0, due_at = excluded.due_at, error = NULL`,
  );
  const check = db.prepare(
    `UPDATE jobs SET status = 'pending', attempts = 0, due_at = ?
     WHERE call_id = ? AND kind IN ('conversation', 'note') AND status = 'logged'`,
  );
  const ofCall = db.prepare(
    'SELECT writer, data, written FROM notes WHERE call_id = ? ORDER BY begun_at, agent_id',
  );
  const textsOf = db.prepare(
    `SELECT call_id AS callId, data ->> '$.text' AS text FROM notes
     WHERE agent_id = ? AND call_id IN (SELECT value FROM json_each(?))`,
  );
  const setWritten = db.prepare('UPDATE notes SET written = ? WHERE call_id = ? AND agent_id = ?');

  const save = db.transaction<NoteStore['saveNote']>((callId, { writer, ...note }, { dueAt, job }) => {
    upsert.run(callId, note.agentId, note.at, writer, JSON.stringify(note), nothing);
    if (job) openJob.run(callId, dueAt);
    if (writer === 'desktop') check.run(dueAt, callId);
  });

  return {
    saveNote: (callId, note, options) => {
      save(callId, note, options);
    },
    notesOf: (callId) => ofCall.all(callId).map(parseNote),
    noteTextsOf: (agentId, callIds) =>
      new Map(
        z
          .array(textSchema)
          .parse(textsOf.all(agentId, JSON.stringify(callIds)))
          .map(({ callId, text }) => [callId, text]),
      ),
    noteWritten: (callId, agentId, written) => {
      setWritten.run(JSON.stringify(written), callId, agentId);
    },
  };
};
