/** What the simulated SuiteCRM holds: records, links between them, users, OAuth2 clients. */
import schema from './schema.json';

export type ModuleName = keyof typeof schema;
export const moduleNames = Object.keys(schema).filter((name): name is ModuleName => name in schema);

/** Stored as SuiteCRM stores it: every value a string, dates `YYYY-MM-DD HH:MM:SS` in UTC. */
export interface Row {
  id: string;
  deleted: boolean;
  values: Record<string, string>;
}
export interface SeedUser {
  id: string;
  userName: string;
  password: string;
  firstName: string;
  lastName: string;
  active?: boolean;
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
  const links = new Set<string>(seed.links.map(({ table, left, right }) => `${table} ${left} ${right}`));

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
      },
    });
  for (const module of moduleNames)
    for (const { id, ...values } of seed.records[module] ?? [])
      table(module).set(id, { id, deleted: false, values });

  const parts = (name: LinkTable) =>
    [...links].flatMap((link) => {
      const [owner, left = '', right = ''] = link.split(' ');
      return owner === name ? [{ left, right }] : [];
    });

  return {
    live,
    get,
    has: (module: ModuleName, id: string) => table(module).has(id),
    put: (module: ModuleName, row: Row) => void table(module).set(row.id, row),
    anyDeleted: (module: ModuleName): Row | null =>
      [...table(module).values()].find((row) => row.deleted) ?? null,
    link: (name: LinkTable, left: string, right: string) => void links.add(`${name} ${left} ${right}`),
    /** @returns whether they were linked */
    unlink: (name: LinkTable, left: string, right: string) => links.delete(`${name} ${left} ${right}`),
    rightsOf: (name: LinkTable, left: string) =>
      parts(name).flatMap((link) => (link.left === left ? [link.right] : [])),
    leftsOf: (name: LinkTable, right: string) =>
      parts(name).flatMap((link) => (link.right === right ? [link.left] : [])),
  };
};

export const displayName = (module: ModuleName, { values }: Row): string =>
  module === 'Contacts' || module === 'Leads' || module === 'Users'
    ? [values['first_name'], values['last_name']].filter(Boolean).join(' ')
    : (values['name'] ?? '');
