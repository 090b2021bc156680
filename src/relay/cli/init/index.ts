/** `npm run relay -- init`: from nothing to settings that are known to work. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { CrmClient } from '../../../crm/port';
import type { Clock } from '../../../shared/clock';
import { AppError } from '../../../shared/errors';
import type { Config } from '../../config/config';
import { settings, type Environment, type SettingName } from '../../config/environment';
import { loadConfig } from '../../config/load';
import { readArguments, type Command, type Terminal } from '../command';
import type { LookAtRedis } from '../doctor/check';
import { confirm, type Answers } from './answers';
import { envText, writeOwn } from './env-file';
import type { Prompt } from './prompt';
import { askAssistants, askCrm, askPbx, askRelay, askSharing, type Interview } from './questions';
import { createTryOut } from './try-out';

const help = `npm run relay -- init [--yes [--insist]] [--force] [--<setting> <value>]...

Asks for what the relay needs, tries every login at once, and writes .env for its owner alone (0600). What a .env or the
environment has already is offered in brackets; a .env that is there is kept as .env.backup-<time>.

  --yes         ask nothing: take what flags, the environment and .env say. What does not work stops it
  --insist      with --yes: go on where a check fails
  --force       write over a .env that is there, without asking

Flags for answers: --ami-host --ami-port --ami-tls --ami-username --suitecrm-url --suitecrm-client-id --suitecrm-username
--redis-url (where it holds no password) --default-country --host --port --tls-cert --tls-key --trust-proxy --allowed-origins
--data-dir --log-dir
Secrets come from the environment (AMI_SECRET, SUITECRM_CLIENT_SECRET, SUITECRM_PASSWORD, ELEVENLABS_WEBHOOK_SECRET,
REDIS_URL, API_KEY): a command line is seen by everybody on the machine. API_KEY is made where there is none.

Exit codes: 0 written, 1 nothing was written.`;

const flags = [
  ...(['AMI_HOST', 'AMI_PORT', 'AMI_TLS', 'AMI_USERNAME', 'SUITECRM_URL', 'SUITECRM_CLIENT_ID'] as const),
  ...([
    'SUITECRM_USERNAME',
    'DEFAULT_COUNTRY',
    'HOST',
    'PORT',
    'TLS_CERT',
    'TLS_KEY',
    'TRUST_PROXY',
  ] as const),
  ...(['REDIS_URL', 'ALLOWED_ORIGINS', 'DATA_DIR', 'LOG_DIR'] as const),
].map((name) => [name.toLowerCase().replaceAll('_', '-'), name] as const);

const options = {
  yes: { type: 'boolean' as const },
  insist: { type: 'boolean' as const },
  force: { type: 'boolean' as const },
  ...Object.fromEntries(flags.map(([flag]) => [flag, { type: 'string' as const }])),
};

const names = Object.keys(settings).filter(
  (name): name is SettingName => name in settings && name !== 'NODE_ENV',
);

/** A later source wins; a secret comes from one place, a value or a file. */
const known = (...sources: Environment[]): Answers => {
  const answers: Answers = {};
  for (const source of sources)
    for (const name of names) {
      const [value, file] = [source[name]?.trim(), source[`${name}_FILE`]?.trim()];
      if (!value && !file) continue;
      answers[name] = value ?? '';
      answers[`${name}_FILE`] = file ?? '';
    }
  return answers;
};

/** What the new file holds: the answers, and what of the old one no answer touches. */
const merged = (before: Environment, answers: Answers): Environment => {
  const rest = Object.entries(before).filter(([name]) => !(name in answers));
  return Object.fromEntries([...Object.entries(answers), ...rest].filter(([, value]) => value));
};

/** What is exported wins over the file at the start, so one that differs is said. */
const overruled = (env: Environment, values: Environment): string[] =>
  names.filter((name) => env[name]?.trim() && values[name] && env[name].trim() !== values[name]);

const holdsPassword = (url: string | undefined): boolean =>
  url !== undefined && URL.canParse(url) && new URL(url).password !== '';

const mayWrite = async (path: string, interview: Interview, force: boolean): Promise<void> => {
  if (!existsSync(path) || force) return;
  if (interview.prompt === null)
    throw new AppError('config', `${path} is there already. Give --force to write over it.`);
  interview.print(`${path} is there already. What it says is offered in brackets, and a copy of it is kept.`);
  if (!(await confirm(interview, 'Write it anew?', false)))
    throw new AppError('config', 'Nothing was written.');
};

/** Everything must be as the start wants it, before the old file is touched. */
const checked = (values: Environment, cwd: string, print: Terminal['print']): void => {
  for (const warning of loadConfig({ env: values, cwd, dotEnv: false }).warnings) print(`warn  ${warning}`);
};

export const createInitCommand = (deps: {
  createCrm: (config: Config) => CrmClient | null;
  createPrompt: () => Prompt;
  lookAtRedis: LookAtRedis;
  clock: Clock;
}): Command => ({
  name: 'init',
  summary: 'ask for what the relay needs, try it, and write .env',
  help,
  run: async (args, terminal) => {
    const { values: given } = readArguments(args, { options, help, allowPositionals: false });
    const { env, cwd } = terminal;
    const print = (line: string): void => terminal.print(line);
    const path = join(cwd, '.env');
    const before = existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
    const byFlag = Object.fromEntries(
      flags.flatMap(([flag, name]) => {
        const value: unknown = Object.entries(given).find(([one]) => one === flag)?.[1];
        return typeof value === 'string' ? [[name, value]] : [];
      }),
    );
    const prompt = given.yes === true ? null : deps.createPrompt();
    try {
      const interview: Interview = {
        answers: known(before, env, byFlag),
        prompt,
        print,
        insist: given.yes === true && given.insist === true,
        tryOut: createTryOut(cwd, deps.createCrm, deps.lookAtRedis),
      };
      await mayWrite(path, interview, given.force === true);
      await askPbx(interview);
      await askCrm(interview);
      await askAssistants(interview);
      await askSharing(interview);
      await askRelay(interview);

      const values = merged(before, interview.answers);
      print('');
      checked(values, cwd, print);
      const aside = writeOwn(path, envText(values), deps.clock.now());
      if (aside !== null) print(`What was there is kept as ${aside}.`);
      print(`${path} is written, for its owner alone.`);
      if (holdsPassword(byFlag['REDIS_URL']))
        print(
          'warn  --redis-url held a password, which others on this machine may have seen: change it in Redis, and give it as REDIS_URL in the environment.',
        );
      for (const name of overruled(env, values))
        print(`warn  ${name} is exported in this shell with another value, which wins over .env.`);
      print('Next: npm run relay');
      print('Then, in another shell: npm run relay -- doctor');
      print(
        'And for every agent:    npm run relay -- agents add <id> --name <name> --extensions <extension>',
      );
      return 0;
    } finally {
      prompt?.close();
    }
  },
});
