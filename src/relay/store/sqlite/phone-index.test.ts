import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMemoryLog } from '../../../../tests/support/log';
import { tempFolder } from '../../../../tests/support/temp-folder';
import { unread } from '../../phone-index/port';
import { phoneIndexFiles, readPhoneIndex } from './phone-index';

const filesIn = (dir: string) => phoneIndexFiles(dir, { logger: createMemoryLog() });
const record = (id: string, e164: string | null, tail: string | null) => ({
  module: 'Contacts' as const,
  id,
  data: JSON.stringify([id]),
  keys: [{ e164, tail }],
});
const maria = record('maria', '+491711234567', '711234567');
const key = { e164: '+491711234567', tail: '711234567' };
const opened = (dir = tempFolder('index')) => ({
  dir,
  files: filesIn(dir),
  store: filesIn(dir).open('rules'),
});
const inFiles = (dir: string, text: string): boolean =>
  readdirSync(dir).some((name) => readFileSync(join(dir, name)).includes(text));

it('finds by the whole number, and by last digits however many are known', () => {
  const { store } = opened();
  const tails = ['711234567', '11234567', '901234567', '234567'];
  store.put('Contacts', [maria, ...tails.map((tail, n) => record(`t${n}`, null, tail))], unread);
  const ids = (e164: string, tail: string) =>
    store
      .find({ e164, tail })
      .map(({ id }) => id)
      .sort();
  expect(ids(key.e164, key.tail)).toEqual(['maria', 't0']);
  expect(ids('+4711234567', '11234567')).toEqual(['maria', 't0', 't1']);
  expect(ids('+1234567', '34567')).toEqual(['maria', 't0', 't1', 't2', 't3']);
  expect(ids('+15550100', '9876543')).toEqual([]);
  store.close();
});

it('has of a record what was put last, and nothing where it has no number any more', () => {
  const { store } = opened();
  store.put('Contacts', [maria], unread);
  store.put('Contacts', [{ ...record('maria', '+4930123456', null), data: '["new"]' }], unread);
  expect(store.find(key)).toEqual([]);
  expect(store.find({ e164: '+4930123456', tail: '30123456' })).toMatchObject([{ data: '["new"]' }]);
  store.put('Contacts', [{ ...maria, keys: [] }], unread);
  expect(store.figures().records).toBe(0);
  store.close();
});

it('drops what a sweep has not seen, of that module alone', () => {
  const { store } = opened();
  store.put('Contacts', [maria, record('gone', '+4930123456', null)], { ...unread, sweep: 1 });
  store.put('Leads', [{ ...record('lead', '+4930123456', null), module: 'Leads' }], { ...unread, sweep: 1 });
  store.put('Contacts', [maria], { ...unread, sweep: 2 });
  expect(store.removeUnseen('Contacts', 2, 10)).toBe(1);
  expect(store.removeUnseen('Contacts', 2, 10)).toBe(0);
  expect(store.find({ e164: '+4930123456', tail: '30123456' })).toMatchObject([{ id: 'lead' }]);
  store.close();
});

it('keeps a page and how far was read together, over a restart', () => {
  const { dir, store } = opened();
  const state = { ...unread, sweep: 3, at: { after: 'maria' }, changedSince: 5 };
  store.put('Contacts', [maria], state);
  // Half of a page can not be written: none of it is.
  const broken = { ...record('b', '+4930123456', null), data: null as unknown as string };
  expect(() =>
    store.put('Contacts', [record('a', key.e164, null), broken], { ...state, sweep: 4 }),
  ).toThrow();
  store.close();
  const again = filesIn(dir).open('rules');
  expect(again.state('Contacts')).toEqual(state);
  expect(again.find(key).map(({ id }) => id)).toEqual(['maria']);
  again.close();
});

it('is for the eyes of the relay alone, and leaves nothing of what was forgotten', () => {
  const { dir, store } = opened();
  store.put('Contacts', [{ ...maria, data: '["a-name-to-forget"]' }], unread);
  for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
  expect(inFiles(dir, 'a-name-to-forget')).toBe(true);
  expect(store.forget([maria])).toBe(1);
  expect(inFiles(dir, 'a-name-to-forget')).toBe(false);
  store.close();
});

it.each([
  ['other rules', () => undefined],
  ['damage', (path: string) => writeFileSync(path, 'x'.repeat(10_000))],
])('is made anew after %s', (what, spoil) => {
  const { dir, store } = opened();
  store.put('Contacts', [maria], { ...unread, sweep: 1 });
  store.close();
  spoil(join(dir, 'phone-index.db'));
  const rules = what === 'damage' ? 'rules' : 'others';
  expect(readPhoneIndex({ dir, rules })).toBeNull();
  const again = filesIn(dir).open(rules);
  expect(again.find(key)).toEqual([]);
  expect(again.state('Contacts')).toEqual(unread);
  again.close();
});

it('is read by another process while it is written, and gone when it is dropped', () => {
  const { dir, files, store } = opened();
  store.put('Contacts', [maria], unread);
  const reader = readPhoneIndex({ dir, rules: 'rules' });
  expect(reader?.find(key)).toMatchObject([{ id: 'maria' }]);
  reader?.close();
  store.close();
  files.drop();
  expect(existsSync(join(dir, 'phone-index.db'))).toBe(false);
  expect(readPhoneIndex({ dir, rules: 'rules' })).toBeNull();
});
