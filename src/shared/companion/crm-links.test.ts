import { noHistory } from '../ipc/history';
import { describe, expect, it } from 'vitest';
import { aCall } from '../../../tests/support/calls';
import { settingsSchema, type CompanionState } from '../ipc/state';
import { createCrmLinks, webUrl } from './crm-links';

const contact = {
  crm: 'suitecrm',
  module: 'Contacts',
  id: 'c-1',
  name: 'Maria',
  account: null,
  url: 'https://crm.test/#/contacts/record/c-1',
  matchedBy: 'phone_mobile',
  others: 0,
};
const off = { state: 'off', since: null, problem: null } as const;
const state: CompanionState = {
  version: 1,
  platform: 'electron',
  stage: 'ready',
  relayUrl: null,
  agent: null,
  links: { relay: off, pbx: [], crm: off },
  calls: [aCall({ contact })],
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
  secretStore: { kind: 'memory', warning: null },
};

describe('CRM links', () => {
  const links = createCrmLinks(() => state);

  it('finds the contact of a live call and of one in the history', () => {
    expect(links.ofCall(aCall().id, 'contact')).toBe(contact.url);
    const crmRecord = {
      status: 'logged',
      id: 'r',
      url: 'https://crm.test/#/calls/record/r',
      error: null,
    } as const;
    links.remember([aCall({ id: 'pbx:old', crmRecord })]);
    expect(links.ofCall('pbx:old', 'call')).toBe(crmRecord.url);
  });

  it('says what is missing', () => {
    expect(() => links.ofCall(aCall().id, 'call')).toThrow('not in the CRM yet');
    expect(() => links.ofCall('pbx:unknown', 'contact')).toThrow('knows no contact');
  });

  it('opens the CRM only', () => {
    expect(links.allowed('https://crm.test/#/cases/record/1')).toBe('https://crm.test/#/cases/record/1');
    expect(() => links.allowed('https://crm.test.evil.example/')).toThrow('Only links into your CRM');
  });

  it('opens a recording that the relay has named, and nothing else of its host', () => {
    links.name(['https://pbx.test/recordings/in.wav', 'file:///etc/passwd']);
    expect(links.allowed('https://pbx.test/recordings/in.wav')).toBe('https://pbx.test/recordings/in.wav');
    expect(() => links.allowed('https://pbx.test/recordings/other.wav')).toThrow('Only links into your CRM');
    expect(() => links.allowed('file:///etc/passwd')).toThrow('Only web addresses');
  });

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'smb://crm.test/x', 'crm.test', ''])(
    'refuses %s',
    (url) => {
      expect(() => webUrl(url)).toThrow('Only web addresses');
      expect(() => links.allowed(url)).toThrow('Only web addresses');
    },
  );
});
