/** What the simulated SuiteCRM holds: records, links between them, users, OAuth2 clients. */
import schema from './schema.json';
import { collate } from './text';

export type ModuleName = keyof typeof schema;
export const moduleNames = Object.keys(schema).filter((name): name is ModuleName => name in schema);

/** Stored as SuiteCRM stores it: every value a string, dates `YYYY-MM-DD HH:MM:SS` in UTC. */
export interface Row {
  id: string;
  deleted: boolean;
  values: Record<string, string>;
  /** What is attached; notes only. */
  file?: Buffer;
}
/** A value of a row: the row's place in its table, and the text in the database's collation. */
export interface Cell {
  row: Row;
  at: number;
  text: string;
}
export interface SeedUser {
  id: string;
  userName: string;
  password: string;
  firstName: string;
  lastName: string;
  active?: boolean;
  /** Of the record of a user, e.g. `phone_work`. */
  values?: Record<string, string>;
  /** Modules his role has no access to. */
  noAccess?: readonly ModuleName[];
  /** His role shows and changes only records that are assigned to him. */
  ownOnly?: boolean;
}
export interface SeedClient {
  id: string;
  secret: string;
  grant: 'password' | 'client_credentials';
  /** Whom client_credentials acts as; null: nobody, which real installs have too. */
  userId?: string | null;
}
export interface SuiteCrmSeed {
  users: readonly SeedUser[];
  clients: readonly SeedClient[];
  /** `deleted: '1'` marks what was deleted before. */
  records: Partial<Record<ModuleName, readonly ({ id: string } & Record<string, string>)[]>>;
  links: readonly { table: LinkTable; left: string; right: string }[];
}

/** Many-to-many tables; left and right as SuiteCRM names them. */
export type LinkTable = 'calls_contacts' | 'calls_leads' | 'contacts_cases' | 'contacts_opportunities';

export const typeOf = (module: ModuleName): string => schema[module].type;
export const fieldsOf = (module: ModuleName): Record<string, unknown> => schema[module].fields;
export const relatedLinksOf = (module: ModuleName): Record<string, string> => schema[module].relationships;

/** `Contacts`, and its object name `Contact` as an alias; case matters. */
export const moduleNamed = (name: string): ModuleName | null =>
  moduleNames.find((module) => module === name || typeOf(module) === name) ?? null;

export type Database = ReturnType<typeof createDatabase>;

export const createDatabase = (seed: SuiteCrmSeed) => {
  const tables = new Map<ModuleName, Map<string, Row>>(moduleNames.map((module) => [module, new Map()]));
  /** `table left` -> rights, and the other way round. */
  const rights = new Map<string, Set<string>>();
  const lefts = new Map<string, Set<string>>();
  const put = (index: Map<string, Set<string>>, key: string, id: string): void => {
    const ids = index.get(key);
    if (ids) ids.add(id);
    else index.set(key, new Set([id]));
  };
  const link = (name: LinkTable, left: string, right: string): void => {
    put(rights, `${name} ${left}`, right);
    put(lefts, `${name} ${right}`, left);
  };
  for (const { table, left, right } of seed.links) link(table, left, right);

  /** Per module and field what is in it, as it is compared; made at the first search, gone with the next change. */
  const columns = new Map<ModuleName, Map<string, Cell[]>>();
  const changed = (module: ModuleName): void => void columns.delete(module);
  const column = (module: ModuleName, field: string): readonly Cell[] => {
    const known = columns.get(module) ?? new Map<string, Cell[]>();
    columns.set(module, known);
    const cells =
      known.get(field) ??
      [...table(module).values()].flatMap((row, at): Cell[] => {
        const text = collate(row.values[field] ?? '');
        return text === '' ? [] : [{ row, at, text }];
      });
    known.set(field, cells);
    return cells;
  };

  const table = (module: ModuleName): Map<string, Row> => tables.get(module) ?? new Map<string, Row>();
  const live = (module: ModuleName): Row[] => [...table(module).values()].filter((row) => !row.deleted);
  const get = (module: ModuleName, id: string): Row | null => {
    const row = table(module).get(id);
    return row && !row.deleted ? row : null;
  };

  for (const user of seed.users)
    table('Users').set(user.id, {
      id: user.id,
      deleted: false,
      values: {
        user_name: user.userName,
        first_name: user.firstName,
        last_name: user.lastName,
        status: user.active === false ? 'Inactive' : 'Active',
        ...user.values,
      },
    });
  for (const module of moduleNames)
    for (const { id, deleted, ...values } of seed.records[module] ?? [])
      table(module).set(id, { id, deleted: deleted === '1', values });

  return {
    live,
    get,
    has: (module: ModuleName, id: string) => table(module).has(id),
    put: (module: ModuleName, row: Row): void => {
      table(module).set(row.id, row);
      changed(module);
    },
    /** To be said after values of a row were changed. */
    changed,
    column,
    anyDeleted: (module: ModuleName): Row | null =>
      [...table(module).values()].find((row) => row.deleted) ?? null,
    link,
    /** @returns whether they were linked */
    unlink: (name: LinkTable, left: string, right: string): boolean => {
      lefts.get(`${name} ${right}`)?.delete(left);
      return rights.get(`${name} ${left}`)?.delete(right) ?? false;
    },
    rightsOf: (name: LinkTable, left: string) => [...(rights.get(`${name} ${left}`) ?? [])],
    leftsOf: (name: LinkTable, right: string) => [...(lefts.get(`${name} ${right}`) ?? [])],
  };
};

export const displayName = (module: ModuleName, { values }: Row): string =>
  module === 'Contacts' || module === 'Leads' || module === 'Users'
    ? [values['first_name'], values['last_name']].filter(Boolean).join(' ')
    : (values['name'] ?? '');
