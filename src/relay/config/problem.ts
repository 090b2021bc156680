/** Thrown by `loadConfig` with everything that is wrong at once, so that one start shows the whole list. */
import { AppError } from '../../shared/errors';

export interface ConfigProblem {
  /** The setting as the reader wrote it: `AMI_HOTS`, `config.json: retentionDays`. */
  name: string;
  /** What was found; never the value of a secret. */
  found: string;
  /** What is allowed, and what to do. */
  allowed: string;
}

const line = ({ name, found, allowed }: ConfigProblem): string => `  ${name}: ${found}; ${allowed}`;

export const configError = (problems: readonly ConfigProblem[]): AppError =>
  new AppError(
    'config',
    `The relay does not start, because ${problems.length === 1 ? 'a setting is' : `${problems.length} settings are`} wrong:\n${problems.map(line).join('\n')}\nSettings come from the environment, .env and config.json; .env.example and config.example.json show them all.`,
    { details: problems },
  );
