/** The part of the store's contract about agents and what lets them in; `store.test.ts` runs it over every adapter. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/relay/store/port';
import type { Agent } from '../../src/shared/protocol/agent';

const anna: Agent = { id: 'anna', name: 'Anna', pbxId: 'pbx', extensions: ['1001'], crmUserId: null };

export const agentSuite = (place: () => { store: Store; reopen: () => Store }): void => {
  describe('agents', () => {
    it('are added once, listed, and found by the hash of a token', () => {
      const { store } = place();
      store.addAgent(anna, 'hash-1');
      store.addToken('anna', 'hash-2');
      expect(() => store.addAgent(anna, 'hash-3')).toThrow(expect.objectContaining({ code: 'conflict' }));
      expect(store.listAgents().map(({ agent }) => agent)).toEqual([anna]);
      expect(store.getAgent('anna')?.agent).toEqual(anna);
      expect(store.countAgents()).toEqual({ known: 1, withoutUser: 1 });
      store.addAgent({ ...anna, id: 'ben', crmUserId: 'user-ben' }, null);
      expect(store.countAgents()).toEqual({ known: 2, withoutUser: 1 });
      expect(store.agentByTokenHash('hash-2')?.agent).toEqual(anna);
      expect(store.agentByTokenHash('hash-3')).toBeNull();
    });

    it('are changed where the API made them, and only there', () => {
      const { store } = place();
      const moved = { ...anna, extensions: ['1077'] };
      expect(store.updateAgent(moved)).toBe(false);
      store.addAgent(anna, 'hash');
      expect(store.updateAgent(moved)).toBe(true);
      expect(store.agentByTokenHash('hash')?.agent).toEqual(moved);
      store.syncConfiguredAgents([{ agent: anna, tokenHash: null }]);
      expect(store.updateAgent(moved)).toBe(false);
      expect(store.getAgent('anna')?.agent).toEqual(anna);
    });

    it('are found by their phones, whoever keeps them, as those are now', () => {
      const { store, reopen } = place();
      const ben = { ...anna, id: 'ben', extensions: ['1001', '1002', '1002'] };
      const elsewhere = { ...anna, id: 'cem', pbxId: 'other' };
      store.syncConfiguredAgents([{ agent: ben, tokenHash: null }]);
      store.addAgent(anna, null);
      store.addAgent(elsewhere, null, 'crm');
      expect(store.agentsByExtension('pbx', '1001')).toEqual([anna, ben]);
      expect(store.agentsByExtension('other', '1001')).toEqual([elsewhere]);
      store.updateAgent({ ...anna, extensions: ['1003'] });
      store.updateAgent({ ...elsewhere, pbxId: 'pbx' }, 'crm');
      const again = reopen();
      const idsAt = (extension: string) => again.agentsByExtension('pbx', extension).map(({ id }) => id);
      expect(['1001', '1002', '1003', '1004'].map(idsAt)).toEqual([['ben', 'cem'], ['ben'], ['anna'], []]);
      again.syncConfiguredAgents([]);
      expect(idsAt('1002')).toEqual([]);
      expect(again.agentsByExtension('other', '1001')).toEqual([]);
    });

    it('take their tokens and codes with them', () => {
      const { store } = place();
      store.addAgent(anna, 'hash');
      store.addEnrolment('anna', 'code', 2_000_000_000_000);
      expect([store.removeAgent('anna'), store.removeAgent('anna')]).toEqual([true, false]);
      expect(store.agentByTokenHash('hash')).toBeNull();
      expect(store.takeEnrolment('code', 0)).toBeNull();
      expect(store.getAgent('anna')).toBeNull();
    });

    it('enrol by a code once, and not after its time', () => {
      const { store } = place();
      store.addAgent(anna, 'hash');
      const end = 2_000_000_000_000;
      store.addEnrolment('anna', 'one', end);
      store.addEnrolment('anna', 'two', end);
      expect(store.takeEnrolment('one', end - 1)).toEqual({ agentId: 'anna' });
      expect(store.takeEnrolment('one', end - 1)).toBeNull();
      expect(store.takeEnrolment('two', end)).toBeNull();
    });

    it('of config.json follow the file, those of the API stay', () => {
      const { store } = place();
      store.addAgent({ ...anna, id: 'by-api' }, 'api');
      store.syncConfiguredAgents([{ agent: anna, tokenHash: 'old' }]);
      store.addToken('anna', 'enrolled');
      store.syncConfiguredAgents([{ agent: { ...anna, extensions: ['1009'] }, tokenHash: 'new' }]);
      expect(store.agentByTokenHash('old')).toBeNull();
      expect(store.agentByTokenHash('new')?.agent.extensions).toEqual(['1009']);
      expect(store.agentByTokenHash('enrolled')?.agent.id).toBe('anna');
      store.syncConfiguredAgents([]);
      expect(store.listAgents().map(({ agent }) => agent.id)).toEqual(['by-api']);
    });

    it('read from the CRM are those of nobody else', () => {
      const { store } = place();
      const bea = { ...anna, id: 'bea', crmUserId: 'u-1' };
      store.addAgent(anna, 'hash');
      store.addAgent(bea, null, 'crm');
      store.syncConfiguredAgents([{ agent: { ...anna, id: 'carl' }, tokenHash: null }]);
      expect(store.listAgents().map(({ agent, origin }) => [agent.id, origin])).toEqual([
        ['anna', 'api'],
        ['bea', 'crm'],
        ['carl', 'config'],
      ]);
      expect(store.getAgent('bea')).toMatchObject({ agent: bea, origin: 'crm' });
      expect(store.updateAgent({ ...bea, name: 'Beate' })).toBe(false);
      expect(store.updateAgent({ ...anna, name: 'Anne' }, 'crm')).toBe(false);
      expect(store.updateAgent({ ...bea, name: 'Beate' }, 'crm')).toBe(true);
      expect([store.getAgent('anna')?.agent.name, store.getAgent('bea')?.agent.name]).toEqual([
        'Anna',
        'Beate',
      ]);
    });

    it('have a device for each token, which is seen and goes alone', () => {
      const { store, reopen } = place();
      store.addAgent(anna, null);
      store.addAgent({ ...anna, id: 'ben' }, 'f'.repeat(64));
      store.addToken('anna', 'a'.repeat(64), 'desk-3');
      store.addToken('anna', 'b'.repeat(64));
      const found = store.agentByTokenHash('a'.repeat(64));
      expect(found).toMatchObject({ agent: anna, deviceId: 'a'.repeat(12) });
      store.noteDeviceSeen('anna', 'a'.repeat(12), '2026-11-23T09:00:00.000Z');
      store.noteDeviceSeen('ben', 'b'.repeat(12), '2026-11-23T09:00:00.000Z');
      const again = reopen();
      const devices = again.listDevices('anna').sort((one, two) => one.id.localeCompare(two.id));
      expect(devices).toMatchObject([
        { id: 'a'.repeat(12), name: 'desk-3', lastSeenAt: '2026-11-23T09:00:00.000Z' },
        { id: 'b'.repeat(12), name: null, lastSeenAt: null },
      ]);
      expect(Date.parse(devices[0]?.createdAt ?? '')).toBeGreaterThan(0);
      expect(again.removeDevice('ben', 'a'.repeat(12))).toBe('unknown');
      expect(again.removeDevice('anna', 'a'.repeat(12))).toBe('removed');
      expect(again.agentByTokenHash('a'.repeat(64))).toBeNull();
      expect(again.agentByTokenHash('b'.repeat(64))?.agent.id).toBe('anna');
      again.removeAgent('anna');
      expect(again.listDevices('anna')).toEqual([]);
    });

    it('keep the device that config.json has, with when it was seen, as long as it is there', () => {
      const { store } = place();
      const configured = [{ agent: anna, tokenHash: 'c'.repeat(64) }];
      store.syncConfiguredAgents(configured);
      store.noteDeviceSeen('anna', 'c'.repeat(12), '2026-11-23T09:00:00.000Z');
      store.syncConfiguredAgents(configured);
      expect(store.listDevices('anna')).toEqual([
        { id: 'c'.repeat(12), name: null, createdAt: null, lastSeenAt: '2026-11-23T09:00:00.000Z' },
      ]);
      expect(store.removeDevice('anna', 'c'.repeat(12))).toBe('kept');
      store.syncConfiguredAgents([{ agent: anna, tokenHash: null }]);
      expect(store.listDevices('anna')).toEqual([]);
    });
  });
};
