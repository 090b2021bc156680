/** winston behind the house's Logger: a line on the console, JSON in two files that change with the day. */
import winston from 'winston';
import { AppError } from '../../shared/errors';
import { systemClock } from '../../shared/clock';
import type { LogFields, Logger } from '../../shared/logger';
import { createRedactor } from '../../shared/redact';
import type { LogLevel } from '../config/config';
import { createLogRing, type LogRing } from './log-ring';
import { addLogFile } from './log-file';
import { makeFolder } from './make-folder';

/** `verbose` is the loudest here; winston's own order has it above debug. */
const levels: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3, verbose: 4 };

export interface RelayLogger extends Logger {
  /** From the next line on; the file of errors stays one of errors. */
  setLevel: (level: LogLevel) => void;
  /** The last lines, as they stand in the files. */
  recent: LogRing['page'];
  /** Resolves when what was logged is in the files. */
  close(): Promise<void>;
}

const short = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const line = winston.format.printf(({ timestamp, level, message, ...fields }) => {
  const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${short(value)}`);
  return `${String(timestamp)} ${level.toUpperCase().padEnd(5)} ${String(message)}${rest.join('')}`;
});

/** Throws `AppError('config')` when the folder can not be made. */
export const createLogger = (options: {
  level: LogLevel;
  dir: string;
  retentionDays: number;
  console: boolean;
  /** Values that must never be seen, whatever stands around them. */
  secrets?: readonly string[];
}): RelayLogger => {
  const { dir, retentionDays } = options;
  const redact = createRedactor(options.secrets);
  try {
    makeFolder(options.dir);
  } catch (cause) {
    throw new AppError(
      'config',
      `The log folder ${options.dir} can not be made. Give the relay's user write access, or set LOG_DIR to a folder it may write.`,
      { cause },
    );
  }
  const terminal = new winston.transports.Console({
    format: winston.format.combine(winston.format.timestamp(), line),
  });
  const root = winston.createLogger({
    levels,
    level: options.level,
    transports: [...(options.console ? [terminal] : [])],
  });
  // A full disk must not end the relay; the console still has the line.
  const onFileError = (error: unknown): void =>
    void process.stderr.write(`The log file can not be written: ${redact.text(String(error))}\n`);
  const files = [
    addLogFile(root, { dir, retentionDays, name: 'combined' }, onFileError),
    addLogFile(root, { dir, retentionDays, name: 'error', level: 'error' }, onFileError),
  ];
  // Who read the output has gone (a closed terminal, a dead pipe). Each further line would fail again, and to log that would
  // be one more line.
  const onTerminalGone = (): void => {
    if (terminal.silent === true) return;
    terminal.silent = true;
    write(
      'warn',
      'Nobody reads the output of the relay any more; from here on it logs to its files alone.',
      {},
    );
  };
  if (options.console)
    for (const stream of [process.stdout, process.stderr]) stream.on('error', onTerminalGone);

  const ring = createLogRing({ clock: systemClock });
  const write = (level: LogLevel, message: string, fields: LogFields): void => {
    if (!root.isLevelEnabled(level)) return;
    const [text, shown] = [redact.text(message), redact.fields(fields)];
    ring.add(level, text, shown);
    root.log({ level, message: text, ...shown });
  };
  const build = (own: LogFields): Logger => ({
    error: (message, fields) => write('error', message, { ...own, ...fields }),
    warn: (message, fields) => write('warn', message, { ...own, ...fields }),
    info: (message, fields) => write('info', message, { ...own, ...fields }),
    debug: (message, fields) => write('debug', message, { ...own, ...fields }),
    child: (fields) => build({ ...own, ...fields }),
  });
  return {
    ...build({}),
    recent: ring.page,
    setLevel: (level) => {
      root.level = level;
    },
    close: async () => {
      await new Promise<void>((resolve) => root.once('finish', resolve).end());
      await Promise.all(files.map((file) => file.close()));
    },
  };
};
