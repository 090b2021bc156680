import { noHistory } from '../../shared/ipc/history';
import { describe, expect, it } from 'vitest';
import type { CompanionState, Link } from '../../shared/ipc/state';
import { settingsSchema } from '../../shared/ipc/state';
import { createSignInOffer } from './sign-in-offer';

const stateOf = (stage: CompanionState['stage'], relay: Link['state']): CompanionState => ({
  version: 1,
  platform: 'electron',
  stage,
  relayUrl: 'http://x',
  agent: null,
  links: {
    relay: { state: relay, since: null, problem: null },
    pbx: [],
    crm: { state: 'off', since: null, problem: null },
  },
  calls: [],
  pops: [],
  notices: [],
  linkFacts: {},
  appLinks: { request: null, tel: 'off', callto: 'off', hotkey: 'off' },
  managed: { source: null, locked: [], problem: null },
  quiet: { by: null, until: null, system: null, missed: [] },
  queues: [],
  history: noHistory,
  screens: [],
  crm: {},
  dispositions: [],
  notes: {},
  crmAccount: null,
  settings: settingsSchema.parse({}),
  secretStore: { kind: 'keychain', warning: null },
});
const connected = stateOf('ready', 'connected');
const refused = stateOf('needs-token', 'down');

describe('the offer to sign in', () => {
  it.each<[string, CompanionState[], number]>([
    ['once while it stays refused', [connected, refused, refused], 1],
    ['again when a new sign-in was refused later', [refused, connected, refused], 2],
    ['at a start with a dead token', [stateOf('ready', 'connecting'), refused], 1],
    ['not to whoever signed out himself', [connected, stateOf('needs-token', 'off')], 0],
    ['not while the relay is away', [connected, stateOf('ready', 'down')], 0],
    ['not in the first run', [stateOf('needs-relay', 'off')], 0],
  ])('comes %s', (_when, states, times) => {
    let offers = 0;
    const render = createSignInOffer(() => (offers += 1));
    states.forEach(render);
    expect(offers).toBe(times);
  });
});
