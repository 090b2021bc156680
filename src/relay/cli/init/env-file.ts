/** `.env` as `init` writes it: readable by its owner alone, and never without a copy of what was there. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { iso } from '../../../shared/clock';
import { AppError } from '../../../shared/errors';
import type { Environment } from '../../config/environment';

const quotes = ["'", '"', '`'] as const;

/** As `node:util` parseEnv reads it again. Throws `AppError('config')` for a value that no quoting carries. */
const lineOf = (name: string, value: string): string => {
  const forms = [
    ...(/^[\w.:/@+=,-]*$/.test(value) ? [value] : []),
    ...quotes.map((quote) => quote + value + quote),
  ];
  const line = forms.map((form) => `${name}=${form}`).find((text) => parseEnv(text)[name] === value);
  if (line === undefined)
    throw new AppError(
      'config',
      `The value of ${name} can not stand in .env: it holds every kind of quote. Put it into a file, and name that in ${name}_FILE.`,
    );
  return line;
};

export const envText = (values: Environment): string =>
  [
    '# CTI Relay, written by `npm run relay -- init`; .env.example explains every setting.',
    ...Object.entries(values).flatMap(([name, value]) => (value ? [lineOf(name, value)] : [])),
    '',
  ].join('\n');

const put = (path: string, text: string): void => {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/**
 * Whole or not at all. Throws `AppError('config')` where the folder can not be written.
 * @returns where the copy of what was there is; null where there was nothing
 */
export const writeOwn = (path: string, text: string, nowMs: number): string | null => {
  const aside = `${path}.backup-${iso(nowMs).replaceAll(':', '-')}`;
  const next = join(dirname(path), `${basename(path)}.new-${process.pid}`);
  try {
    const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
    if (before !== null) put(aside, before);
    put(next, text);
    renameSync(next, path);
    return before === null ? null : aside;
  } catch (cause) {
    rmSync(next, { force: true });
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError('config', `${path} can not be written (${reason}). What was there is as it was.`, {
      cause,
    });
  }
};
