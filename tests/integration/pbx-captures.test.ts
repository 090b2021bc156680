import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callSchema } from '../../src/shared/call/call';
import { captureTruth } from '../support/ami-file';
import { type Bench, createBench, type Cut } from '../support/replay-ami';

const truthOfCall = z.object({
  linkedid: z.string(),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  caller: z.string(),
  callerName: z.string().optional(),
  dialled: z.string(),
  queue: z.string().optional(),
  rang: z.array(z.string()).default([]),
  answeredBy: z.string(),
  talk: z.number().optional(),
  endedBy: z.string(),
  outcome: z.string(),
});

const scenarios = [
  'direct-answered',
  'direct-abandoned',
  'ringgroup-answered',
  'queue-answered',
  'transfer-blind-refer',
  'outbound-answered',
  'internal-call',
  'direct-odd-name',
];
const cuts: [string, Cut][] = [
  ['as they came', 'whole'],
  ['in random chunks', { seed: 42 }],
  ['in other random chunks', { seed: 4711 }],
  ['byte by byte', 'bytes'],
];

/** The number as the truth writes it (`491711234567`, `0301234567`, `1002`) and as a call has it. */
const e164 = (number: string): string => {
  if (number.length < 6) return number;
  return number.startsWith('0') ? `+49${number.slice(1)}` : `+${number.replace('+', '')}`;
};
const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

let bench: Bench | null = null;
afterEach(async () => {
  await bench?.stop();
  bench = null;
});

describe.each(cuts)('recorded streams, bytes %s', (_name, cut) => {
  it.each(scenarios)('%s gives the call that truly was', async (name) => {
    const truth = truthOfCall.parse(captureTruth(name).calls[0]);
    bench = await createBench({ pingIntervalMs: 3_600_000 });
    bench.link.start();
    await bench.synced();
    await bench.replay(name, cut);

    expect([...bench.calls.keys()]).toEqual([`pbx:${truth.linkedid}`]);
    const call = callSchema.parse([...bench.calls.values()][0]);
    const outside = truth.direction === 'outbound' ? truth.dialled : truth.caller;
    if (truth.direction !== 'internal') expect(call.remote.number).toBe(e164(outside));
    if (truth.callerName !== undefined) expect(call.remote.name).toBe(truth.callerName);
    expect(call).toMatchObject({
      linkedId: truth.linkedid,
      direction: truth.direction,
      state: 'ended',
      dialled: e164(truth.dialled),
      queue: truth.queue ?? null,
      outcome: truth.outcome,
    });
    const placed = truth.direction === 'inbound' ? [] : [truth.caller];
    expect(call.legs.map((leg) => leg.extension).sort()).toEqual([...placed, ...truth.rang].sort());
    const agents = words(truth.answeredBy).filter((who) => who.length === 4);
    if (truth.direction === 'inbound') expect(call.answeredBy).toEqual(agents);
    if (truth.talk === undefined) expect(call.answeredAt === null).toBe(truth.outcome !== 'answered');
    else expect(Math.abs(call.talkSeconds - truth.talk)).toBeLessThanOrEqual(0.6);
    expect(call.endedBy).toBe(truth.endedBy === 'caller' ? 'remote' : 'agent');
    expect(bench.link.activeCalls()).toEqual([]);
    expect(bench.link.stats().dropped).toBe(0);
  });
});

describe('a recorded transfer', () => {
  it('is told as the blind transfer it was', async () => {
    bench = await createBench({ pingIntervalMs: 3_600_000 });
    bench.link.start();
    await bench.synced();
    await bench.replay('transfer-blind-refer');
    const [call] = bench.calls.values();
    expect(call?.transfers).toMatchObject([{ kind: 'blind', from: '1001', to: '1002' }]);
  });
});
