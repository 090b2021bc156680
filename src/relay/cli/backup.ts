/** A copy of what the relay keeps, made while it runs; and the way back, while it does not. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { iso, type Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { Config } from '../config/config';
import { loadConfig } from '../config/load';
import { readArguments, type Command, type Terminal } from './command';

interface Content {
  bytes: number;
  calls: number;
  agents: number;
  owed: number;
  audioFiles: string[];
}

const backupHelp = `npm run relay -- backup <folder> [--config <path>]

Writes relay-<time>.db into the folder: history, what is owed to the CRM, notes, conversations, agents. One file, looked
through before it has its name, readable by its owner alone. The relay may run; nothing waits for it.
Not in it, and named at the end: .env, config.json, and the recordings in DATA_DIR. The phone index is read again from the CRM.

It reads DATA_DIR itself, so run it on the relay's machine, as the relay's user.

Exit codes: 0 done, 1 the arguments or the settings are wrong, or it could not be made.`;

const restoreHelp = `npm run relay -- restore <file> [--config <path>]

Puts a backup into DATA_DIR, after a look at the whole of it. The relay must be stopped. What is there is kept beside it, as
relay.db.before-restore-<time>; calls and conversations that were forgotten there are taken out of the backup as well. Agents, devices
and API keys that were revoked after the backup are valid again.

Exit codes: 0 done, 1 the arguments or the settings are wrong, or it was not restored; then everything is as it was.`;

const stamp = (clock: Clock): string => iso(clock.now()).slice(0, 19).replaceAll(':', '-');

const counted = ({ calls, agents, owed }: Content): string =>
  `${calls} calls, ${agents} agents, ${owed} on their way into the CRM`;

const given = (
  args: readonly string[],
  terminal: Terminal,
  help: string,
): { config: Config; path: string } => {
  const options = { config: { type: 'string' } } as const;
  const { values, positionals } = readArguments(args, { options, help, allowPositionals: true });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new AppError('config', `One path is needed.\n\n${help}`);
  const { env, cwd } = terminal;
  const { config } = loadConfig({ env, cwd, configPath: values.config ?? null, needsPbx: false });
  return { config, path: resolve(cwd, path) };
};

const recordingsOf = ({ dataDir }: Config): { dir: string; names: string[] } => {
  const dir = join(dataDir, 'recordings');
  return { dir, names: existsSync(dir) ? readdirSync(dir) : [] };
};

export const createBackupCommand = (
  backup: (dir: string, to: string) => Promise<Content>,
  clock: Clock,
): Command => ({
  name: 'backup',
  summary: 'copy what the relay keeps, while it runs',
  help: backupHelp,
  run: async (args, terminal) => {
    const { config, path } = given(args, terminal, backupHelp);
    const to = join(path, `relay-${stamp(clock)}.db`);
    const content = await backup(config.dataDir, to);
    terminal.print(`${to} is written and looked through: ${counted(content)}, ${content.bytes} bytes.`);
    const { dir, names } = recordingsOf(config);
    const beside = [join(terminal.cwd, '.env'), join(terminal.cwd, 'config.json')].filter((file) =>
      existsSync(file),
    );
    if (names.length > 0) beside.push(`${dir} (${names.length} recordings)`);
    if (beside.length > 0) terminal.print('Not in it; copy these as well, with secrets kept secret:');
    for (const file of beside) terminal.print(`  ${file}`);
    return 0;
  },
});

export const createRestoreCommand = (
  restore: (
    dir: string,
    from: string,
    asideSuffix: string,
  ) => Content & { aside: string | null; forgotten: number },
  clock: Clock,
): Command => ({
  name: 'restore',
  summary: 'put a backup back, while the relay is stopped',
  help: restoreHelp,
  run: (args, terminal) => {
    const { config, path } = given(args, terminal, restoreHelp);
    const content = restore(config.dataDir, path, `.before-restore-${stamp(clock)}`);
    if (content.aside !== null) terminal.print(`What was there is kept as ${content.aside}.`);
    if (content.forgotten > 0)
      terminal.print(
        `${content.forgotten} calls and conversations of it were forgotten meanwhile, and are not in it any more.`,
      );
    terminal.print(
      'Agents, devices and API keys that were revoked after the backup are valid again: look through them.',
    );
    const { dir, names } = recordingsOf(config);
    const missing = content.audioFiles.filter((name) => !names.includes(name)).length;
    if (missing > 0)
      terminal.print(
        `${missing} of ${content.audioFiles.length} recordings are not in ${dir}; copy them there.`,
      );
    terminal.print(`${config.dataDir} has the backup now: ${counted(content)}. Next: npm run relay`);
    return Promise.resolve(0);
  },
});
