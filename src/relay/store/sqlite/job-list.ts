/** The list of jobs for the CRM that a person reads, and their second chance. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../../../shared/errors';
import type { Store } from '../port';
import { jobSchema } from './calls';
import { toIso } from './query';

type JobList = Pick<Store, 'listJobs' | 'retryJobs' | 'giveUpJobs' | 'owedJobs'>;

const listedSchema = jobSchema.extend({ startedAt: z.string() });
const owedSchema = z.object({
  kind: jobSchema.shape.kind,
  status: z.enum(['pending', 'failed']),
  count: z.number(),
  oldestEndedAt: z.string(),
});
const cursorSchema = z.tuple([z.string(), z.string(), z.string()]);

/** A place in the list, not a page number: what arrives meanwhile moves nothing. */
const encodeCursor = ({ startedAt, callId, kind }: z.infer<typeof listedSchema>): string =>
  Buffer.from(JSON.stringify([startedAt, callId, kind])).toString('base64url');

const decodeCursor = (cursor: string): z.infer<typeof cursorSchema> => {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new AppError('bad_request', 'The cursor is not one that this relay gave out; ask without it.', {
      cause,
    });
  }
};

export const createJobList = (db: Database): JobList => {
  const columns = 'call_id AS callId, kind, status, attempts, due_at AS dueAt, error';
  const retryFailed = db.prepare(
    `UPDATE jobs SET status = 'pending', attempts = 0, due_at = ?, error = NULL
     WHERE status = 'failed' RETURNING ${columns}`,
  );
  const retryOne = db.prepare(
    `UPDATE jobs SET status = 'pending', attempts = 0, due_at = min(?, due_at), error = NULL
     WHERE call_id = ? AND status <> 'logged' RETURNING ${columns}`,
  );
  const giveUp = `UPDATE jobs SET status = 'given-up' WHERE status IN ('pending', 'failed')`;
  const giveUpOne = db.prepare(`${giveUp} AND call_id = ? RETURNING ${columns}`);
  const giveUpOld = db.prepare(
    `${giveUp} AND call_id IN (SELECT id FROM calls WHERE ended_at < ?) RETURNING ${columns}`,
  );

  const owed = db.prepare(
    `SELECT kind, status, count(*) AS count, min(ended_at) AS oldestEndedAt
     FROM jobs CROSS JOIN calls ON calls.id = jobs.call_id
     WHERE status IN ('pending', 'failed') AND ended_at IS NOT NULL GROUP BY kind, status`,
  );

  return {
    owedJobs: () => z.array(owedSchema).parse(owed.all()),
    listJobs: ({ status, limit, cursor }) => {
      const place = cursor === undefined ? null : decodeCursor(cursor);
      // What is not logged is little, and sorted; what is logged is nearly all, and read in the order of the calls' index.
      const tables =
        status !== undefined && status !== 'logged' ? 'jobs CROSS JOIN calls' : 'calls CROSS JOIN jobs';
      const where = [
        'calls.id = jobs.call_id',
        status === undefined ? null : 'jobs.status = ?',
        // The first of the two lets the index begin there.
        place && 'started_at <= ? AND (started_at, calls.id, kind) < (?, ?, ?)',
      ].filter((part) => part !== null);
      const rows = db
        .prepare(
          `SELECT ${columns}, started_at AS startedAt FROM ${tables} WHERE ${where.join(' AND ')}
           ORDER BY started_at DESC, calls.id DESC, kind DESC LIMIT ?`,
        )
        .all(...(status === undefined ? [] : [status]), ...(place ? [place[0], ...place] : []), limit + 1);
      const found = z.array(listedSchema).parse(rows);
      const jobs = found.slice(0, limit);
      const last = jobs.at(-1);
      return { jobs, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
    },
    retryJobs: (callId, now) =>
      z.array(jobSchema).parse(callId === null ? retryFailed.all(now) : retryOne.all(now, callId)),
    giveUpJobs: (which) =>
      z
        .array(jobSchema)
        .parse('callId' in which ? giveUpOne.all(which.callId) : giveUpOld.all(toIso(which.endedBefore))),
  };
};
