/** The end of the relay's log, asked for in bites: what came since, and no more lines than a page can carry. */
import type { LogLine, LogPage, LogQuery } from '../../shared/protocol/logs';
import { ok } from '../../shared/result';
import type { Answer } from '../api/request';

const BITE = 500;
/** Older lines are let go; the files have them. */
export const MOST_LINES = 1_000;

export const createLogTail = (
  ask: (query: Partial<LogQuery>) => Promise<Answer<LogPage>>,
  level: LogQuery['level'],
): (() => Promise<Answer<readonly LogLine[]>>) => {
  let lines: readonly LogLine[] = [];
  let latest = 0;
  return async () => {
    const answer = await ask({ after: latest, level, limit: BITE });
    if (!answer.ok) return answer;
    if (answer.value.latest < latest) {
      // The relay was started anew and counts from one again.
      latest = 0;
      lines = [];
      const anew = await ask({ after: 0, level, limit: BITE });
      if (!anew.ok) return anew;
      answer.value = anew.value;
    }
    latest = answer.value.latest;
    if (answer.value.lines.length > 0) lines = [...lines, ...answer.value.lines].slice(-MOST_LINES);
    return ok(lines);
  };
};

/** `key=value` of a line's fields, as the console writes them. */
export const fieldText = (fields: LogLine['fields']): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
