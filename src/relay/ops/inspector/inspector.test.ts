import { beforeEach, describe, expect, it } from 'vitest';
import { captureEvents, captureNames } from '../../../../tests/support/ami-file';
import { createFakeClock, type FakeClock } from '../../../../tests/support/fake-clock';
import { createMemoryLog } from '../../../../tests/support/log';
import type { Call } from '../../../shared/call/call';
import { callsOf, createTrackerState, track } from '../../../shared/call/tracker';
import { callEventsSchema, type StoredCallEvents } from '../../../shared/protocol/call-events';
import { planDelivery } from '../../agents/delivery';
import { translate } from '../../pbx/translate';
import { partsOf } from './differences';
import { createInspector, type Inspector } from './index';
import type { RecorderLimits } from './recorder';

let clock: FakeClock;
let disk: Map<string, StoredCallEvents>;
let calls: Map<string, Call>;
const log = createMemoryLog();

const create = (limits?: RecorderLimits): Inspector =>
  createInspector({
    store: {
      saveCallEvents: (callId, events) => void disk.set(callId, events),
      getCallEvents: (callId) => disk.get(callId) ?? null,
    },
    clock,
    logger: log,
    retentionDays: 30,
    ...(limits && { limits }),
  });

/** As the PBX link feeds it, with Anna at 1001 and Ben at 1002 signed in. */
const replay = (name: string, inspector: Inspector, { from = 0, to = Infinity } = {}): void => {
  const signedIn = new Map([
    ['1001', 'anna'],
    ['1002', 'ben'],
  ]);
  const state = createTrackerState({ pbxId: 'pbx', defaultCountry: 'DE' });
  captureEvents(name).forEach((source, index) => {
    const event = translate(source);
    if (!event) return;
    const { changes } = track(state, event);
    for (const { call } of changes) calls.set(call.id, call);
    if (index < from || index >= to) return;
    inspector.record(source, changes, callsOf(state, event));
    for (const change of changes)
      for (const extension of planDelivery(change).pops) {
        const agent = signedIn.get(extension);
        if (agent) inspector.popped({ callId: change.call.id, extension, reason: 'ringing' }, [agent]);
      }
  });
};
const summaries = (inspector: Inspector, callId: string): string[] =>
  inspector.events(callId).events.map(({ summary }) => summary);
const onlyCall = (): Call => {
  const [call] = calls.values();
  if (!call) throw new Error('the capture has no call');
  return call;
};

beforeEach(() => {
  clock = createFakeClock();
  disk = new Map();
  calls = new Map();
});

describe('what made a call', () => {
  it('is told with what each event changed and which pops it opened and closed', () => {
    const inspector = create();
    replay('ringgroup-answered', inspector);
    const { id } = onlyCall();
    const answer = callEventsSchema.parse(inspector.events(id));
    expect(answer).toMatchObject({ callId: id, kept: true, complete: true, note: null });

    const [first] = answer.events;
    expect(first).toMatchObject({ event: 'Newchannel', headers: { CallerIDNum: '491711234567' } });
    expect(first?.changed).toContainEqual({ field: 'remote.number', before: null, after: '+491711234567' });
    const pops = answer.events.flatMap((event) => event.pops);
    expect(pops.filter(({ action }) => action === 'opened')).toEqual([
      { action: 'opened', extension: '1001', reason: 'ringing', agents: ['anna'] },
      { action: 'opened', extension: '1002', reason: 'ringing', agents: ['ben'] },
      { action: 'opened', extension: '1003', reason: 'ringing', agents: [] },
    ]);
    expect(
      pops.filter(({ action }) => action === 'closed').map(({ extension, reason }) => [extension, reason]),
    ).toEqual([
      ['1001', 'answered-elsewhere'],
      ['1003', 'answered-elsewhere'],
      ['1002', 'hangup'],
    ]);
    expect(summaries(inspector, id).join('\n')).toMatch(
      /a pop opened on 1001 for anna[^]*a pop opened on 1003 for nobody, for none is signed in[^]*the pop of 1003 closed \(answered-elsewhere\)/,
    );
  });

  it('includes what changed nothing', () => {
    const inspector = create();
    replay('direct-busy', inspector);
    const { id } = onlyCall();
    expect(summaries(inspector, id)).toContainEqual(expect.stringMatching(/^DialEnd BUSY 1\d+: /));
    expect(summaries(inspector, id)).toContainEqual(expect.stringMatching(/^Newstate .*: no change$/));
  });

  it('is one story where calls were merged', () => {
    const inspector = create();
    replay('transfer-attended-refer', inspector);
    const customer = [...calls.values()].find(({ direction }) => direction === 'inbound');
    const story = summaries(inspector, customer?.id ?? '');
    expect(story[0]).toMatch(/^Newchannel Ring/);
    expect(story.join('\n')).toMatch(/AttendedTransfer[^]*transfers \[\]/);
    const times = inspector.events(customer?.id ?? '').events.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  });
});

it.each(captureNames())('%s: the changes told, one after another, are the call', (name) => {
  const inspector = create();
  replay(name, inspector);
  for (const call of calls.values()) {
    const told = inspector.events(call.id);
    expect(told.complete).toBe(true);
    const last = new Map(
      told.events.flatMap(({ changed }) => changed.map(({ field, after }) => [field, after])),
    );
    expect(last.get('state')).toBe(call.state);
    expect(last.get('outcome') ?? null).toBe(call.outcome);
    expect(last.get('talkSeconds') ?? 0).toBe(call.talkSeconds);
    for (const [part, { endReason }] of partsOf(call))
      expect(last.get(`legs.${part}.endReason`) ?? null).toBe(endReason);
  }
});

describe('where it is kept', () => {
  it('goes to the store some seconds after the end, and is the same there', () => {
    const inspector = create();
    replay('direct-answered', inspector);
    const { id } = onlyCall();
    const before = inspector.events(id);
    expect(disk.size).toBe(0);
    clock.advance(5_000);
    expect([...disk.keys()]).toEqual([id]);
    expect(inspector.figures().happenings).toBe(0);
    expect(inspector.events(id)).toEqual(before);
    expect(clock.pending()).toBe(0);
  });

  it('many that end together are stored slice by slice', () => {
    const inspector = create();
    replay('burst-100', inspector);
    expect(calls.size).toBeGreaterThan(50);
    clock.advance(5_000);
    expect(disk.size).toBeLessThan(calls.size);
    clock.advance(1_000);
    expect(disk.size).toBe(calls.size);
    expect(inspector.figures()).toEqual({ happenings: 0, dropped: 0 });
  });

  it('is said not to be there when it is not', () => {
    expect(create().events('pbx:1')).toEqual({
      callId: 'pbx:1',
      kept: false,
      complete: false,
      note: expect.stringContaining('stay for 30 days') as unknown,
      events: [],
    });
  });

  it('goes on over a restart of the relay', () => {
    const first = create();
    replay('direct-answered', first, { to: 12 });
    const { id } = onlyCall();
    first.stop();
    const half = disk.get(id)?.events.length ?? 0;
    expect(half).toBeGreaterThan(0);
    const second = create();
    replay('direct-answered', second, { from: 12 });
    clock.advance(5_000);
    const whole = create();
    const told = whole.events(id);
    expect(told).toMatchObject({
      kept: true,
      complete: false,
      note: expect.stringMatching(/started/) as unknown,
    });
    expect(told.events.length).toBeGreaterThan(half);
    expect(told.events.map(({ at }) => at)).toEqual(told.events.map(({ at }) => at).sort());
  });

  it('is lost, and the call is not, when the disk fails', () => {
    const inspector = createInspector({
      store: {
        saveCallEvents: () => {
          throw new Error('disk full');
        },
        getCallEvents: () => null,
      },
      clock,
      logger: log,
      retentionDays: 30,
    });
    replay('direct-answered', inspector);
    clock.advance(5_000);
    expect(inspector.events(onlyCall().id).kept).toBe(false);
    expect(log.text()).toContain('warn The events of a call could not be stored.');
  });
});

describe('bounds', () => {
  it('of one call: the middle goes, the end stays, and it says so', () => {
    const inspector = create({ happeningsPerCall: 6, happenings: 1_000 });
    replay('direct-answered', inspector);
    const told = inspector.events(onlyCall().id);
    expect(told.events).toHaveLength(6);
    expect(told.complete).toBe(false);
    expect(told.events[0]?.event).toBe('Newchannel');
    expect(inspector.figures().dropped).toBeGreaterThan(0);
  });

  it('of what a relay that is behind has left out', () => {
    const inspector = create();
    replay('direct-answered', inspector, { to: 12 });
    inspector.skip([{ id: onlyCall().id, linkedIds: [] }]);
    expect(inspector.events(onlyCall().id)).toMatchObject({
      complete: false,
      note: expect.stringMatching(/was behind/) as unknown,
    });
    expect(inspector.figures().dropped).toBe(1);
  });

  it('of all calls: the oldest go first, counted', () => {
    const inspector = create({ happeningsPerCall: 300, happenings: 500 });
    replay('burst-100', inspector);
    expect(inspector.figures().happenings).toBeLessThanOrEqual(500);
    expect(inspector.figures().dropped).toBeGreaterThan(0);
  });

  it('of what turned out to be no call', () => {
    const inspector = create();
    const created = captureEvents('internal-call').filter(({ name }) => name === 'Newchannel');
    expect(created.length).toBeGreaterThan(0);
    for (const event of created) inspector.record(event, [], [{ id: 'pbx:code', linkedIds: ['code'] }]);
    replay('direct-answered', inspector, { to: 12 });
    const before = inspector.figures().happenings;
    clock.advance(Date.parse('2036-01-01') - clock.now());
    inspector.sweep();
    expect(inspector.figures().happenings).toBe(before - created.length);
    expect(inspector.events(onlyCall().id).kept).toBe(true);
  });
});
