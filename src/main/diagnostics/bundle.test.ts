import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { aCall, maria } from '../../../tests/support/calls';
import { startTestCompanion } from '../../../tests/support/companion';
import { callUpdate, screenPop } from '../../../tests/support/fake-relay-socket';
import { bundleName, makeBundle } from './bundle';

const token = 'cti_AbCdEf0123456789token';
const password = 'correct horse battery';
const known = [
  '1711234567',
  '171 1234567',
  '171 123 4567',
  'Lindqvist',
  'Maria',
  'Nordwind',
  'Anna Berg',
  token,
  password,
  'correct%20horse%20battery',
  'anna.berg',
];
const now = new Date('2026-11-23T14:05:00.000Z');

const bundle = () => {
  const { relay, companion, state } = startTestCompanion();
  relay.accept();
  relay.tell(screenPop(aCall({ contact: maria })));
  relay.tell(callUpdate(aCall({ contact: maria, version: 2 })));
  companion.setCrm({
    lookup: null,
    notes: null,
    account: { url: 'https://anna.berg:secret@crm.example.com/', username: 'anna.berg' },
    state: 'down',
    problem: `SuiteCRM refused anna.berg with password=${password}`,
  });
  const lines = [
    `12:00 › GET https://crm.example.com/?phone=%2B491711234567 failed {"token":"${token}"}`,
    `12:01 › Maria Lindqvist (+49 171 123 4567) of Nordwind called`,
    `12:02 › Authorization: Bearer ${token}`,
    `12:03 › {"password":"${password}","to":"01711234567"}`,
    `12:04 › ${encodeURIComponent(password)} was refused`,
    '12:05 › the relay link is lost {"attempt":3}',
  ];
  return makeBundle({
    now,
    versions: { app: '1.2.3', electron: '45' },
    state: state(),
    logs: [{ name: 'companion.log', text: lines.join('\n') }],
    secrets: [token, password],
  });
};

describe('the support bundle', () => {
  it('names each of its files with its size', () => {
    const { files, zip } = bundle();
    const unzipped = unzipSync(zip);
    expect(files.map(({ name }) => name)).toEqual([
      'README.txt',
      'versions.json',
      'settings.json',
      'links.json',
      'logs/companion.log',
    ]);
    expect(files).toEqual(Object.entries(unzipped).map(([name, { length }]) => ({ name, size: length })));
  });

  it('holds no number, no name and no secret, in none of its bytes', () => {
    for (const [name, bytes] of Object.entries(unzipSync(bundle().zip))) {
      const text = Buffer.from(bytes).toString('latin1') + Buffer.from(bytes).toString('utf8');
      for (const secret of known)
        expect([name, secret, text.includes(secret)]).toEqual([name, secret, false]);
    }
  });

  it('still says what helps', () => {
    const files = unzipSync(bundle().zip);
    const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
    expect(JSON.parse(text('versions.json'))).toEqual({
      at: now.toISOString(),
      app: '1.2.3',
      electron: '45',
    });
    expect(JSON.parse(text('settings.json'))).toMatchObject({
      settings: { theme: 'system', popWhen: 'ring' },
      crmHost: 'crm.example.com',
    });
    expect(JSON.parse(text('links.json'))).toMatchObject({
      stage: 'ready',
      links: { relay: { state: 'connected' }, crm: { state: 'down' } },
    });
    expect(text('logs/companion.log')).toContain('the relay link is lost {"attempt":3}');
  });

  it('takes whole lines of a long log, the last ones', () => {
    const { state } = startTestCompanion();
    const lines = Array.from({ length: 60_000 }, (_, index) => `line-${String(index).padStart(6, 'a')} end`);
    const { zip } = makeBundle({
      now,
      versions: {},
      state: state(),
      logs: [{ name: 'companion.log', text: lines.join('\n') }],
      secrets: [],
    });
    const kept = strFromU8(unzipSync(zip)['logs/companion.log'] ?? new Uint8Array()).split('\n');
    expect(kept.at(-1)).toBe('line-a59999 end');
    expect(kept[0]).toMatch(/^line-\w{6} end$/);
    expect(kept.length).toBeLessThan(60_000);
  });

  it('has a name by its time', () =>
    expect(bundleName(now)).toBe('cti-companion-support-2026-11-23-1405.zip'));
});
