import { join } from 'node:path';
import electronLog from 'electron-log/main';
import type { LogFields, Logger } from '../../shared/logger';
import { createRedactor } from '../../shared/redact';

/** One file of 5 MB and its predecessor. */
const MAX_SIZE = 5 * 1024 * 1024;

/** electron-log behind the one Logger interface; every line is masked before it is written. */
export const createFileLog = (folder: string, debug: boolean): Logger => {
  const out = electronLog.create({ logId: 'companion' });
  out.transports.file.resolvePathFn = () => join(folder, 'companion.log');
  out.transports.file.maxSize = MAX_SIZE;
  out.transports.file.level = debug ? 'debug' : 'info';
  out.transports.console.level = debug ? 'debug' : 'error';
  out.transports.ipc.level = false;
  // Whoever started the app and read its output is gone: a line about that would fail like the one before.
  const mute = (): void => {
    out.transports.console.level = false;
  };
  process.stdout.on('error', mute);
  process.stderr.on('error', mute);

  const redact = createRedactor();
  const withFields = (base: LogFields): Logger => {
    const write =
      (level: 'error' | 'warn' | 'info' | 'debug') =>
      (message: string, fields: LogFields = {}): void => {
        const all = redact.fields({ ...base, ...fields });
        out[level](redact.text(message), ...(Object.keys(all).length > 0 ? [JSON.stringify(all)] : []));
      };
    return {
      error: write('error'),
      warn: write('warn'),
      info: write('info'),
      debug: write('debug'),
      child: (fields) => withFields({ ...base, ...fields }),
    };
  };
  return withFields({});
};
