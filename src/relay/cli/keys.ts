/** API keys, asked of the relay that runs: a new one works at once, a revoked one no more. */
import { AppError } from '../../shared/errors';
import {
  apiKeyListSchema,
  newApiKeyResponseSchema,
  newApiKeySchema,
  type ApiKey,
} from '../../shared/protocol/api-keys';
import { scopes } from '../../shared/protocol/scope';
import { loadConfig } from '../config/load';
import { ask } from './ask';
import { readArguments, type Command, type ExitCode } from './command';
import { relayUrl } from './relay-address';

const help = `npm run relay -- keys list  [--url <address>] [--config <path>]
npm run relay -- keys add <name> --scopes read,dial,admin [--days <n>]  [--url <address>] [--config <path>]
npm run relay -- keys revoke <name>  [--url <address>] [--config <path>]

API keys for programs. Each has a name, what it may do, and perhaps an end. The key itself is shown once, when it is made.
To change one without a gap: add a new one, give it to the program, revoke the old one. Nothing is restarted.

  --scopes  read (calls, status, metrics), dial (dial, pop, say who calls), admin (agents, keys, retry, forget); none holds
            another, so name all that are needed
  --days    it ends after so many days (default: it does not end)
  --url     the relay that runs (default: this machine, by HOST and PORT)
  --config  a config.json (default: CONFIG, else ./config.json where there is one)

It asks a relay that runs, with API_KEY, which may be any key with the scope admin.

Exit codes: 0 done, 1 the arguments or the settings are wrong, 2 the relay refused it or could not be reached.`;

const options = {
  scopes: { type: 'string' },
  days: { type: 'string' },
  url: { type: 'string' },
  config: { type: 'string' },
} as const;

const dayMs = 24 * 60 * 60_000;

const described = ({ name, scopes: may, expiresAt, lastUsedAt, createdBy }: ApiKey, now: number): string => {
  const hasEnded = expiresAt !== null && Date.parse(expiresAt) <= now;
  const end = expiresAt === null ? [] : [`${hasEnded ? 'ENDED' : 'ends'} ${expiresAt}`];
  const used = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt}`;
  return [name, may.join(','), used, ...end, `made by ${createdBy}`].join('  ');
};

/** Throws `config`. */
const newKey = (name: string, given: { scopes?: string; days?: string }, now: number) => {
  const wanted = (given.scopes ?? '').split(',').map((scope) => scope.trim());
  const days = given.days === undefined ? null : Number(given.days);
  if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= 3_650))
    throw new AppError('config', `--days: found "${given.days ?? ''}"; allowed: 1 to 3650`);
  const parsed = newApiKeySchema.safeParse({
    name,
    scopes: wanted,
    ...(days !== null && { expiresAt: new Date(now + days * dayMs).toISOString() }),
  });
  if (parsed.success) return parsed.data;
  throw new AppError(
    'config',
    parsed.error.issues.some(({ path }) => path[0] === 'name')
      ? `The name is "${name}"; allowed: 1 to 60 of A-Z a-z 0-9 _ . -`
      : `--scopes: found "${given.scopes ?? ''}"; allowed: ${scopes.join(', ')}, with commas between`,
  );
};

export const createKeysCommand = ({ now }: { now: () => number }): Command => ({
  name: 'keys',
  summary: 'API keys for programs: list, add, revoke',
  help,
  run: async (args, terminal): Promise<ExitCode> => {
    const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
    const [action, name, ...more] = positionals;
    const isKnown = action === 'list' || action === 'add' || action === 'revoke';
    if (!isKnown || more.length > 0 || (action === 'list') !== (name === undefined))
      throw new AppError('config', `Say what to do: list, or add or revoke with a name.\n\n${help}`);
    const body = action === 'add' && name !== undefined ? newKey(name, values, now()) : null;
    const { config } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
      needsPbx: false,
    });
    const key = config.http.apiKey;
    if (key === null)
      throw new AppError('config', 'API_KEY is not set. Set the one that the relay was started with.');
    const url = `${relayUrl(values.url, config).href.replace(/\/+$/, '')}/api/keys`;
    if (body) {
      const made = newApiKeyResponseSchema.safeParse(await ask(terminal, { url, method: 'POST', key, body }));
      if (!made.success) return 2;
      terminal.print(
        `The API key "${made.data.key.name}" may ${made.data.key.scopes.join(', ')}. It is shown this once:`,
      );
      terminal.print(made.data.secret);
      return 0;
    }
    if (name !== undefined) {
      const gone = await ask(terminal, { url: `${url}/${encodeURIComponent(name)}`, method: 'DELETE', key });
      if (gone === null) return 2;
      terminal.print(`The API key "${name}" is revoked.`);
      return 0;
    }
    const list = apiKeyListSchema.safeParse(await ask(terminal, { url, method: 'GET', key }));
    if (!list.success) return 2;
    for (const one of list.data.keys) terminal.print(described(one, now()));
    if (list.data.keys.length === 0)
      terminal.print('There is no API key but the one of the environment (API_KEY).');
    return 0;
  },
});
