/** What administrators did, asked of the relay that runs. */
import { AppError } from '../../shared/errors';
import { auditPageSchema, auditQuerySchema, type AuditEntry } from '../../shared/protocol/audit';
import { loadConfig } from '../config/load';
import { ask } from './ask';
import { readArguments, type Command } from './command';
import { relayUrl } from './relay-address';

const help = `npm run relay -- audit [--who <name>] [--act <act>] [--limit <n>]  [--url <address>] [--config <path>]

Shows what administrators did, newest first: when, who, what, to what, from where, and how it went.

  --who     of one only: the name of an API key, admin:<name>, agent:<id>
  --act     of one act only, e.g. agents.remove, admin.sign-in
  --limit   so many entries, 1 to 200 (default 50)
  --url     the relay that runs (default: this machine, by HOST and PORT)
  --config  a config.json (default: CONFIG, else ./config.json where there is one)

It asks a relay that runs, with API_KEY, which may be any key with the scope admin.

Exit codes: 0 done, 1 the arguments or the settings are wrong, 2 the relay refused it or could not be reached.`;

const options = {
  who: { type: 'string' },
  act: { type: 'string' },
  limit: { type: 'string' },
  url: { type: 'string' },
  config: { type: 'string' },
} as const;

const described = ({ at, who, act, target, address, result, status }: AuditEntry): string =>
  [at, who, act, target ?? '-', `from ${address}`, result === 'done' ? 'done' : `${result} (${status})`].join(
    '  ',
  );

export const createAuditCommand = (): Command => ({
  name: 'audit',
  summary: 'what administrators did',
  help,
  run: async (args, terminal) => {
    const { values } = readArguments(args, { options, help, allowPositionals: false });
    const { who, act, limit } = values;
    const query = auditQuerySchema.safeParse({ who, act, limit });
    if (!query.success)
      throw new AppError(
        'config',
        `--${String(query.error.issues[0]?.path[0] ?? 'limit')}: ${query.error.issues[0]?.message ?? ''}\n\n${help}`,
      );
    const { config } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
      needsPbx: false,
    });
    const key = config.http.apiKey;
    if (key === null)
      throw new AppError('config', 'API_KEY is not set. Set the one that the relay was started with.');
    const url = new URL(`${relayUrl(values.url, config).href.replace(/\/+$/, '')}/api/audit`);
    const asked: Record<string, string | number | undefined> = query.data;
    for (const [name, value] of Object.entries(asked))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const page = auditPageSchema.safeParse(await ask(terminal, { url: url.href, method: 'GET', key }));
    if (!page.success) return 2;
    for (const entry of page.data.entries) terminal.print(described(entry));
    if (page.data.entries.length === 0) terminal.print('Nothing of that kind is written down.');
    return 0;
  },
});
