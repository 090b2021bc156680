/**
 * What IT has set for this computer, for a silent roll-out: a JSON file that only an administrator can write, or what the system
 * has for it (registry, managed preferences). A policy that can not be read is none, and says so; the app starts all the same.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { settingsPatchSchema, type Settings } from '../../shared/ipc/settings';
import type { Managed } from '../../shared/ipc/state';
import type { Logger } from '../../shared/logger';
import { managedPreferences, registrySource, type Source } from './policy-system';
import { isFeedUrl } from '../updates/signed-feed';

const relayUrl = z.url({
  protocol: /^https?$/,
  error: 'must be an address that begins with https:// or http://',
});

/** Where updates come from; without it, as the package was built. */
const updates = z.strictObject({
  /** false: none by the Companion itself, IT rolls them out. */
  on: z.boolean().optional(),
  url: z.string().refine(isFeedUrl, 'must be an address that begins with https://').optional(),
  /** The public half of the key that signs the feed, as `sign-feed.mjs --new-key` prints it. */
  key: z.string().min(40).max(200).optional(),
});

export const policySchema = z.strictObject({
  /** Where the relay is; the first one is tried first. */
  relayUrls: z.array(relayUrl).min(1).max(8).optional(),
  updates: updates.optional(),
  /** Any of the agent's own settings; those named are no longer his to change. */
  settings: z.strictObject(settingsPatchSchema.omit({ popPlace: true, quiet: true }).shape).optional(),
});
export type Policy = z.infer<typeof policySchema>;

const files: Partial<Record<NodeJS.Platform, string>> = {
  linux: '/etc/cti-companion/policy.json',
  darwin: '/Library/Application Support/CTI Companion/policy.json',
};
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

/** Where it is looked for, the first one that is there counts. */
export const policySources = (platform: NodeJS.Platform): Source[] => {
  if (platform === 'win32') return [registrySource()];
  const path = files[platform];
  const file = path === undefined ? [] : [fileSource(path)];
  return platform === 'darwin' ? [...managedPreferences(), ...file] : file;
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

const readSource = async (source: Source, log: Logger): Promise<ReadPolicy | null> => {
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
  if (text === null) return null;
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

export const readPolicy = async (sources: readonly Source[], log: Logger): Promise<ReadPolicy> => {
  for (const source of sources) {
    const read = await readSource(source, log);
    if (read) return read;
  }
  return noPolicy;
};

/** The agent's own choice of these settings. */
export const keptOf = (settings: Settings, names: readonly string[]): Partial<Settings> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));
