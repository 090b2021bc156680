/** The relay is killed again and again while a thousand calls run; the desktops come back by themselves. */
import { expect, it } from 'vitest';
import { openHouse, wait } from '../support/faults/house';
import { settle } from '../support/faults/tally';

const kinds = ['inbound', 'missed', 'inbound', 'outbound'] as const;
const calls = 1_000;
const callEveryMs = 12;
const mostKills = 16;
/** What of a call goes by at most while nobody listens: less than it rings, and than it is talked. */
const deafMs = 2_000;
const times = { ringMs: 3_500, talkMs: 3_000 };

it('loses none of a thousand calls, logs each once and pops each once', async () => {
  const house = await openHouse({ agents: 50 });
  await house.openDesks();
  const running: Promise<void>[] = [];
  const making = (async () => {
    while (house.made.length < calls) {
      running.push(house.call({ kind: kinds[house.made.length % kinds.length] ?? 'inbound', ...times }).done);
      await house.pass(callEveryMs);
    }
    await Promise.all(running);
  })();
  const over = new Set<string>();
  void making.then(() => over.add('all calls'));
  let kills = 0;
  const kill = async (): Promise<void> => {
    await house.relay().kill();
    await house.start();
    kills += 1;
  };
  while (over.size === 0 && kills < mostKills) {
    await house.pass(Math.random() * 2_000);
    house.clock.holdAfter(deafMs);
    await kill();
    // And now and then once more, in the midst of its beginnings.
    if (kills % 3 === 0) {
      await wait(Math.random() * 300);
      await kill();
    }
    // Most come back by themselves; this is no test of patience.
    await wait(500);
    house.desks().wake();
    await house.inSync();
    house.clock.release();
  }
  await making;
  await house.logged();
  expect(kills).toBeGreaterThan(5);
  settle(house, `The relay killed ${kills} times`);
});
