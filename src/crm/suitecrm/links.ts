/** SuiteCRM 7.x has one page per view, 8.x a single page with routes. */
export type CrmGeneration = '7' | '8';

/** SuiteCRM 8's module_name_map: where the route is not just the lower-case module. */
const routes: Record<string, string> = {
  Calls: 'calls',
  Contacts: 'contacts',
  Leads: 'leads',
  Accounts: 'accounts',
  Cases: 'cases',
};

/** The browser link of a record. 7.x checked on a real one, 8.x from its route source. */
export const recordLink = (baseUrl: string, generation: CrmGeneration, module: string, id: string): string =>
  generation === '8'
    ? `${baseUrl}/#/${encodeURIComponent(routes[module] ?? module.toLowerCase())}/record/${encodeURIComponent(id)}`
    : `${baseUrl}/index.php?module=${encodeURIComponent(module)}&action=DetailView&record=${encodeURIComponent(id)}`;
