/** SuiteCRM 7.x has one page per view, 8.x a single page with routes. */
export type CrmGeneration = '7' | '8';

/** SuiteCRM 8's module_name_map: where the route is not just the lower-case module. */
const routes: Record<string, string> = {
  Calls: 'calls',
  Contacts: 'contacts',
  Leads: 'leads',
  Accounts: 'accounts',
  Cases: 'cases',
  Notes: 'notes',
  Opportunities: 'opportunities',
  Tasks: 'tasks',
};

/** The browser link of a record. 7.x checked on a real one, 8.x from its route source. */
export const recordLink = (baseUrl: string, generation: CrmGeneration, module: string, id: string): string =>
  generation === '8'
    ? `${baseUrl}/#/${encodeURIComponent(routes[module] ?? module.toLowerCase())}/record/${encodeURIComponent(id)}`
    : `${baseUrl}/index.php?module=${encodeURIComponent(module)}&action=DetailView&record=${encodeURIComponent(id)}`;

/**
 * The CRM's own form for a new record with the number in it. 7.x checked on a real one; 8.x from its source, where the
 * edit route without an id makes a new record and takes fields from its query.
 */
export const createLink = (
  baseUrl: string,
  generation: CrmGeneration,
  module: 'Contacts' | 'Leads',
  number: string,
): string => {
  const phone = `phone_mobile=${encodeURIComponent(number)}`;
  return generation === '8'
    ? `${baseUrl}/#/${routes[module] ?? module.toLowerCase()}/edit?${phone}`
    : `${baseUrl}/index.php?module=${module}&action=EditView&${phone}`;
};
