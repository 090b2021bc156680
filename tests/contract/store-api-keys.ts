/** The part of the store's contract about API keys; `store.test.ts` runs it over every adapter. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/relay/store/port';
import type { ApiKey } from '../../src/shared/protocol/api-keys';

const aKey = (patch: Partial<ApiKey> = {}): ApiKey => ({
  name: 'grafana',
  scopes: ['read'],
  createdAt: '2026-11-23T09:00:00.000Z',
  createdBy: 'API_KEY',
  expiresAt: null,
  lastUsedAt: null,
  ...patch,
});

export const apiKeySuite = (place: () => { store: Store; reopen: () => Store }): void => {
  describe('API keys', () => {
    it('come back as they were added, by name and by hash, also after a restart', () => {
      const { store, reopen } = place();
      const wallboard = aKey({ name: 'wallboard', scopes: ['read', 'dial', 'admin'] });
      const grafana = aKey({ expiresAt: '2027-01-01T00:00:00.000Z' });
      store.addApiKey(wallboard, 'hash-w');
      store.addApiKey(grafana, 'hash-g');
      const again = reopen();
      expect(again.listApiKeys()).toEqual([grafana, wallboard]);
      expect([again.apiKeyByHash('hash-w'), again.apiKeyByHash('hash-x')]).toEqual([wallboard, null]);
    });

    it('have one name each, whatever the case, until one is removed', () => {
      const { store } = place();
      store.addApiKey(aKey(), 'one');
      const twice = () => store.addApiKey(aKey({ name: 'Grafana' }), 'two');
      expect(twice).toThrow(expect.objectContaining({ code: 'conflict' }));
      expect([store.removeApiKey('grafana'), store.removeApiKey('grafana')]).toEqual([true, false]);
      expect(store.apiKeyByHash('one')).toBeNull();
      twice();
      expect(store.apiKeyByHash('two')?.name).toBe('Grafana');
    });

    it('remember when they were last used', () => {
      const { store } = place();
      store.addApiKey(aKey(), 'one');
      store.addApiKey(aKey({ name: 'other' }), 'two');
      store.noteApiKeyUsed('grafana', '2026-11-23T10:00:00.000Z');
      expect(store.listApiKeys().map(({ lastUsedAt }) => lastUsedAt)).toEqual([
        '2026-11-23T10:00:00.000Z',
        null,
      ]);
    });
  });
};
