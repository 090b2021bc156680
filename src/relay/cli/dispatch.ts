import { createRedactor } from '../../shared/redact';
import { AppError } from '../../shared/errors';
import { nearest } from '../config/nearest';
import type { Command, ExitCode, Terminal } from './command';

const overview = (commands: readonly Command[], version: string): string =>
  `CTI Relay ${version}

  npm run relay [-- <command> [options]]

${commands.map(({ name, summary }) => `  ${name.padEnd(17)} ${summary}`).join('\n')}
  ${'version'.padEnd(17)} print the version

Without a command the relay starts. "npm run relay -- <command> --help" tells more about one.`;

const isHelp = (arg: string | undefined): boolean => arg === '--help' || arg === '-h';

/**
 * Runs the command that the arguments name; the first of the list where they name none.
 * @returns how it ended; null while a server runs
 */
export const dispatch = async (
  args: readonly string[],
  commands: readonly [Command, ...Command[]],
  { terminal, version }: { terminal: Terminal; version: string },
): Promise<ExitCode | null> => {
  const [first, ...rest] = args;
  if (isHelp(first) || (first === 'help' && rest.length === 0)) {
    terminal.print(overview(commands, version));
    return 0;
  }
  if (first === '--version' || first === 'version') {
    terminal.print(version);
    return 0;
  }
  const named = first !== undefined && !first.startsWith('-');
  const name = first === 'help' ? rest[0] : first;
  const command = named ? commands.find((one) => one.name === name) : commands[0];
  if (!command) {
    const names = [...commands.map((one) => one.name), 'version', 'help'];
    const near = nearest(name ?? '', names);
    terminal.complain(
      `There is no command "${name ?? ''}".${near ? ` Did you mean ${near}?` : ''} There are: ${names.join(', ')}.`,
    );
    return 1;
  }
  if (first === 'help' || rest.some(isHelp)) {
    terminal.print(command.help);
    return 0;
  }
  try {
    return await command.run(named ? rest : args, terminal);
  } catch (error) {
    if (error instanceof AppError && error.code === 'config') {
      terminal.complain(error.message);
      return 1;
    }
    const what = named ? `The command ${command.name}` : 'The relay';
    terminal.complain(
      createRedactor().text(
        `${what} ended because of a fault in it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      ),
    );
    return 2;
  }
};
