/** Accounts of the dashboard, asked of the relay that runs: a new one signs in at once, a removed one is signed out. */
import { AppError } from '../../shared/errors';
import {
  adminAccountListSchema,
  newAdminResponseSchema,
  newAdminSchema,
  shortestPassword,
  type AdminAccount,
} from '../../shared/protocol/admin-accounts';
import { loadConfig } from '../config/load';
import { ask } from './ask';
import { readArguments, type Command, type ExitCode } from './command';
import type { Prompt } from './init/prompt';
import { relayUrl } from './relay-address';

const help = `npm run relay -- admin list
npm run relay -- admin add <name> [--password-stdin]
npm run relay -- admin password <name> [--password-stdin]
npm run relay -- admin remove <name>

Who may sign in to the dashboard (/admin).

add       makes an account
password  gives it another password: it is signed out everywhere, and waits after wrong sign-ins end
remove    takes it away: it is signed out everywhere

The password is asked for, unseen, twice. It has ${shortestPassword} characters or more.

  --password-stdin  it is read from standard input instead
  --url             the relay that runs (default: this machine, by HOST and PORT)
  --config          a config.json (default: CONFIG, else ./config.json where there is one)

It asks a relay that runs, with API_KEY, which may be any key with the scope admin.

Exit codes: 0 done, 1 the arguments, the password or the settings are wrong, 2 the relay refused it or could not be reached.`;

const options = {
  'password-stdin': { type: 'boolean' },
  url: { type: 'string' },
  config: { type: 'string' },
} as const;

const actions = ['list', 'add', 'password', 'remove'] as const;
type Action = (typeof actions)[number];
const isAction = (given: string | undefined): given is Action => actions.some((action) => action === given);

const described = ({ name, lastSignInAt, passwordChangedAt, createdBy }: AdminAccount): string =>
  [
    name,
    lastSignInAt === null ? 'never signed in' : `last signed in ${lastSignInAt}`,
    `password of ${passwordChangedAt}`,
    `made by ${createdBy}`,
  ].join('  ');

export interface AdminCommandDeps {
  createPrompt: () => Prompt;
  /** All of it, as it is. */
  readInput: () => Promise<string>;
}

/** Throws `config` where what was typed twice differs. */
const askPassword = async (name: string, createPrompt: () => Prompt): Promise<string> => {
  const prompt = createPrompt();
  try {
    const password = await prompt.secret(`Password for ${name}: `);
    if (password.length >= shortestPassword && (await prompt.secret('Once more: ')) !== password)
      throw new AppError('config', 'The two passwords are not the same. Nothing was changed.');
    return password;
  } finally {
    prompt.close();
  }
};

/** Throws `config`, which never shows the password. */
const accountOf = (name: string, password: string) => {
  const parsed = newAdminSchema.safeParse({ name, password });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    'config',
    issue?.path[0] === 'name'
      ? `The name is "${name}"; allowed: ${issue.message}`
      : `The password has ${password.length} characters; ${issue?.message ?? 'choose another'}. Nothing was changed.`,
  );
};

export const createAdminCommand = ({ createPrompt, readInput }: AdminCommandDeps): Command => ({
  name: 'admin',
  summary: 'accounts of the dashboard: list, add, password, remove',
  help,
  run: async (args, terminal): Promise<ExitCode> => {
    const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
    const [action, name = '', ...more] = positionals;
    if (!isAction(action) || more.length > 0 || (action === 'list') !== (name === ''))
      throw new AppError(
        'config',
        `Say what to do: list, or add, password or remove with a name.\n\n${help}`,
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
    const url = `${relayUrl(values.url, config).href.replace(/\/+$/, '')}/api/admins`;
    const one = `${url}/${encodeURIComponent(name)}`;

    if (action === 'list') {
      const list = adminAccountListSchema.safeParse(await ask(terminal, { url, method: 'GET', key }));
      if (!list.success) return 2;
      for (const admin of list.data.admins) terminal.print(described(admin));
      if (list.data.admins.length === 0)
        terminal.print('There is no administrator yet; "admin add <name>" makes one.');
      return 0;
    }
    if (action === 'remove') {
      if ((await ask(terminal, { url: one, method: 'DELETE', key })) === null) return 2;
      terminal.print(`${name} is no administrator any more, and signed out everywhere.`);
      return 0;
    }
    const typed = values['password-stdin']
      ? (await readInput()).replace(/\r?\n$/, '')
      : await askPassword(name, createPrompt);
    const body = accountOf(name, typed);
    if (action === 'password') {
      const { password } = body;
      if ((await ask(terminal, { url: `${one}/password`, method: 'PUT', key, body: { password } })) === null)
        return 2;
      terminal.print(`${name} has a new password, and is signed out everywhere.`);
      return 0;
    }
    const made = newAdminResponseSchema.safeParse(await ask(terminal, { url, method: 'POST', key, body }));
    if (!made.success) return 2;
    terminal.print(`${made.data.admin.name} can sign in at ${url.replace(/\/api\/admins$/, '/admin')}.`);
    return 0;
  },
});
