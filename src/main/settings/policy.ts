/**
 * What IT has set for this computer, for a silent roll-out: a JSON file that only an administrator can write, on Windows one value
 * of the registry. A policy that can not be read is none, and says so; the app starts all the same.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { settingsPatchSchema, type Settings } from '../../shared/ipc/settings';
import type { Managed } from '../../shared/ipc/state';
import type { Logger } from '../../shared/logger';

const relayUrl = z.url({
  protocol: /^https?$/,
  error: 'must be an address that begins with https:// or http://',
});

export const policySchema = z.strictObject({
  /** Where the relay is; the first one is tried first. */
  relayUrls: z.array(relayUrl).min(1).max(8).optional(),
  /** Any of the agent's own settings; those named are no longer his to change. */
  settings: z.strictObject(settingsPatchSchema.omit({ popPlace: true, quiet: true }).shape).optional(),
});
export type Policy = z.infer<typeof policySchema>;

const files: Partial<Record<NodeJS.Platform, string>> = {
  linux: '/etc/cti-companion/policy.json',
  darwin: '/Library/Application Support/CTI Companion/policy.json',
};
export const registryKey = 'HKLM\\SOFTWARE\\Policies\\CTI Companion';

/** What `reg query KEY /v Policy` prints, as the text of the value; null: there is none. */
export const registryText = (printed: string): string | null =>
  /^\s*Policy\s+REG_(?:SZ|EXPAND_SZ)\s+(.*)$/im.exec(printed)?.[1]?.trim() ?? null;

interface Source {
  /** For people: where the policy is. */
  name: string;
  /** null: there is none. @throws where it can not be read */
  read(): Promise<string | null>;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

export const fileSource = (path: string): Source => ({
  name: path,
  read: () =>
    readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    }),
});

/** @param query runs `reg`; it ends with an error where the key is not there */
export const registrySource = (
  query = (): Promise<{ stdout: string }> =>
    promisify(execFile)('reg', ['query', registryKey, '/v', 'Policy', '/reg:64'], { windowsHide: true }),
): Source => ({
  name: registryKey,
  read: async () => {
    const printed = await query().catch(() => null);
    return printed === null ? null : registryText(printed.stdout);
  },
});

export const policySource = (platform: NodeJS.Platform): Source | null => {
  if (platform === 'win32') return registrySource();
  const path = files[platform];
  return path === undefined ? null : fileSource(path);
};

export interface ReadPolicy {
  policy: Policy;
  managed: Managed;
}

export const noPolicy: ReadPolicy = { policy: {}, managed: { source: null, locked: [], problem: null } };

const problemOf = (error: z.ZodError): string =>
  error.issues
    .map((issue) => {
      const path = issue.path.join('.');
      return path === '' ? issue.message : `${path}: ${issue.message}`;
    })
    .join('; ');

export const readPolicy = async (source: Source | null, log: Logger): Promise<ReadPolicy> => {
  if (!source) return noPolicy;
  const wrong = (problem: string): ReadPolicy => {
    log.error('the policy of IT is not usable and does not count', { source: source.name, problem });
    return { policy: {}, managed: { source: source.name, locked: [], problem } };
  };
  let text: string | null;
  try {
    text = await source.read();
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'It can not be read.');
  }
  if (text === null) return noPolicy;
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return wrong('It is not valid JSON.');
  }
  const parsed = policySchema.safeParse(json);
  if (!parsed.success) return wrong(problemOf(parsed.error));
  const { relayUrls, settings = {} } = parsed.data;
  const locked = [...Object.keys(settings), ...(relayUrls ? ['relayUrls'] : [])].sort();
  log.info('settings of IT are in force', { source: source.name, locked });
  return { policy: parsed.data, managed: { source: source.name, locked, problem: null } };
};

/** The agent's own choice of these settings. */
export const keptOf = (settings: Settings, names: readonly string[]): Partial<Settings> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));
