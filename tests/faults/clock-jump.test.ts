/**
 * The wall clock of a real relay is set three hours forward in the midst of calls, as NTP does after a machine has slept, and back
 * again: nobody is signed out, calls last as long as they did, what waited for the CRM is neither hurried nor late by hours.
 */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { callPageSchema } from '../../src/shared/protocol/rest';
import { createElevenLabsSimulator } from '../../src/simulators/elevenlabs';
import { transcription } from '../../src/simulators/elevenlabs/events';
import { eventually, openHouse, type House } from '../support/faults/house';
import { settle } from '../support/faults/tally';
import { API_KEY } from '../support/relay-process';

const hour = 60 * 60_000;
const secret = 'wsec_of-a-clock-that-jumps-0123456789';
const agents = 6;

const ask = async ({ url }: House, method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { 'x-api-key': API_KEY, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: z.record(z.string(), z.unknown()).parse(await answer.json()) };
};
const callsOf = async (house: House) =>
  callPageSchema.parse((await ask(house, 'GET', '/api/calls?limit=100')).body).calls;
/** The PBX has told all; the relay may have some of it still to read. */
const allEnded = (house: House, count: number): Promise<void> =>
  eventually(async () => {
    const calls = await callsOf(house);
    return calls.length === count && calls.every(({ endedAt }) => endedAt !== null);
  });
const codeFor = async (house: House, agentId: string): Promise<string> =>
  z.string().parse((await ask(house, 'POST', `/api/agents/${agentId}/enrolment`)).body['code']);
const enrol = async (house: House, code: string): Promise<number> =>
  (await ask(house, 'POST', '/api/enrol', { code })).status;

it('goes on as before when its clock is set forward by hours, and back', { timeout: 240_000 }, async () => {
  const house = await openHouse({
    agents,
    clock: 'set',
    env: { ELEVENLABS_WEBHOOK_SECRET: secret },
    file: { crm: { retry: { baseSeconds: 0.5, maxSeconds: 2 } }, elevenlabs: { joinSeconds: 600 } },
  });
  await house.openDesks();
  const { tries } = house.desks();
  const triesBefore = tries.length;
  const begin = (ringMs: number, talkMs: number): Promise<unknown> =>
    Promise.all(Array.from({ length: agents }, () => house.call({ kind: 'inbound', ringMs, talkMs }).done));
  const eleven = createElevenLabsSimulator({ url: `${house.url}/webhook/elevenlabs`, secret });
  const webhook = (n: number, signedAt: number) =>
    eleven.send(transcription({ conversationId: `conv_${n}`, startedAt: Math.floor(signedAt / 1_000) }), {
      signedAt,
    });
  const [early, late] = [await codeFor(house, 'agent-0'), await codeFor(house, 'agent-1')];
  expect(await enrol(house, early)).toBe(201);

  // In mid-call, while the CRM is away.
  const talking = begin(200, 2_000);
  await eventually(() => house.desks().talking() === agents);
  house.crm.faults.down = true;
  await house.relay().setClock(3 * hour);
  await talking;
  await allEnded(house, agents);
  const first = await callsOf(house);
  expect(first).toHaveLength(agents);
  for (const call of first) {
    expect(call.talkSeconds).toBeLessThan(60);
    expect(Date.parse(call.endedAt ?? '') - Date.parse(call.startedAt)).toBeLessThan(60_000);
  }
  await eventually(async () => (await house.relay().status()).callLog.pending === agents);
  await eventually(() => house.relay().output().includes('was set forward by 3 hours'));
  const { pbx, agents: online } = await house.relay().status();
  expect([pbx[0]?.state, online.online]).toEqual(['connected', agents]);
  expect(pbx[0]?.lagMs ?? 0).toBeLessThan(60_000);

  // The next ones have the new time; pops come as ever.
  await begin(200, 500);
  await allEnded(house, 2 * agents);
  const second = (await callsOf(house)).filter(({ id }) => !first.some((call) => call.id === id));
  expect(second).toHaveLength(agents);
  for (const call of second) {
    expect(Date.parse(call.startedAt) - Date.now()).toBeGreaterThan(2 * hour);
    expect(call.talkSeconds).toBeLessThan(60);
  }
  // By the relay's clock it is three hours old; one of now is taken.
  expect((await webhook(1, Date.now())).status).toBe(401);
  expect(house.relay().output()).toContain('check the clock of this machine');
  expect((await webhook(2, Date.now() + 3 * hour)).status).toBe(200);
  expect(await enrol(house, late)).toBe(401);
  expect(await enrol(house, await codeFor(house, 'agent-1'))).toBe(201);

  // Put off by the clock that is wrong, and the clock is put right.
  await eventually(async () => (await house.relay().status()).callLog.pending === 2 * agents);
  await house.relay().setClock(0);
  house.crm.faults.down = false;
  await begin(200, 500);
  await house.logged();
  expect((await webhook(3, Date.now())).status).toBe(200);
  expect(await enrol(house, await codeFor(house, 'agent-2'))).toBe(201);
  for (const { values } of house.crm.records('Calls').slice(-3 * agents))
    expect(Number(values['duration_hours'])).toBe(0);
  expect(tries.length).toBe(triesBefore);
  settle(house, 'The clock set three hours forward and back');
});
