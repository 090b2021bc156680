/** Everybody comes back at once: the relay dies under 2,000 desktops while calls ring and people talk. */
import { expect, it } from 'vitest';
import { eventually, openHouse, residentMiB } from '../support/faults/house';
import { settle } from '../support/faults/tally';

const desktops = 2_000;
/** A relay with nobody has about 100. */
const mostMiB = 500;

it('takes 2,000 desktops back at once, and each sees its calls once', async () => {
  const house = await openHouse({ agents: desktops });
  await house.openDesks();
  const begin = (kind: 'inbound' | 'missed', ringMs: number, talkMs: number, count: number) =>
    Array.from({ length: count }, () => house.call({ kind, ringMs, talkMs }).done);
  const talking = begin('inbound', 200, 8_000, 100);
  await eventually(() => house.desks().talking() === 100);
  house.clock.holdAfter(2_000);
  const triesBefore = house.desks().tries.length;
  await house.relay().kill();
  await eventually(() => house.desks().connected() === 0);
  // They ring while nobody is there to say so: only what a desktop is told when it comes back can show them.
  const during = [...begin('inbound', 4_000, 500, 100), ...begin('missed', 4_000, 0, 50)];
  await house.start();
  await house.inSync();
  const tries = house.desks().tries.length - triesBefore;
  await eventually(() => house.desks().shown() === 250);
  house.clock.release();
  await Promise.all([...talking, ...during]);
  await house.logged();
  const memory = residentMiB(house.relay().pid);
  settle(
    house,
    `${desktops} desktops back at once`,
    `; ${(tries / desktops).toFixed(1)} tries each, the relay has ${Math.round(memory)} MiB`,
  );
  expect(memory).toBeLessThan(mostMiB);
});
