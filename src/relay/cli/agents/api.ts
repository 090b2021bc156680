/** Agents, as a relay that runs has them. */
import type { NewAgent } from '../../agents/registry';
import { ask } from '../ask';
import type { Terminal } from '../command';

/** SuiteCRM gives its users page by page. */
const crmTimeoutMs = 120_000;

/** Thousands of agents take some seconds. */
const importTimeoutMs = 60_000;

export type AgentsApi = ReturnType<typeof createAgentsApi>;

/** The relay's routes for agents; each answers null after saying what went wrong. */
export const createAgentsApi = (terminal: Terminal, relay: URL, key: string) => {
  const base = relay.href.replace(/\/+$/, '');
  const url = `${base}/api/agents`;
  const of = (id: string): string => `${url}/${encodeURIComponent(id)}`;
  return {
    list: () => ask(terminal, { url, method: 'GET', key }),
    add: (agent: NewAgent) => ask(terminal, { url, method: 'POST', key, body: agent }),
    import: (text: string, { dryRun, skipInvalid }: { dryRun: boolean; skipInvalid: boolean }) =>
      ask(terminal, {
        url: `${url}/import?dryRun=${dryRun}&skipInvalid=${skipInvalid}`,
        method: 'POST',
        key,
        text: { type: 'text/csv', body: text },
        timeoutMs: importTimeoutMs,
      }),
    enrolment: (id: string) => ask(terminal, { url: `${of(id)}/enrolment`, method: 'POST', key }),
    fromCrm: (apply: boolean) =>
      ask(terminal, {
        url: `${url}/from-crm`,
        method: 'POST',
        key,
        body: { apply },
        timeoutMs: crmTimeoutMs,
      }),
    devices: (id: string) => ask(terminal, { url: `${of(id)}/devices`, method: 'GET', key }),
    removeDevice: (id: string, device: string) =>
      ask(terminal, { url: `${of(id)}/devices/${encodeURIComponent(device)}`, method: 'DELETE', key }),
    remove: (id: string) => ask(terminal, { url: of(id), method: 'DELETE', key }),
  };
};

export interface AgentsAt {
  terminal: Terminal;
  api: AgentsApi;
  /** The relays' addresses as desktops reach them. */
  desks: readonly string[];
}
