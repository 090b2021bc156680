/** The browser side of the simulated CRM: one readable page per record, so that "Open in CRM" opens something. */
import { html, type SimAnswer } from './answer';
import { displayName, moduleNamed, typeOf, type Database, type ModuleName, type Row } from './data';
import { related, relationOf } from './relations';
import { escapeHtml } from './text';

const shown: Record<ModuleName, readonly [field: string, label: string][]> = {
  Contacts: [
    ['title', 'Title'],
    ['phone_mobile', 'Mobile'],
    ['phone_work', 'Office phone'],
  ],
  Accounts: [
    ['industry', 'Industry'],
    ['phone_office', 'Office phone'],
    ['billing_address_city', 'City'],
  ],
  Leads: [
    ['title', 'Title'],
    ['account_name', 'Company'],
    ['phone_mobile', 'Mobile'],
    ['status', 'Status'],
  ],
  Calls: [
    ['direction', 'Direction'],
    ['status', 'Status'],
    ['date_start', 'Start (UTC)'],
    ['duration_hours', 'Hours'],
    ['duration_minutes', 'Minutes'],
    ['description', 'Description'],
  ],
  Cases: [
    ['case_number', 'Number'],
    ['status', 'Status'],
    ['priority', 'Priority'],
  ],
  Notes: [['description', 'Text']],
  Tasks: [
    ['status', 'Status'],
    ['date_due', 'Due (UTC)'],
    ['description', 'Text'],
  ],
  Opportunities: [
    ['amount', 'Amount'],
    ['sales_stage', 'Sales stage'],
  ],
  Users: [['user_name', 'User name']],
};
const lists: Partial<Record<ModuleName, readonly [link: string, label: string][]>> = {
  Contacts: [
    ['accounts', 'Account'],
    ['calls', 'Calls'],
    ['tasks', 'Tasks'],
    ['cases', 'Cases'],
    ['opportunities', 'Opportunities'],
  ],
  Accounts: [
    ['contacts', 'Contacts'],
    ['calls', 'Calls'],
    ['cases', 'Cases'],
    ['opportunities', 'Opportunities'],
  ],
  Leads: [['calls', 'Calls']],
  Calls: [
    ['contacts', 'Contacts'],
    ['leads', 'Leads'],
    ['accounts', 'Account'],
  ],
  Cases: [
    ['accounts', 'Account'],
    ['contacts', 'Contacts'],
  ],
};

const style = `body{margin:0;background:#f4f5f7;color:#1c2733;font:15px/1.5 system-ui,sans-serif}
header{background:#1f3a4d;color:#fff;padding:14px 24px}header a{color:#fff;text-decoration:none;margin-right:18px}
main{max-width:880px;margin:24px auto;padding:0 16px}section{background:#fff;border-radius:10px;padding:18px 22px;margin-bottom:18px;box-shadow:0 1px 3px #0002}
h1{margin:0 0 2px;font-size:24px}h2{margin:0 0 8px;font-size:16px}.kind{color:#5b6b79;margin:0 0 14px}
dl{display:grid;grid-template-columns:140px 1fr;gap:6px 16px;margin:0}dt{color:#5b6b79}dd{margin:0;white-space:pre-line}
table{width:100%;border-collapse:collapse}td{padding:7px 8px 7px 0;border-top:1px solid #e6e9ec}td:last-child{color:#5b6b79;text-align:right}a{color:#0b6bcb}
footer{color:#5b6b79;text-align:center;font-size:13px;padding-bottom:24px}`;

const link = (module: ModuleName, row: Row): string =>
  `<a href="index.php?module=${module}&amp;action=DetailView&amp;record=${encodeURIComponent(row.id)}">${text(displayName(module, row)) || 'No name'}</a>`;
const text = (value: string | undefined): string => escapeHtml((value ?? '').replaceAll('&', '&amp;'));
const dateOf = ({ values }: Row): string => values['date_start'] ?? '';
const note = ({ values }: Row): string =>
  [dateOf({ id: '', deleted: false, values }).slice(0, 16), values['status']].filter(Boolean).join(' · ');

export const recordPage = (db: Database, search: URLSearchParams): SimAnswer => {
  const module = moduleNamed(search.get('module') ?? 'Contacts') ?? 'Contacts';
  const id = search.get('record');
  if (id === null) return page(module, table(module, db.live(module)));
  const row = db.get(module, id);
  if (!row) return { ...page('Not found', '<section><h1>No such record</h1></section>'), status: 404 };
  const fields = shown[module]
    .filter(([field]) => (row.values[field] ?? '') !== '')
    .map(([field, label]) => `<dt>${label}</dt><dd>${text(row.values[field])}</dd>`)
    .join('');
  const sections = (lists[module] ?? []).map(([name, label]) => {
    const relation = relationOf(module, name);
    if (!relation) return '';
    const rows = related(db, module, row, relation).sort((a, b) => dateOf(b).localeCompare(dateOf(a)));
    return rows.length === 0 ? '' : table(relation.module, rows, label);
  });
  const name = displayName(module, row);
  return page(
    name,
    `<section><h1>${text(name)}</h1><p class="kind">${typeOf(module)}</p><dl>${fields}</dl></section>${sections.join('')}`,
  );
};

const table = (module: ModuleName, rows: readonly Row[], label: string = module): string =>
  `<section><h2>${label}</h2><table>${rows.map((row) => `<tr><td>${link(module, row)}</td><td>${text(note(row))}</td></tr>`).join('')}</table></section>`;

const page = (title: string, body: string): SimAnswer =>
  html(
    200,
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)} · Demo CRM</title><style>${style}</style></head><body>` +
      `<header>${(['Contacts', 'Accounts', 'Leads', 'Calls', 'Cases'] as const).map((module) => `<a href="index.php?module=${module}">${module}</a>`).join('')}</header><main>${body}</main>` +
      '<footer>A simulated SuiteCRM. Nothing here is real, and it is forgotten when the demo ends.</footer></body></html>',
  );
