import { readFileSync } from 'node:fs';
import type { ConfigProblem } from './problem';

/** The trimmed text of a file that a setting names; a problem under that name where it can not be read. */
export const fileText = (name: string, path: string, problems: ConfigProblem[]): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    problems.push({ name, found: `"${path}" can not be read`, allowed: 'the path of a readable file' });
    return '';
  }
};
