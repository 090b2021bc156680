/** A CRM that fails a third of all requests, and does others when nobody waits for them any more. */
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/simulators/asterisk/ids';
import type { RequestFault } from '../../src/simulators/suitecrm';
import { openHouse, wait } from '../support/faults/house';
import { settle } from '../support/faults/tally';

const answers = ['cut', 'html', 'garbage', 'empty500', 'unauthorized'] as const;

it('gets each call once though 30 % of its answers are errors and others take five seconds', async () => {
  const house = await openHouse({
    agents: 30,
    // Whoever is answered after five seconds has given up long ago, and tried again.
    file: { crm: { timeoutSeconds: 1, parallelWrites: 64, retry: { baseSeconds: 0.1, maxSeconds: 0.5 } } },
  });
  await house.openDesks();
  const random = seededRandom(5);
  const spoilt = { errors: 0, late: 0, all: 0 };
  house.crm.faults.perRequest = ({ path }): RequestFault | null => {
    // A sign-in that is refused is left alone for a while, and rightly.
    if (random() > 0.3 || path.endsWith('/access_token')) return null;
    spoilt.errors += 1;
    return { done: random() < 0.5, answer: answers[Math.floor(random() * answers.length)] ?? 'cut' };
  };
  house.crm.faults.delayMs = () => {
    spoilt.all += 1;
    if (random() > 0.05) return 0;
    spoilt.late += 1;
    return 5_000;
  };
  const calls: Promise<void>[] = [];
  while (house.made.length < 100) {
    const kind = house.made.length % 3 === 0 ? 'missed' : 'inbound';
    calls.push(house.call({ kind, ringMs: 800, talkMs: 700 }).done);
    await wait(30);
  }
  await Promise.all(calls);
  await wait(6_000);
  house.crm.faults.perRequest = null;
  house.crm.faults.delayMs = null;
  await house.logged();
  // What was late may still make a record that nobody asks for any more.
  await wait(5_500);
  expect(spoilt.errors).toBeGreaterThan(100);
  expect(spoilt.late).toBeGreaterThan(10);
  settle(
    house,
    'A CRM that fails',
    `, ${spoilt.errors} errors and ${spoilt.late} late answers among ${spoilt.all} requests`,
  );
});
