/** The last lines of the log, in memory, so that an administrator sees them without a shell on the machine. */
import { iso, type Clock } from '../../shared/clock';
import type { LogLine, LogPage, LogQuery } from '../../shared/protocol/logs';
import { logLevels } from '../../shared/protocol/log-level';

const keptLines = 2_000;

export type LogRing = ReturnType<typeof createLogRing>;

export const createLogRing = ({ clock, kept = keptLines }: { clock: Clock; kept?: number }) => {
  /** A line stands at its number modulo the length. */
  const ring: LogLine[] = [];
  let latest = 0;
  return {
    /** Masked already: what stands here is shown as it is. */
    add: (level: LogLine['level'], message: string, fields: LogLine['fields']): void => {
      latest += 1;
      ring[latest % kept] = { seq: latest, at: iso(clock.now()), level, message, fields };
    },
    page: ({ after, level, limit }: LogQuery): LogPage => {
      const loudest = logLevels.indexOf(level);
      const lines: LogLine[] = [];
      // Backwards, as the newest are wanted.
      for (let seq = latest; seq > after && seq > latest - kept && lines.length < limit; seq -= 1) {
        const line = ring[seq % kept];
        if (line && logLevels.indexOf(line.level) <= loudest) lines.push(line);
      }
      return { lines: lines.reverse(), latest };
    },
  };
};
