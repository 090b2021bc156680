import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aCall, anna, answeredBy, ended } from '../../../tests/support/calls';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { silentLogger } from '../../shared/logger';
import type { Update } from '../../shared/ipc/app';
import { isFeedUrl, isSigned } from './signed-feed';
import { createUpdates, type Seen, type UpdateSource } from './updates';
import { updatesItself, waitsFor } from './when';

describe('a feed', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const feed = 'version: 2.0.0\nsha512: abc\n';
  const signature = sign(null, Buffer.from(feed), privateKey).toString('base64');
  const foreign = sign(null, Buffer.from(feed), generateKeyPairSync('ed25519').privateKey).toString('base64');
  it.each([
    ['as it was signed', feed, `${signature}\n`, key, true],
    ['with another word', feed.replace('2', '3'), signature, key, false],
    ['signed by somebody else', feed, foreign, key, false],
    ['without a signature', feed, '', key, false],
    ['with a page in place of the signature', feed, '<html>', key, false],
    ['for a key that is none', feed, signature, 'bm8ga2V5', false],
  ])('%s', (_, text, given, trusted, good) => {
    expect(isSigned(text, given, trusted)).toBe(good);
  });
  it.each([
    ['https://updates.example.com/cti', true],
    ['http://127.0.0.1:8080/', true],
    ['http://updates.example.com/', false],
    ['https://updates.invalid/cti-companion', false],
    ['file:///tmp/feed', false],
    ['updates', false],
  ])('address %s', (text, good) => {
    expect(isFeedUrl(text)).toBe(good);
  });
});

describe('who updates', () => {
  it.each([
    ['an AppImage', 'linux', { appImage: true, uninstaller: false }, true],
    ['a .deb', 'linux', { appImage: false, uninstaller: false }, false],
    ['a setup', 'win32', { appImage: false, uninstaller: true }, true],
    ['an MSI', 'win32', { appImage: false, uninstaller: false }, false],
    ['a Mac', 'darwin', { appImage: false, uninstaller: false }, true],
  ] as const)('%s', (_, platform, facts, itself) => {
    expect(updatesItself(platform, facts)).toBe(itself);
  });
});

const agent = { ...anna, extensions: ['1001'] };
const state = (patch: Partial<Seen>): Seen => ({ agent, calls: [], pops: [], ...patch });

it.each([
  ['nothing', {}, false, null],
  ['a ringing call', { calls: [aCall()] }, false, 'call'],
  ['a call he talks on, with a note', { calls: [answeredBy(aCall(), '1001')] }, true, 'call'],
  ['an ended call', { calls: [ended(aCall())] }, false, null],
  ['a note', {}, true, 'note'],
])('%s is in the way', (_, patch, writing, expected) => {
  expect(waitsFor(state(patch), writing)).toBe(expected);
});

describe('an update', () => {
  const stage = (source: Partial<UpdateSource> = {}) => {
    const clock = createFakeClock();
    const told: Update[] = [];
    let installs = 0;
    const updates = createUpdates({
      source: {
        look: () => Promise.resolve('2.0.0'),
        fetch: () => Promise.resolve(),
        install: () => void (installs += 1),
        ...source,
      },
      tell: (update) => void told.push(update),
      clock,
      random: () => 0.5,
      log: silentLogger,
    });
    updates.start();
    const follow = (patch: Partial<Seen>): void => updates.follow(state(patch));
    return { clock, updates, follow, last: () => told.at(-1), installs: () => installs };
  };

  it('is fetched quietly, offered, put off, and offered again hours later', async () => {
    const { clock, updates, last, installs } = stage();
    await clock.advanceAsync(5_000);
    expect(last()).toMatchObject({ stage: 'ready', version: '2.0.0', wanted: false, postponed: false });
    updates.postpone();
    expect(last()).toMatchObject({ postponed: true });
    await clock.advanceAsync(4 * 60 * 60_000);
    expect(last()).toMatchObject({ stage: 'ready', postponed: false });
    expect(installs()).toBe(0);
    updates.want();
    expect(installs()).toBe(1);
  });

  it('never comes during a call or an open note, and comes by itself after them, once', async () => {
    const { clock, updates, follow, last, installs } = stage();
    await clock.advanceAsync(5_000);
    const call = answeredBy(aCall(), '1001');
    follow({ calls: [call] });
    updates.want();
    expect(last()).toMatchObject({ wanted: true, waitsFor: 'call' });
    updates.setWriting(true);
    follow({ calls: [ended(call)] });
    expect(last()).toMatchObject({ waitsFor: 'note' });
    expect(installs()).toBe(0);
    updates.setWriting(false);
    follow({});
    expect(installs()).toBe(1);
  });

  it.each([
    ['the server is away', { look: () => Promise.reject(new Error('ECONNREFUSED')) }],
    ['the package is not what was signed', { fetch: () => Promise.reject(new Error('sha512 mismatch')) }],
    ['there is none', { look: () => Promise.resolve(null) }],
  ])('stays quiet where %s, and looks again', async (_, source) => {
    const { clock, updates, last, installs } = stage(source);
    await clock.advanceAsync(5_000);
    expect(last()).toMatchObject({ stage: 'idle', version: null });
    updates.want();
    expect(installs()).toBe(0);
    expect(clock.pending()).toBe(1);
  });
});
