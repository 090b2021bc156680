import { noHistory } from '../../shared/ipc/history';
import { describe, expect, it } from 'vitest';
import { aCall, aLeg, anna, answeredBy } from '../../../tests/support/calls';
import { settingsSchema, type CompanionState } from '../../shared/ipc/state';
import { createSay } from '../i18n';
import { trayView } from './tray-view';

const at = '2026-11-23T09:00:00.000Z';
const connected = { state: 'connected', since: at, problem: null } as const;
const down = {
  state: 'down',
  since: at,
  problem: 'The relay at x can not be reached. Trying again.',
} as const;
const ready: CompanionState = {
  version: 1,
  platform: 'electron',
  stage: 'ready',
  relayUrl: 'http://x',
  agent: anna,
  links: { relay: connected, pbx: [], crm: connected },
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
};
const pbxDown = {
  id: 'pbx',
  state: 'down',
  since: at,
  lagMs: null,
  lastEventAt: null,
  problem: 'Asterisk is away.',
} as const;

describe('trayView', () => {
  it.each<[string, Partial<CompanionState>, string, string]>([
    ['nothing', {}, 'idle', 'CTI Companion: Anna Berg'],
    ['a ringing call', { calls: [aCall()] }, 'ringing', 'Ringing: +49 171 1234567'],
    [
      'a call the agent talks on',
      { calls: [answeredBy(aCall(), '1001')] },
      'talking',
      'Talking: +49 171 1234567',
    ],
    ['a call of a colleague', { calls: [aCall({ legs: [aLeg('1002')] })] }, 'idle', 'Anna'],
    ['a lost relay', { links: { ...ready.links, relay: down } }, 'link-down', 'can not be reached'],
    [
      'a call while the relay is lost',
      { links: { ...ready.links, relay: down }, calls: [aCall()] },
      'ringing',
      'Ringing',
    ],
    [
      'a lost PBX',
      { links: { ...ready.links, pbx: [pbxDown] } },
      'link-down',
      'The phone system can not be reached',
    ],
    [
      'do-not-disturb',
      { quiet: { by: 'own', until: null, system: null, missed: ['a', 'b'] } },
      'paused',
      'Do not disturb · 2 calls meanwhile',
    ],
    [
      'what rang meanwhile',
      { quiet: { by: null, until: null, system: null, missed: ['a'] } },
      'idle',
      '1 call meanwhile',
    ],
    [
      'calls that he missed',
      { history: { ...noHistory, missed: ['a', 'b'] } },
      'missed',
      'CTI Companion: 2 missed calls',
    ],
    [
      'a ringing call after missed ones',
      { calls: [aCall()], history: { ...noHistory, missed: ['a'] } },
      'ringing',
      'Ringing',
    ],
    ['the first run', { stage: 'needs-relay' }, 'link-down', 'Open to set up'],
    ['a refused token', { stage: 'needs-token' }, 'link-down', 'Open to sign in'],
  ])('%s', (_, patch, image, tooltip) => {
    const view = trayView({ ...ready, ...patch }, createSay('en'));
    expect(view.image).toBe(image);
    expect(view.tooltip).toContain(tooltip);
  });
});

it('says it in the language of the agent, and a click opens the call', () => {
  const view = trayView({ ...ready, calls: [aCall()] }, createSay('fr'), 'fr');
  expect(view).toEqual({ image: 'ringing', tooltip: 'Sonne : +49 171 1234567', callId: aCall().id });
});
