import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../shared/logger';
import { chooseSecretStore } from './choose';
import { openKeychain, type Keytar } from './keychain';
import { createMemoryStore } from './memory';
import type { OpenSecretStore } from '../storage/secret-store';
import { openSafeStorage, type Encryption } from './safe-storage';
import { tempFolder } from '../../../tests/support/temp-folder';

let folder = '';
beforeEach(() => {
  folder = tempFolder('secrets');
});

const fakeKeytar = (): Keytar => {
  const kept = new Map<string, string>();
  return {
    getPassword: (service, name) => Promise.resolve(kept.get(`${service}/${name}`) ?? null),
    setPassword: (service, name, value) => Promise.resolve(void kept.set(`${service}/${name}`, value)),
    deletePassword: (service, name) => Promise.resolve(kept.delete(`${service}/${name}`)),
  };
};
/** Turns bytes round: enough to see that the plain text is nowhere. */
const fakeEncryption: Encryption = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => Buffer.from(text).map((byte) => byte ^ 0xff) as Buffer,
  decryptString: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString(),
  getSelectedStorageBackend: () => 'gnome_libsecret',
};

const adapters: Record<string, () => OpenSecretStore> = {
  keychain: () => openKeychain(() => Promise.resolve(fakeKeytar()), 'test'),
  'safe-storage': () => openSafeStorage(fakeEncryption, folder, silentLogger, 'linux'),
  memory: () => () => Promise.resolve(createMemoryStore()),
};

describe.each(Object.entries(adapters))('%s', (kind, open) => {
  it('keeps, replaces and forgets', async () => {
    const store = await open()();
    expect(store?.kind).toBe(kind);
    expect(await store?.get('relay-token')).toBeNull();
    await store?.set('relay-token', 'one');
    await store?.set('relay-token', 'two');
    await store?.set('crm-password', 'three');
    expect(await store?.get('relay-token')).toBe('two');
    await store?.delete('relay-token');
    await store?.delete('relay-token');
    expect(await store?.get('relay-token')).toBeNull();
    expect(await store?.get('crm-password')).toBe('three');
  });
});

describe('safeStorage', () => {
  it('writes no plain text, and reads it in the next run', async () => {
    const open = openSafeStorage(fakeEncryption, folder, silentLogger, 'linux');
    await (await open())?.set('relay-token', 'very-secret');
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain('very-secret');
    expect(await (await open())?.get('relay-token')).toBe('very-secret');
  });

  it('is not used where it protects nothing', async () => {
    const basic = { ...fakeEncryption, getSelectedStorageBackend: () => 'basic_text' };
    expect(await openSafeStorage(basic, folder, silentLogger, 'linux')()).toBeNull();
    const none = { ...fakeEncryption, isEncryptionAvailable: () => false };
    expect(await openSafeStorage(none, folder, silentLogger, 'linux')()).toBeNull();
  });
});

describe('the choice', () => {
  it('takes the first that works and ends in memory, with a warning', async () => {
    const broken: OpenSecretStore = () => Promise.reject(new Error('no such library'));
    const absent: OpenSecretStore = () => Promise.resolve(null);
    const last = createMemoryStore();
    expect(await chooseSecretStore([broken, absent], last, silentLogger)).toBe(last);
    expect(last.warning).toContain('forgotten when you quit');
    const keychain = openKeychain(() => Promise.resolve(fakeKeytar()), 'test');
    expect((await chooseSecretStore([broken, keychain], last, silentLogger)).kind).toBe('keychain');
  });

  it('does not trust a keychain that forgets', async () => {
    const forgetful = { ...fakeKeytar(), getPassword: () => Promise.resolve(null) };
    expect(await openKeychain(() => Promise.resolve(forgetful), 'test')()).toBeNull();
  });
});
