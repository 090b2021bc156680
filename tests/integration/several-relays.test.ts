/** A desktop and two real relays at the same PBX: it goes over when one is gone, and nothing is shown twice or missed. */
import { expect, it, onTestFinished } from 'vitest';
import { openWebSocket } from '../../src/main/relay/socket';
import { createFetchJson } from '../../src/main/relay/fetch-json';
import type { Call } from '../../src/shared/call/call';
import { systemClock } from '../../src/shared/clock';
import { createCompanion } from '../../src/shared/companion/companion';
import { settingsSchema } from '../../src/shared/ipc/state';
import { silentLogger } from '../../src/shared/logger';
import { aCall, aLeg, ended } from '../support/calls';
import { startRelay, tokenOf } from './relay-harness';

const startTwo = async () => {
  const second = await startRelay();
  // Told by IT at one place: the desktop itself was given the first alone.
  const first = await startRelay({ file: { relays: [second.url] } });
  const saved: string[] = [];
  const companion = createCompanion({
    platform: 'electron',
    client: { name: 'test', version: '1.0.0' },
    openSocket: openWebSocket,
    fetchJson: createFetchJson(),
    clock: systemClock,
    random: Math.random,
    newId: () => crypto.randomUUID(),
    log: silentLogger,
    initial: {
      relayUrl: first.url,
      token: tokenOf('anna'),
      settings: settingsSchema.parse({}),
      secretStore: { kind: 'memory', warning: null },
    },
    crm: null,
    saveConnection: () => Promise.resolve(),
    saveRelayUrl: (relayUrl) => Promise.resolve(void saved.push(relayUrl)),
    saveSettings: () => Promise.resolve(),
  });
  /** Every card that was ever opened, by the time it was shown. */
  const cards = new Set<string>();
  companion.onState(({ pops }) => {
    for (const { callId, shownAt } of pops) cards.add(`${callId} ${shownAt}`);
  });
  companion.start();
  onTestFinished(async () => {
    companion.stop();
    await Promise.all([first.stop(), second.stop()]);
  });
  const state = () => companion.state();
  const connected = () => expect.poll(() => state().links.relay.state, { timeout: 15_000 }).toBe('connected');
  /** Both relays read the same PBX. */
  const both = (call: Call): void => {
    first.pbx.tell(call);
    second.pbx.tell(call);
  };
  await connected();
  return { first, second, companion, state, connected, both, cards, saved };
};

it('goes over while it rings: the card stays, is not shown anew, and hears the rest from the other one', async () => {
  const { first, second, companion, state, connected, both, cards, saved } = await startTwo();
  expect(saved).toEqual([`${second.url}, ${first.url}`]);
  const ringing = aCall({ legs: [aLeg('1001')] });
  both(ringing);
  await expect.poll(() => state().pops).toHaveLength(1);
  await first.stop();
  await expect.poll(() => state().links.relay.state, { timeout: 15_000 }).not.toBe('connected');
  await connected();
  expect(state().pops).toHaveLength(1);
  second.pbx.tell(ended(ringing));
  await expect.poll(() => state().pops[0]?.closing?.why).toBe('ended');
  expect(cards.size).toBe(1);
  // The history is asked of the relay that is there.
  const page = await companion.handlers['history:list']({ limit: 10 });
  expect(page.calls.map(({ id }) => id)).toEqual([ringing.id]);
});

it('a call that ended while it was on its way is there afterwards; one that was dismissed stays away', async () => {
  const { first, second, companion, state, connected, both } = await startTwo();
  const dismissed = aCall({ legs: [aLeg('1001')] });
  both(dismissed);
  await expect.poll(() => state().pops).toHaveLength(1);
  await companion.handlers['pop:dismiss']({ callId: dismissed.id });
  const meanwhile = aCall({
    linkedId: '1700000000.7',
    legs: [aLeg('1001')],
    startedAt: new Date().toISOString(),
  });
  const gone = first.stop();
  second.pbx.tell(meanwhile);
  second.pbx.tell({ ...ended(meanwhile), endedAt: new Date().toISOString() });
  await gone;
  await connected();
  await expect.poll(() => state().calls.map(({ id }) => id)).toContain(meanwhile.id);
  expect(state().pops).toEqual([]);
});
