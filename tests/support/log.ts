import type { LogFields, Logger } from '../../src/shared/logger';

/** A logger that keeps what it was told, so that a test can look for what must not be in it. */
export const createMemoryLog = (): Logger & { text: () => string } => {
  const lines: string[] = [];
  const build = (own: LogFields): Logger => {
    const write =
      (level: string) =>
      (message: string, fields?: LogFields): void =>
        void lines.push(`${level} ${message} ${JSON.stringify({ ...own, ...fields })}`);
    return {
      error: write('error'),
      warn: write('warn'),
      info: write('info'),
      debug: write('debug'),
      child: (fields) => build({ ...own, ...fields }),
    };
  };
  return { ...build({}), text: () => lines.join('\n') };
};
