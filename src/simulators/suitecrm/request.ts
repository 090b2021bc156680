/** What a route gets, and what several of them need. */
import type { Clock } from '../../shared/clock';
import { invalid, refused, type SimAnswer } from './answer';
import type { Auth, Version } from './auth';
import { moduleNamed, type Database, type ModuleName, type Row } from './data';
import type { Faults } from './faults';
import type { Rights } from './rights';
import { isRecordId } from './write';

export interface SimRequest {
  method: string;
  /** Below `/Api`. */
  path: string;
  search: URLSearchParams;
  headers: Record<string, string | undefined>;
  /** Parsed JSON or form; undefined when there is none or it is broken. */
  body: unknown;
}
export interface Context {
  db: Database;
  auth: Auth;
  clock: Clock;
  version: Version;
  rights: Rights;
  faults: Faults;
}

export const notFound = (module: string, id: string): string => `${module} module with id ${id} is not found`;

/** One page of rows, numbered from 1. */
export const cut = (rows: readonly Row[], number: number, size: number): Row[] => {
  const from = (Math.max(1, number) - 1) * size;
  return rows.slice(from, from + size);
};

/** The record of a path, or SuiteCRM's words for why there is none. */
export const findRow = (
  db: Database,
  name: string,
  id: string,
): { module: ModuleName; row: Row } | { refusal: SimAnswer } => {
  if (!isRecordId(id)) return { refusal: invalid(`The option "id" with value "${id}" is invalid.`) };
  const module = moduleNamed(name);
  if (!module) return { refusal: refused(`Module with name ${name} is not found`) };
  const row = db.get(module, id);
  return row ? { module, row } : { refusal: refused(notFound(module, id)) };
};
