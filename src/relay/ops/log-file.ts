/** One log file a day, which outlives a disk that does not take it for a while. */
import winston from 'winston';
import DailyRotateFile from 'winston-daily-rotate-file';

const againMs = 10_000;

export interface LogFileOptions {
  dir: string;
  name: string;
  retentionDays: number;
  level?: string;
}

const open = ({ dir, name, retentionDays, level }: LogFileOptions): DailyRotateFile =>
  new DailyRotateFile({
    dirname: dir,
    filename: `${name}-%DATE%.log`,
    datePattern: 'YYYY-MM-DD',
    maxFiles: `${retentionDays}d`,
    auditFile: `${dir}/.${name}-audit.json`,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    ...(level !== undefined && { level }),
  });

/** @param onError once for each time that the file breaks; what is logged until it is opened again is missing in it */
export const addLogFile = (
  root: winston.Logger,
  options: LogFileOptions,
  onError: (error: unknown) => void,
) => {
  let current: DailyRotateFile | null = null;
  let timer: NodeJS.Timeout | null = null;
  const add = (): void => {
    const file = open(options);
    current = file;
    const onBroken = (error: unknown): void => {
      if (current !== file) return;
      current = null;
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- it is one of winston's transports
      root.remove(file);
      onError(error);
      timer = setTimeout(add, againMs).unref();
    };
    file.on('error', onBroken);
    // The stream inside tells the transport nothing of its failures, and nobody else would hear them but the process.
    file.logStream.on('error', onBroken);
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- it is one of winston's transports
    root.add(file);
  };
  add();
  return {
    /** Resolves when what was logged is in the file; to be called when the logger has ended. */
    close: async (): Promise<void> => {
      if (timer) clearTimeout(timer);
      const file = current;
      if (!file) return;
      await new Promise<void>((resolve) => {
        file.once('finish', resolve);
        file.logStream.once('error', resolve);
        // Only the transport's own close waits for its file.
        file.close?.();
      });
    },
  };
};
