/** Which records hang together, by the link names of SuiteCRM, quirks included. */
import { type Database, type LinkTable, type ModuleName, type Row } from './data';

type Relation =
  | { kind: 'many'; table: LinkTable; side: 'left' | 'right'; module: ModuleName }
  /** Children whose `parent_type`/`parent_id` name this record. */
  | { kind: 'children'; module: ModuleName }
  /** Records of the module whose `key` holds this record's id. */
  | { kind: 'owned'; module: ModuleName; key: string }
  /** The record whose id this one holds in `key`. */
  | { kind: 'owner'; module: ModuleName; key: string };

const relations: Record<ModuleName, Record<string, Relation>> = {
  Contacts: {
    accounts: { kind: 'owner', module: 'Accounts', key: 'account_id' },
    calls: { kind: 'many', table: 'calls_contacts', side: 'right', module: 'Calls' },
    cases: { kind: 'many', table: 'contacts_cases', side: 'left', module: 'Cases' },
    opportunities: { kind: 'many', table: 'contacts_opportunities', side: 'left', module: 'Opportunities' },
    tasks: { kind: 'owned', module: 'Tasks', key: 'contact_id' },
  },
  Accounts: {
    contacts: { kind: 'owned', module: 'Contacts', key: 'account_id' },
    calls: { kind: 'children', module: 'Calls' },
    cases: { kind: 'owned', module: 'Cases', key: 'account_id' },
    opportunities: { kind: 'owned', module: 'Opportunities', key: 'account_id' },
    tasks: { kind: 'children', module: 'Tasks' },
  },
  Leads: {
    tasks: { kind: 'children', module: 'Tasks' },
    calls: { kind: 'many', table: 'calls_leads', side: 'right', module: 'Calls' },
    oldcalls: { kind: 'children', module: 'Calls' },
  },
  Calls: {
    contacts: { kind: 'many', table: 'calls_contacts', side: 'left', module: 'Contacts' },
    leads: { kind: 'many', table: 'calls_leads', side: 'left', module: 'Leads' },
    accounts: { kind: 'owner', module: 'Accounts', key: 'parent_id' },
  },
  Cases: {
    accounts: { kind: 'owner', module: 'Accounts', key: 'account_id' },
    contacts: { kind: 'many', table: 'contacts_cases', side: 'right', module: 'Contacts' },
  },
  Notes: {},
  Opportunities: {
    accounts: { kind: 'owner', module: 'Accounts', key: 'account_id' },
    contacts: { kind: 'many', table: 'contacts_opportunities', side: 'right', module: 'Contacts' },
  },
  // The lists of tasks are from SuiteCRM's source (contact_tasks, account_tasks, lead_tasks); recorded is only a task's own record.
  Tasks: {},
  Users: {},
};

export const relationOf = (module: ModuleName, link: string): Relation | null =>
  relations[module][link] ?? null;

export const related = (db: Database, module: ModuleName, row: Row, relation: Relation): Row[] => {
  switch (relation.kind) {
    case 'many': {
      const ids =
        relation.side === 'left' ? db.rightsOf(relation.table, row.id) : db.leftsOf(relation.table, row.id);
      return ids.flatMap((id) => db.get(relation.module, id) ?? []);
    }
    case 'children':
      return db
        .live(relation.module)
        .filter(({ values }) => values['parent_type'] === module && values['parent_id'] === row.id);
    case 'owned':
      return db.live(relation.module).filter(({ values }) => values[relation.key] === row.id);
    case 'owner':
      return [db.get(relation.module, row.values[relation.key] ?? '')].flatMap((owner) => owner ?? []);
  }
};

export const relate = (db: Database, module: ModuleName, row: Row, relation: Relation, other: Row): void => {
  db.changed(module);
  db.changed(relation.module);
  if (relation.kind === 'many') {
    const [left, right] = relation.side === 'left' ? [row, other] : [other, row];
    db.link(relation.table, left.id, right.id);
  } else if (relation.kind === 'owner') {
    row.values[relation.key] = other.id;
    if (relation.key === 'parent_id') row.values['parent_type'] = relation.module;
  } else if (relation.kind === 'owned') other.values[relation.key] = row.id;
  else {
    other.values['parent_type'] = module;
    other.values['parent_id'] = row.id;
  }
};

/** Between many and many only. @returns whether they were related */
export const unrelate = (db: Database, row: Row, relation: Relation, otherId: string): boolean => {
  if (relation.kind !== 'many') return false;
  const [left, right] = relation.side === 'left' ? [row.id, otherId] : [otherId, row.id];
  return db.unlink(relation.table, left, right);
};

/** The link that a relationship "by type" finds; on 7.14.6 none from a call to a lead. */
export const linkByType = (module: ModuleName, other: ModuleName, version: string): string | null =>
  module === 'Calls' && other === 'Leads' && version === '7.14.6'
    ? null
    : (Object.entries(relations[module]).find(([, relation]) => relation.module === other)?.[0] ?? null);
