/** Hanging up and picking up over the manager interface, against the simulated Asterisk. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PbxOptions } from '../../src/relay/pbx/link';
import type { AmiUser } from '../../src/simulators/asterisk/answers';
import type { Scenario } from '../../src/simulators/asterisk/scenario';
import { type Bench, createBench } from '../support/replay-ami';
import { until } from '../support/until';

const anna = { extension: '1001', name: 'Anna Berger' };
const ben = { extension: '1002', name: 'Ben Okafor' };
const carla = { extension: '1003', name: 'Carla Rossi' };
const from = { number: '491711234567', name: 'Maria Lindqvist' };
const did = '4930555001';
const inbound: Scenario = { kind: 'inbound', agent: anna, from, did, ringMs: 4_000, talkMs: 20_000 };

const userWith = (...write: string[]): AmiUser => ({
  username: 'relay',
  secret: 'relay-secret',
  read: ['call', 'agent'],
  write: ['originate', 'reporting', ...write],
});

const started = async (user: AmiUser, overrides: Partial<PbxOptions> = {}): Promise<Bench> => {
  const bench = await createBench({ pingIntervalMs: 3_600_000, ...overrides }, { users: [user] });
  onTestFinished(() => bench.stop());
  bench.link.start();
  await bench.synced();
  // Whether it can anything or not: it has asked.
  await until(() => bench.count('listcommands') > 0);
  if (user.write.includes('call')) await until(() => bench.link.status().can?.hangUp === true);
  return bench;
};
const pass = async (bench: Bench, seconds: number): Promise<void> => {
  await bench.readAll();
  for (let i = 0; i < seconds; i += 1) {
    await bench.clock.advanceAsync(1_000);
    await bench.readAll();
  }
};
const idOf = ({ linkedId }: { linkedId: string }): string => `pbx:${linkedId}`;
const ended = (bench: Bench, id: string) => until(() => bench.calls.get(id)?.state === 'ended');

describe('an agent hangs up from his card', () => {
  it('who talks: the call is over, and he has ended it', async () => {
    const bench = await started(userWith('call'));
    const id = idOf(bench.pbx.call(inbound));
    await pass(bench, 10);
    expect(await bench.link.control(id, ['1001'], 'hang_up')).toEqual({ ok: true, value: null });
    await ended(bench, id);
    expect(bench.calls.get(id)).toMatchObject({ outcome: 'answered', endedBy: 'agent', talkSeconds: 6 });
    // What was to come of the call in the simulated PBX does not come.
    await pass(bench, 30);
    expect(bench.calls.size).toBe(1);
  });

  it('whose phone rings: declined', async () => {
    const bench = await started(userWith('call'));
    const id = idOf(bench.pbx.call(inbound));
    await pass(bench, 2);
    expect((await bench.link.control(id, ['1001'], 'hang_up')).ok).toBe(true);
    await ended(bench, id);
    expect(bench.calls.get(id)).toMatchObject({
      outcome: 'declined',
      legs: [{ extension: '1001', endReason: 'declined' }],
    });
  });

  it('one of a group: the others ring on', async () => {
    const bench = await started(userWith('call'));
    const group: Scenario = {
      kind: 'ring-group',
      agent: ben,
      others: [anna, carla],
      from,
      did,
      ringMs: 4_000,
    };
    const id = idOf(bench.pbx.call(group));
    await pass(bench, 2);
    expect((await bench.link.control(id, ['1001'], 'hang_up')).ok).toBe(true);
    await until(
      () => bench.calls.get(id)?.legs.find(({ extension }) => extension === '1001')?.endReason === 'declined',
    );
    await pass(bench, 10);
    expect(bench.calls.get(id)).toMatchObject({ state: 'connected', answeredBy: ['1002'] });
  });

  it('asked twice at once, the PBX is asked once', async () => {
    const bench = await started(userWith('call'));
    const id = idOf(bench.pbx.call(inbound));
    await pass(bench, 2);
    const answers = await Promise.all([
      bench.link.control(id, ['1001'], 'hang_up'),
      bench.link.control(id, ['1001'], 'hang_up'),
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    expect(bench.count('hangup')).toBe(1);
  });

  it.each([
    ["somebody else's phone", ['1002']],
    ['no phone', []],
    ['signs that no extension has', ['1001\r\nAction: Originate']],
  ])('%s is not there, and the PBX is asked nothing', async (_who, extensions) => {
    const bench = await started(userWith('call'));
    const id = idOf(bench.pbx.call(inbound));
    await pass(bench, 2);
    expect(await bench.link.control(id, extensions, 'hang_up')).toMatchObject({
      ok: false,
      error: { code: 'not_found', message: expect.stringContaining('not on your phone') as string },
    });
    expect(bench.count('hangup')).toBe(0);
    expect(bench.calls.get(id)?.state).toBe('ringing');
  });

  it('without the right to, it can not, and says so before the PBX does', async () => {
    const bench = await started(userWith());
    expect(bench.link.status().can).toEqual({ hangUp: false, answer: false });
    const id = idOf(bench.pbx.call(inbound));
    await pass(bench, 2);
    expect(await bench.link.control(id, ['1001'], 'hang_up')).toMatchObject({
      ok: false,
      error: { code: 'unavailable', message: expect.stringContaining('Use your phone') as string },
    });
    expect(bench.count('hangup')).toBe(0);
  });

  it('while the PBX is away, it is told at once', async () => {
    const bench = await started(userWith('call'));
    const id = idOf(bench.pbx.call(inbound));
    await pass(bench, 2);
    bench.pbx.drop();
    await until(() => bench.link.status().state === 'down');
    expect(await bench.link.control(id, ['1001'], 'hang_up')).toMatchObject({
      ok: false,
      error: { code: 'pbx_unavailable' },
    });
  });
});

describe('an agent picks up from his card', () => {
  it('where phones can be told to', async () => {
    const bench = await started(userWith('call', 'system'), { answerBy: 'talk-event' });
    await until(() => bench.link.status().can?.answer === true);
    const id = idOf(bench.pbx.call({ ...inbound, ringMs: 60_000 }));
    await pass(bench, 2);
    expect((await bench.link.control(id, ['1001'], 'answer')).ok).toBe(true);
    await until(() => bench.calls.get(id)?.state === 'connected');
    expect(bench.calls.get(id)).toMatchObject({ answeredBy: ['1001'] });
    expect(await bench.link.control(id, ['1001'], 'answer')).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
  });

  it('not where nobody has set it up, whatever the manager user may do', async () => {
    const bench = await started(userWith('call', 'system'));
    expect(bench.link.status().can).toEqual({ hangUp: true, answer: false });
    const id = idOf(bench.pbx.call(inbound));
    await pass(bench, 2);
    expect(await bench.link.control(id, ['1001'], 'answer')).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
  });
});
