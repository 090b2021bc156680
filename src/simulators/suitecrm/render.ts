/** Records as the V8 API shows them. */
import {
  displayName,
  fieldsOf,
  relatedLinksOf,
  typeOf,
  type Database,
  type ModuleName,
  type Row,
} from './data';
import type { Page } from './query';
import { escapeHtml } from './text';

const wallTime = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d):\d\d$/;

/** Rich text comes as it is and URL fields escape `&` too. Seconds are lost and the offset is PHP's zone whatever the value's: here a server on UTC. */
const show = (module: ModuleName, name: string, value: string): string => {
  if (module === 'Cases' && name === 'description') return value;
  if (name === 'website' || name.includes('url')) return escapeHtml(value.replaceAll('&', '&amp;'));
  const date = wallTime.exec(value);
  return date ? `${date[1] ?? ''}T${date[2] ?? ''}:00+00:00` : escapeHtml(value);
};

const derived = (db: Database, module: ModuleName, row: Row): Record<string, string> => {
  const name = displayName(module, row);
  const user = (id: string | undefined): string => {
    const found = db.get('Users', id ?? '');
    return found ? displayName('Users', found) : '';
  };
  const account = db.get('Accounts', row.values['account_id'] ?? '');
  const common = {
    name,
    assigned_user_name: user(row.values['assigned_user_id']),
    created_by_name: user(row.values['created_by']),
    modified_by_name: user(row.values['modified_user_id']),
  };
  if (module === 'Contacts' || module === 'Cases' || module === 'Opportunities')
    return {
      ...common,
      full_name: name,
      ...(account ? { account_name: displayName('Accounts', account) } : {}),
    };
  if (module === 'Users' || module === 'Leads') return { ...common, full_name: name };
  if (module !== 'Calls' && module !== 'Notes' && module !== 'Tasks') return common;
  const contactId =
    module === 'Calls' ? (db.rightsOf('calls_contacts', row.id)[0] ?? '') : (row.values['contact_id'] ?? '');
  const contact = db.get('Contacts', contactId);
  return {
    ...common,
    parent_name: parentName(db, row),
    contact_id: contactId,
    contact_name: contact ? displayName('Contacts', contact) : '',
  };
};

const parentName = (db: Database, { values }: Row): string => {
  const type = values['parent_type'];
  if (type !== 'Accounts' && type !== 'Contacts' && type !== 'Leads' && type !== 'Cases' && type !== 'Calls')
    return '';
  const parent = db.get(type, values['parent_id'] ?? '');
  return parent ? displayName(type, parent) : '';
};

/** What nobody is shown of another user, nor of himself but as `current-user` (recordings 031, 052). */
const hiddenOfUsers = [
  'id',
  'user_name',
  'status',
  'is_admin',
  'pwd_last_changed',
  'sugar_login',
  'authenticate_id',
  'external_auth_only',
  'system_generated_password',
];

export const attributesOf = (
  db: Database,
  module: ModuleName,
  row: Row,
  only: readonly string[] | null = null,
  hidden: readonly string[] = [],
): Record<string, unknown> => {
  const values: Record<string, string> = { ...row.values, ...derived(db, module, row), deleted: '0' };
  // As recorded; what PHP makes of a bean that was saved twice.
  const ofFile: Record<string, unknown> = row.file ? { contact: {}, show_preview: '' } : {};
  return Object.fromEntries(
    Object.entries({ ...fieldsOf(module), ...ofFile })
      .filter(([name]) => (only === null || only.includes(name)) && !hidden.includes(name))
      .map(([name, fallback]) => {
        const value = name === 'id' ? row.id : values[name];
        return [
          name,
          value === undefined || typeof fallback !== 'string' ? fallback : show(module, name, value),
        ];
      }),
  );
};

/** `at` is the path before `/relationships`: answers to writes leave the module out, as the real one does. */
export const resource = (
  db: Database,
  module: ModuleName,
  row: Row,
  at: string,
  only: readonly string[] | null = null,
) => ({
  type: typeOf(module),
  id: row.id,
  attributes: attributesOf(
    db,
    module,
    row,
    only,
    module === 'Users' && at !== 'current-user' ? hiddenOfUsers : [],
  ),
  relationships: Object.fromEntries(
    Object.entries(relatedLinksOf(module)).map(([name, link]) => [
      name,
      { links: { related: `V8/${at}/relationships/${link}` } },
    ]),
  ),
});

/** In a relationship's list: no relationships, a link to itself. */
export const relatedResource = (db: Database, module: ModuleName, row: Row) => ({
  type: typeOf(module),
  id: row.id,
  attributes: attributesOf(db, module, row),
  links: { self: `V8/module/${typeOf(module)}/${row.id}` },
});

export const pageLinks = (path: string, search: URLSearchParams, page: Page, totalPages: number) => {
  const to = (number: number): string => {
    const entries = [...search].filter(([name]) => name !== 'page[number]');
    const at = entries.findIndex(([name]) => name === 'page[size]') + 1;
    entries.splice(at, 0, ['page[number]', String(number)]);
    return `V8${path}?${entries.map(([name, value]) => `${name}=${value}`).join('&')}`;
  };
  const before = page.number > 1;
  const after = page.number < totalPages;
  return {
    first: before ? to(1) : null,
    prev: before ? to(page.number - 1) : null,
    next: after ? to(page.number + 1) : null,
    last: after ? to(totalPages) : null,
  };
};
