/** Sums over the history in SQLite; those of all of it are kept by triggers (schema.ts). */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { FigureStore } from '../figure-port';
import type { OutboxJob } from '../job-port';
import { toIso } from './query';

const figuresSchema = z.array(
  z.object({ minute: z.string(), calls: z.number(), answered: z.number(), missed: z.number() }),
);

const counterSchema = z.object({ n: z.number() });

export const createFigureStore = (db: Database): FigureStore => {
  const byMinute = db.prepare(`
    SELECT substr(started_at, 1, 16) || ':00.000Z' AS minute, count(*) AS calls,
      sum(json ->> '$.direction' = 'inbound' AND json ->> '$.answeredAt' IS NOT NULL) AS answered,
      sum(json ->> '$.direction' = 'inbound' AND json ->> '$.answeredAt' IS NULL AND ended_at IS NOT NULL) AS missed
    FROM calls WHERE started_at >= ? AND json ->> '$.direction' <> 'internal' GROUP BY 1 ORDER BY 1`);
  const counter = db.prepare('SELECT n FROM counters WHERE name = ?');
  const counted = (name: string): number => {
    const row = counter.get(name);
    return row === undefined ? 0 : counterSchema.parse(row).n;
  };
  return {
    countCalls: () => counted('calls'),
    countJobs: (kind = 'call') => {
      const of = (status: OutboxJob['status']): number => counted(`jobs/${kind}/${status}`);
      return {
        pending: of('pending'),
        failed: of('failed'),
        logged: of('logged'),
        givenUp: of('given-up'),
      };
    },
    callFigures: (since) => figuresSchema.parse(byMinute.all(toIso(since))),
  };
};
