import { noHistory } from '../../shared/ipc/history';
import { describe, expect, it } from 'vitest';
import type { Bridge, Reply } from '../../shared/ipc/contract';
import { companionStateSchema, type CompanionState } from '../../shared/ipc/state';
import { mirrorState } from './companion-store';

const link = { state: 'off', since: null, problem: null } as const;
const aState = (version: number): CompanionState =>
  companionStateSchema.parse({
    version,
    platform: 'electron',
    stage: 'ready',
    relayUrl: null,
    agent: null,
    links: { relay: link, pbx: [], crm: link },
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
    settings: {},
    secretStore: { kind: 'keychain', warning: null },
  });

const fakeBridge = () => {
  const listeners = new Set<(payload: never) => void>();
  let answer: (reply: Reply<CompanionState>) => void = () => undefined;
  const first = new Promise<Reply<CompanionState>>((resolve) => (answer = resolve));
  const bridge: Bridge = {
    platform: 'electron',
    invoke: () => first as Promise<Reply<never>>,
    on: (_channel, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const push = (state: CompanionState): void => listeners.forEach((listen) => listen(state as never));
  return {
    bridge,
    push,
    listeners,
    answer: (reply: Reply<CompanionState>) => answer(reply),
    answered: () => first.then(() => undefined),
  };
};

describe('mirrorState', () => {
  it('keeps the push that overtook the first answer', async () => {
    const fake = fakeBridge();
    const { store } = mirrorState(fake.bridge);
    fake.push(aState(5));
    fake.answer({ ok: true, value: aState(4) });
    await fake.answered();
    expect(store.getState().state?.version).toBe(5);
  });

  it('ignores a push that is not newer and takes one that is', () => {
    const fake = fakeBridge();
    const { store } = mirrorState(fake.bridge);
    for (const version of [3, 2, 3]) fake.push(aState(version));
    expect(store.getState().state?.version).toBe(3);
    fake.push(aState(7));
    expect(store.getState().state?.version).toBe(7);
  });

  it('says why there is no state, until there is one', async () => {
    const fake = fakeBridge();
    const { store } = mirrorState(fake.bridge);
    fake.answer({ ok: false, error: { code: 'internal', message: 'Start the companion again.' } });
    await fake.answered();
    expect(store.getState().problem).toBe('Start the companion again.');
    fake.push(aState(1));
    expect(store.getState()).toMatchObject({ problem: null, state: { version: 1 } });
  });

  it('stops listening', () => {
    const fake = fakeBridge();
    mirrorState(fake.bridge).stop();
    expect(fake.listeners.size).toBe(0);
  });
});
