import { noAppLinks } from '../app-links/state';
import { noHistory } from '../ipc/history';
import type { CompanionState, Link } from '../ipc/state';
import type { CompanionDeps } from './types';

export const off: Link = { state: 'off', since: null, problem: null };

/** What is left of a state when its agent is gone. */
export const nobody = {
  agent: null,
  calls: [],
  queues: [],
  crm: {},
  notes: {},
} satisfies Partial<CompanionState>;

const stageOf = (relayUrl: string | null, token: string | null): CompanionState['stage'] =>
  relayUrl === null ? 'needs-relay' : token === null ? 'needs-token' : 'ready';

/** Before anything was heard of the relay. */
export const initialState = ({
  platform,
  initial,
  crm,
}: Pick<CompanionDeps, 'platform' | 'initial' | 'crm'>): CompanionState => ({
  version: 0,
  platform,
  stage: stageOf(initial.relayUrl, initial.token),
  relayUrl: initial.relayUrl,
  agent: null,
  links: { relay: off, pbx: [], crm: crm ? { state: 'connecting', since: null, problem: null } : off },
  linkFacts: {},
  managed: initial.managed ?? { source: null, locked: [], problem: null },
  calls: [],
  pops: [],
  notices: [],
  quiet: { by: null, until: null, system: null, missed: [] },
  history: noHistory,
  queues: [],
  screens: [],
  crm: {},
  dispositions: [],
  notes: {},
  crmAccount: null,
  settings: initial.settings,
  appLinks: noAppLinks,
  secretStore: initial.secretStore,
});
