/** The line to the PBX under load: cut every two seconds, and open but dead. */
import { expect, it } from 'vitest';
import { eventually, openHouse, type CallPlan } from '../support/faults/house';
import { settle } from '../support/faults/tally';

const kinds = ['inbound', 'missed', 'inbound', 'outbound', 'ring-group'] as const;

it('loses no call and pops each once while the line is cut every two seconds', async () => {
  const house = await openHouse({ agents: 40 });
  await house.openDesks();
  const cutEveryMs = 2_000;
  const callEveryMs = 40;
  const cuts = 6;
  // Longer than the relay is away.
  const times = { ringMs: 3_500, talkMs: 3_500 };
  const calls: Promise<void>[] = [];
  for (let cut = 0; cut < cuts; cut += 1) {
    for (let ms = 0; ms < cutEveryMs; ms += callEveryMs) {
      calls.push(house.call({ kind: kinds[house.made.length % kinds.length] ?? 'inbound', ...times }).done);
      await house.pass(callEveryMs);
    }
    house.clock.holdAfter(cutEveryMs);
    void house.cutPbx().then(() => house.clock.release());
  }
  await Promise.all(calls);
  await house.logged();
  expect((await house.relay().status()).delivery).toMatchObject({ popsSent: 360, popsAcknowledged: 360 });
  settle(house, `The line to the PBX cut ${cuts} times`);
});

it('finds a line that is open but dead, and catches up', async () => {
  const house = await openHouse({ agents: 40 });
  await house.openDesks();
  const begin = (plan: CallPlan, count: number): Promise<void>[] =>
    Array.from({ length: count }, () => house.call(plan).done);
  const running = begin({ kind: 'inbound', ringMs: 200, talkMs: 9_000 }, 40);
  await eventually(() => house.desks().talking() === 40);
  const sinceOf = async () => (await house.relay().status()).pbx[0]?.since;
  const connectedSince = await sinceOf();
  house.clock.holdAfter(8_000);
  house.asterisk.freeze();
  // They ring for as long as it takes to find out.
  const during = [
    ...begin({ kind: 'inbound', ringMs: 12_000, talkMs: 500 }, 40),
    ...begin({ kind: 'missed', ringMs: 12_000, talkMs: 0 }, 40),
  ];
  // Down for a moment only, which a look every now and then may miss.
  await eventually(async () => (await sinceOf()) !== connectedSince);
  await eventually(() => house.desks().shown() === 120);
  house.clock.release();
  await Promise.all([...running, ...during]);
  await house.logged();
  settle(house, 'The line to the PBX open but dead');
});
