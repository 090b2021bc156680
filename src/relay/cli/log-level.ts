/** How much the relay that runs logs, for a while. */
import { AppError } from '../../shared/errors';
import { logLevelSchema, logLevels, setLogLevelSchema } from '../../shared/protocol/log-level';
import { loadConfig } from '../config/load';
import { ask } from './ask';
import { readArguments, type Command } from './command';
import { relayUrl } from './relay-address';

const help = `npm run relay -- log-level  [--url <address>] [--config <path>]
npm run relay -- log-level <level> [--minutes <n>]  [--url <address>] [--config <path>]

Shows how much the relay logs, or has it log more or less for a while: ${logLevels.join(', ')}. It goes back by itself, and at once
where the level is the configured one.

  --minutes  for so long, 1 to 1440 (default 60)
  --url      the relay that runs (default: this machine, by HOST and PORT)
  --config   a config.json (default: CONFIG, else ./config.json where there is one)

It asks a relay that runs, with API_KEY, which may be any key with the scope admin.

Exit codes: 0 done, 1 the arguments or the settings are wrong, 2 the relay refused it or could not be reached.`;

const options = { minutes: { type: 'string' }, url: { type: 'string' }, config: { type: 'string' } } as const;

export const createLogLevelCommand = (): Command => ({
  name: 'log-level',
  summary: 'how much the relay logs; more or less for a while',
  help,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
    const [level, ...more] = positionals;
    const { minutes } = values;
    if (more.length > 0 || (level === undefined && minutes !== undefined))
      throw new AppError('config', `Give one level, or none.\n\n${help}`);
    const wanted = setLogLevelSchema.safeParse({
      level,
      ...(minutes !== undefined && { minutes: Number(minutes) }),
    });
    if (level !== undefined && !wanted.success)
      throw new AppError(
        'config',
        wanted.error.issues.some(({ path }) => path[0] === 'minutes')
          ? `--minutes: found "${minutes ?? ''}"; allowed: 1 to 1440`
          : `The level is "${level}"; allowed: ${logLevels.join(', ')}`,
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
    const url = `${relayUrl(values.url, config).href.replace(/\/+$/, '')}/api/log-level`;
    const question = wanted.success
      ? ({ url, method: 'PUT', key, body: wanted.data } as const)
      : ({ url, method: 'GET', key } as const);
    const answer = logLevelSchema.safeParse(await ask(terminal, question));
    if (!answer.success) return 2;
    const { configured, until } = answer.data;
    terminal.print(
      `The log level is ${answer.data.level}${until === null ? ', as configured' : ` until ${until}; configured is ${configured}`}.`,
    );
    return 0;
  },
});
