import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { AppError } from '../../shared/errors';

/** Where a command is run: what it may read, and where it writes. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** A line on standard output. */
  print(line: string): void;
  /** A line on standard error. */
  complain(line: string): void;
}

/** 0 done, 1 the arguments or the settings are wrong, 2 something that was needed failed. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** All of it, for `<command> --help`. */
  readonly help: string;
  /**
   * Throws `AppError('config')` for wrong arguments or settings.
   * @returns how it ended; null for a server, which ends by itself
   */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode | null>;
}

/** Strict. Throws `AppError('config')` with the sentence of `node:util` and the command's own help. */
export const readArguments = <O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  { options, help, allowPositionals }: { options: O; help: string; allowPositionals: boolean },
) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true });
  } catch (error) {
    throw new AppError('config', `${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
};
