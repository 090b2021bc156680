import { describe, expect, it } from 'vitest';
import { aCall, aLeg, answeredBy, ended } from '../../../tests/support/calls';
import { startTestCompanion } from '../../../tests/support/companion';
import { callUpdate, screenPop } from '../../../tests/support/fake-relay-socket';
import type { Call } from '../call/call';
import { settingsSchema, type Settings } from '../ipc/settings';
import { howToShow, quietFor, quietNow, type Showing } from './showing';

const nowMs = Date.parse('2026-11-23T09:00:00.000Z');
const ofQueue = (queue: string | null): Call => aCall({ queue });
const internal = aCall({ direction: 'internal' });
const blind = { kind: 'blind', from: '1002', to: '1001', at: '2026-11-23T09:00:00.000Z' } as const;
const transferred = aCall({ queue: 'Support', transfers: [blind] });
const consulted = aCall({ queue: 'Support', answeredBy: ['1002'] });
const only = { mode: 'only', names: ['Support'] } as const;
const except = { mode: 'except', names: ['Support'] } as const;
const queues = (of: { mode: 'only' | 'except'; names: readonly string[] }): Partial<Settings> => ({
  popQueues: { mode: of.mode, names: [...of.names] },
});

interface When {
  settings?: Partial<Settings>;
  quiet?: boolean;
  reason?: 'manual';
}

describe('howToShow', () => {
  it.each<[string, Call, When, Showing]>([
    ['a call', ofQueue('Support'), {}, 'card'],
    ['a call, the card at answering', ofQueue(null), { settings: { popWhen: 'answer' } }, 'at-answer'],
    ['a call, never a card', ofQueue(null), { settings: { popWhen: 'never' } }, 'notification'],
    [
      'a call, neither card nor notification',
      ofQueue(null),
      { settings: { popWhen: 'never', notifications: false } },
      'nothing',
    ],
    ['the chosen queue', ofQueue('Support'), { settings: queues(only) }, 'card'],
    ['another queue', ofQueue('Sales'), { settings: queues(only) }, 'notification'],
    ['no queue at all', ofQueue(null), { settings: queues(only) }, 'card'],
    ['an unwanted queue', ofQueue('Support'), { settings: queues(except) }, 'notification'],
    ['a queue that is not unwanted', ofQueue('Sales'), { settings: queues(except) }, 'card'],
    ['an internal call', internal, {}, 'card'],
    ['an internal call, unwanted', internal, { settings: { popInternalCalls: false } }, 'nothing'],
    [
      'a call that somebody shows him',
      internal,
      { reason: 'manual', settings: { popInternalCalls: false, popWhen: 'never' } },
      'card',
    ],
    ['a queue call in quiet', ofQueue('Support'), { quiet: true }, 'hushed'],
    ['a direct call in quiet', ofQueue(null), { quiet: true }, 'hushed'],
    [
      'a direct call in quiet, let through',
      ofQueue(null),
      { quiet: true, settings: { quietLets: { direct: true, handOvers: false } } },
      'card',
    ],
    [
      'a queue call where only direct ones are let through',
      ofQueue('Support'),
      { quiet: true, settings: { quietLets: { direct: true, handOvers: false } } },
      'hushed',
    ],
    ['a transferred call in quiet', transferred, { quiet: true }, 'card'],
    ['a consultation in quiet', consulted, { quiet: true }, 'card'],
    [
      'a transferred call, not let through',
      transferred,
      { quiet: true, settings: { quietLets: { direct: true, handOvers: false } } },
      'hushed',
    ],
    ['a call shown by hand in quiet', ofQueue('Support'), { quiet: true, reason: 'manual' }, 'hushed'],
  ])('%s', (_what, call, { settings = {}, quiet = false, reason }, showing) => {
    const chosen = settingsSchema.parse(settings);
    expect(
      howToShow(call, { reason: reason ?? 'ringing', extensions: ['1001'], settings: chosen, quiet }),
    ).toBe(showing);
  });
});

describe('quietNow', () => {
  const { until } = quietFor(30, nowMs);
  it.each([
    [{ quiet: null }, null, nowMs, { by: null, until: null }],
    [{ quiet: { until } }, null, nowMs, { by: 'own', until }],
    [{ quiet: { until } }, null, nowMs + 1_800_000, { by: null, until: null }],
    [{ quiet: quietFor(null, nowMs) }, null, nowMs + 1e9, { by: 'own', until: null }],
    [{ quiet: null }, true, nowMs, { by: 'system', until: null }],
    [{ quiet: null, quietWithSystem: false }, true, nowMs, { by: null, until: null }],
    [{ quiet: { until } }, true, nowMs + 1_800_000, { by: 'system', until: null }],
  ] as const)('%j, system %j', (patch, system, at, quiet) => {
    expect(quietNow(settingsSchema.parse(patch), system, at)).toEqual(quiet);
  });
});

describe('the companion', () => {
  const start = async (patch: Partial<Settings>) => {
    const world = startTestCompanion();
    world.relay.accept();
    const set = (next: Partial<Settings>) => world.companion.handlers['settings:set'](next);
    await set(patch);
    return { ...world, set };
  };

  it('shows the card once he answers, and not again when he has dismissed it', async () => {
    const { companion, relay, state } = await start({ popWhen: 'answer' });
    relay.tell(screenPop(aCall()));
    expect(state()).toMatchObject({ pops: [], notices: [] });
    const talking = answeredBy(aCall(), '1001');
    relay.tell(callUpdate(talking));
    expect(state().pops).toMatchObject([{ callId: talking.id, closing: null }]);
    await companion.handlers['pop:dismiss']({ callId: talking.id });
    relay.tell(callUpdate({ ...talking, version: 3 }));
    expect(state().pops).toEqual([]);
  });

  it('shows no card of what a colleague answers', async () => {
    const { relay, state } = await start({ popWhen: 'answer' });
    const group = aCall({ legs: [aLeg(), aLeg('1002')] });
    relay.tell(screenPop(group));
    relay.tell(callUpdate(answeredBy(group, '1002')));
    expect(state().pops).toEqual([]);
  });

  it('keeps a notification while it rings, once, and none where he wants none', async () => {
    const { relay, set, state } = await start({ popWhen: 'never' });
    relay.tell(screenPop(aCall()));
    relay.tell(screenPop(aCall()));
    expect(state()).toMatchObject({ pops: [], notices: [{ callId: aCall().id }] });
    relay.tell(callUpdate(answeredBy(aCall(), '1001')));
    expect(state().notices).toEqual([]);
    const other = aCall({ id: 'pbx:2' });
    relay.tell(screenPop(other, { id: 'm2' }));
    expect(state().notices).toHaveLength(1);
    await set({ notifications: false });
    expect(state().notices).toEqual([]);
  });

  it('counts what rang while he was not to be disturbed, until he has seen it; it ends by itself', async () => {
    const { clock, companion, relay, set, state } = await start({});
    await set({ quiet: quietFor(30, clock.now()) });
    expect(state().quiet).toMatchObject({ by: 'own', missed: [] });
    const answered = aCall({ id: 'pbx:2' });
    for (const [index, call] of [aCall(), answered].entries())
      relay.tell(screenPop(call, { id: `m${index}` }));
    relay.tell(callUpdate(ended(aCall())));
    expect(state().quiet.missed).toEqual([aCall().id, 'pbx:2']);
    // The phone rings all the same, and this one he took.
    relay.tell(callUpdate(answeredBy(answered, '1001')));
    await clock.advanceAsync(30 * 60_000);
    expect(state()).toMatchObject({
      pops: [],
      settings: { quiet: null },
      quiet: { by: null, missed: [aCall().id] },
    });
    relay.tell(screenPop(aCall({ id: 'pbx:3' }), { id: 'm3' }));
    expect(state().pops).toHaveLength(1);
    await companion.handlers['quiet:seen'](undefined);
    expect(state().quiet.missed).toEqual([]);
  });

  it("follows the system's do-not-disturb, unless he does not want it", async () => {
    const { companion, relay, set, state } = await start({});
    companion.setSystemQuiet(true);
    relay.tell(screenPop(aCall()));
    expect(state()).toMatchObject({ pops: [], quiet: { by: 'system', system: true } });
    await set({ quietWithSystem: false });
    relay.tell(screenPop(aCall({ id: 'pbx:2' }), { id: 'm2' }));
    expect(state()).toMatchObject({ pops: [{ callId: 'pbx:2' }], quiet: { by: null } });
  });

  it('changes one setting and leaves the others, and knows the queues that calls came through', async () => {
    const { relay, set, state } = await start({ popCorner: 'bottom-left' });
    await set({ theme: 'dark' });
    expect(state().settings).toMatchObject({ popCorner: 'bottom-left', theme: 'dark' });
    await set({ popQueues: { mode: 'except', names: ['Old'] } });
    relay.tell(screenPop(aCall({ queue: 'Support' })));
    expect(state().queues).toEqual(['Old', 'Support']);
  });
});
