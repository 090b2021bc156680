/** Where a system itself keeps what its administrators have set: Windows' registry and macOS' managed preferences, read by their own tools. */
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { settingsPatchSchema } from '../../shared/ipc/settings';

export interface Source {
  /** For people: where the policy is. */
  name: string;
  /** null: there is none. @throws where it can not be read */
  read(): Promise<string | null>;
}

export const registryKey = 'HKLM\\SOFTWARE\\Policies\\CTI Companion';
const run = promisify(execFile);

type Values = Map<string, { type: string; text: string }>;

/** What `reg query KEY /s` prints: the values of the key itself and of its sub-key `settings`; names in small letters. */
const registryValues = (printed: string): { own: Values; settings: Values } => {
  const found = { own: new Map(), settings: new Map() } satisfies { own: Values; settings: Values };
  let section: Values | null = null;
  for (const line of printed.split(/\r?\n/)) {
    if (/^HKEY_/i.test(line)) {
      section = /\\CTI Companion$/i.test(line.trim())
        ? found.own
        : /\\CTI Companion\\settings$/i.test(line.trim())
          ? found.settings
          : null;
      continue;
    }
    const [, name, type = '', text = ''] = /^ {4}(\S.*?) {4}(REG_\w+)(?: {4}(.*))?$/.exec(line) ?? [];
    if (name !== undefined) section?.set(name, { type: type.toUpperCase(), text: text.trim() });
  }
  return found;
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The schema says what is wrong with it, by its name.
    return text;
  }
};

/** The registry writes names as it likes; ours are told apart by their letters alone. */
const named = (name: string, known: readonly string[]): string =>
  known.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;

const settingOf = (name: string, { type, text }: { type: string; text: string }): unknown => {
  if (type === 'REG_DWORD') {
    const number = Number(text);
    const field = new Map(Object.entries(settingsPatchSchema.shape)).get(name);
    const isSwitch = field?.safeParse(true).success === true && !field.safeParse(number).success;
    return isSwitch && (number === 0 || number === 1) ? number === 1 : number;
  }
  return /^([{[]|null$)/.test(text) ? json(text) : text;
};

/** The same JSON that a policy file has; null: nothing is set. `Policy` holds it whole; else each value stands by itself. */
export const registryText = (printed: string): string | null => {
  const { own, settings } = registryValues(printed);
  const whole = [...own].find(([name]) => name.toLowerCase() === 'policy')?.[1];
  if (whole) return whole.text;
  if (own.size === 0 && settings.size === 0) return null;
  const top = [...own].map(([name, { text }]): [string, unknown] => {
    const key = named(name, ['relayUrls']);
    return [key, key === 'relayUrls' ? text.split(/\\0|[\s,]+/).filter((url) => url !== '') : text];
  });
  const names = Object.keys(settingsPatchSchema.shape);
  const chosen = [...settings].map(([name, value]): [string, unknown] => {
    const key = named(name, names);
    return [key, settingOf(key, value)];
  });
  return JSON.stringify({
    ...Object.fromEntries(top),
    ...(chosen.length > 0 && { settings: Object.fromEntries(chosen) }),
  });
};

/** @param query runs `reg`; it ends with an error where the key is not there */
export const registrySource = (
  query = (): Promise<{ stdout: string }> =>
    run('reg', ['query', registryKey, '/s', '/reg:64'], { windowsHide: true }),
): Source => ({
  name: registryKey,
  read: async () => {
    const printed = await query().catch(() => null);
    return printed === null ? null : registryText(printed.stdout);
  },
});

const domain = 'com.cti-companion.desktop';

/** What an MDM profile for this bundle id has put there, for this user or for all; nobody else can write it. */
export const managedPreferences = (folder = '/Library/Managed Preferences'): Source[] =>
  [`${folder}/${userInfo().username}/${domain}.plist`, `${folder}/${domain}.plist`].map((path) => ({
    name: path,
    read: async () => {
      const isThere = await access(path).then(
        () => true,
        () => false,
      );
      if (!isThere) return null;
      const { stdout } = await run('plutil', ['-convert', 'json', '-o', '-', path]);
      // The system adds keys of its own to a payload.
      const payload = json(stdout);
      if (typeof payload !== 'object' || payload === null) return stdout;
      return JSON.stringify(
        Object.fromEntries(Object.entries(payload).filter(([name]) => !name.startsWith('Payload'))),
      );
    },
  }));
