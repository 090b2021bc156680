/** What must hold whatever a PBX, a network or an attacker sends: nothing throws, nothing stays for ever, nothing comes back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureEvents } from '../../../tests/support/ami-file';
import { feed, lastWords, newState, play } from '../../../tests/support/play-capture';
import { callSchema } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import { adopt, amend, findCall, forget, liveCalls, track, UNSEEN_END } from '../../shared/call/tracker';
import type { AmiEvent } from './ami-event';
import { snapshotEvent, translate, wantedEvents } from './translate';

const names = [
  'conference',
  'direct-answered',
  'hold-unhold',
  'originate-click-to-call',
  'pickup-directed',
  'queue-local-answered',
  'ringgroup-local-answered',
  'transfer-attended-dtmf',
  'transfer-blind-refer',
  'voicemail',
];
const streams = new Map(
  names.map((name) => [name, captureEvents(name).filter((event) => event.name in wantedEvents)]),
);
const stream = (name: string) => streams.get(name) ?? [];
const anyName = fc.constantFrom(...names);

const emptyList = (at: number, lostAt: number | null = null) =>
  snapshotEvent([], { requestedAt: at, at, lostAt });

/** Versions rise by one, each change starts from the one before, and after the end there is nothing. */
const expectOrderly = (changes: readonly CallChange[]) => {
  const last = new Map<string, CallChange['call']>();
  for (const { call, previous } of changes) {
    expect(previous).toBe(last.get(call.id) ?? null);
    expect(call.version).toBe((previous?.version ?? 0) + 1);
    expect(previous?.state).not.toBe('ended');
    last.set(call.id, call);
  }
  for (const call of last.values()) expect(callSchema.safeParse(call).error).toBeUndefined();
};

describe('a stream that breaks off', () => {
  it('leaves no live call once the PBX says that nothing runs, and nothing comes back afterwards', () => {
    fc.assert(
      fc.property(anyName, fc.double({ min: 0, max: 1, noNaN: true }), (name, part) => {
        const events = stream(name);
        const cut = Math.floor(events.length * part);
        const state = newState();
        const before = feed(state, events.slice(0, cut));
        const at = (events[cut - 1]?.at ?? 0) + 1;
        const { changes } = track(state, emptyList(at));
        expect(liveCalls(state)).toEqual([]);
        const after = feed(state, events.slice(cut));
        expectOrderly([...before, ...changes, ...after]);
        expect(liveCalls(state)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('ends what runs with what is known, and marks it', () => {
    const events = stream('direct-answered');
    const middle = events.findIndex((event) => event.name === 'HangupRequest');
    const state = newState();
    feed(state, events.slice(0, middle));
    const at = events[middle]?.at ?? 0;
    const [change] = track(state, { ...emptyList(at + 60_000), lostAt: at } as ReturnType<
      typeof emptyList
    >).changes;
    expect(change?.call).toMatchObject({
      state: 'ended',
      outcome: 'answered',
      endedBy: null,
      cause: { code: 0, text: UNSEEN_END },
      endedAt: new Date(at).toISOString(),
      talkSeconds: 6,
    });
  });

  it('keeps its word when single events are lost', () => {
    fc.assert(
      fc.property(anyName, fc.infiniteStream(fc.nat(9)), (name, dice) => {
        const events = stream(name).filter(() => dice.next().value !== 0);
        const state = newState();
        const changes = feed(state, events);
        const end = track(state, emptyList((events.at(-1)?.at ?? 0) + 1)).changes;
        expectOrderly([...changes, ...end]);
        expect(liveCalls(state)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('calls at the same time', () => {
  it('do not leak into one another', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(names, { minLength: 2, maxLength: 4 }),
        fc.infiniteStream(fc.nat(3)),
        (some, dice) => {
          // The same phones would be in two calls at once: give every stream phones of its own.
          const queues = some.map((name, index) => stream(name).map((event) => renumber(event, index)));
          const alone = queues.flatMap((events) => lastWords(feed(newState(), events)));
          const mixed: AmiEvent[] = [];
          while (queues.some((queue) => queue.length > 0)) {
            const event = queues[Number(dice.next().value) % queues.length]?.shift();
            if (event) mixed.push(event);
          }
          const together = lastWords(feed(newState(), mixed));
          const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
          expect(together.sort(byId)).toEqual(alone.sort(byId));
        },
      ),
      { numRuns: 40 },
    );
  });
});

const renumber = (event: AmiEvent, index: number): AmiEvent => ({
  ...event,
  fields: Object.fromEntries(
    Object.entries(event.fields).map(([key, value]) => [
      key,
      value?.replace(/PJSIP\/1(0\d\d)-/, `PJSIP/${index + 2}$1-`),
    ]),
  ),
});

describe('garbage', () => {
  const uniqueIds = fc.constantFrom('1.1', '1.2', '1.3', '1.4', '<unknown>', '', '\u0000', '__proto__');
  const values = fc.oneof(
    uniqueIds,
    fc.constantFrom('PJSIP/1001-1', 'PJSIP/1002-2', 'PJSIP/trunk-3', 'Local/1@x-4;1', 'Local/1@x-4;2'),
    fc.constantFrom(
      'Up',
      'Ring',
      'Ringing',
      'Down',
      'ANSWER',
      'CANCEL',
      'BUSY',
      'Success',
      'basic',
      'base',
      '600',
      '16',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  const eventNames = [...Object.keys(wantedEvents), 'constructor', '__proto__', 'VarSet'];
  const event = fc.constantFrom(...eventNames).chain((name) => {
    const headers = Object.hasOwn(wantedEvents, name) ? (wantedEvents[name] ?? []) : ['Channel', 'Uniqueid'];
    const fields = Object.fromEntries(
      headers.map((header) => [
        header,
        header.endsWith('id') ? uniqueIds : fc.option(values, { nil: undefined }),
      ]),
    );
    return fc.record({ name: fc.constant(name), at: fc.nat(100_000), fields: fc.record(fields) });
  });

  it('never throws, and what comes out is still a call', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events: AmiEvent[]) => {
        const state = newState();
        const changes = feed(state, events);
        const list = snapshotEvent(events, { requestedAt: 50_000, at: 60_000, lostAt: null });
        const listed = track(state, list).changes;
        const end = track(state, emptyList(200_000)).changes;
        expectOrderly([...changes, ...listed, ...end]);
        expect(liveCalls(state)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a second login in mid-call', () => {
  const late = captureEvents('snapshot-midcall.late');
  const done = late.findIndex((event) => event.name === 'StatusComplete');
  const first = late[0]?.at ?? 0;
  // The second client logged in 2.35 s after the first.
  const shifted = late.map((event) => ({ ...event, at: event.at + 2_350 }));
  const list = snapshotEvent(shifted.slice(0, done), {
    requestedAt: first + 2_351,
    at: first + 2_354,
    lostAt: null,
  });

  it('finds the calls that run, and follows them to their end', () => {
    const state = newState();
    const found = track(state, list).changes.map(({ call }) => call);
    expect(
      found.map(({ direction, state: is, dialled, queue }) => [direction, is, dialled, queue]).sort(),
    ).toEqual([
      ['inbound', 'connected', '+4930555001', null],
      ['inbound', 'ringing', '+4930555101', '401'],
      ['outbound', 'connected', '+49301234567', null],
    ]);
    const calls = lastWords(feed(state, shifted.slice(done)));
    expect(calls.map(({ outcome, endedBy }) => `${outcome} ${endedBy}`).sort()).toEqual([
      'abandoned remote',
      'answered agent',
      'answered remote',
    ]);
  });

  it('goes on with stored calls under their ids and versions, with their true start', () => {
    const before = newState();
    feed(
      before,
      captureEvents('snapshot-midcall').filter((event) => event.at <= first + 2_340),
    );
    const stored = liveCalls(before);
    expect(stored).toHaveLength(3);
    const state = adopt(newState(), stored);
    const changes = [...track(state, list).changes, ...feed(state, shifted.slice(done))];
    const calls = lastWords(changes);
    expect(calls).toHaveLength(3);
    const whole = new Map(play('snapshot-midcall').calls.map((call) => [call.id, call]));
    for (const call of calls) {
      const was = stored.find(({ id }) => id === call.id);
      expect(call.version).toBeGreaterThan(was?.version ?? Infinity);
      const { startedAt, outcome, endedBy, answeredBy, dialled, queue, remote } = whole.get(call.id) ?? call;
      expect(call).toMatchObject({ startedAt, outcome, endedBy, answeredBy, dialled, queue, remote });
      expect(call.legs.map(({ extension, rangAt }) => [extension, rangAt])).toEqual(
        whole.get(call.id)?.legs.map(({ extension, rangAt }) => [extension, rangAt]),
      );
      expect(Math.abs(call.talkSeconds - (whole.get(call.id)?.talkSeconds ?? 99))).toBeLessThanOrEqual(1);
    }
  });

  it('ends stored calls that the PBX no longer knows', () => {
    const before = newState();
    feed(before, captureEvents('direct-answered').slice(0, 120));
    const state = adopt(newState(), liveCalls(before));
    const [change] = track(state, list).changes.filter(({ call }) => call.state === 'ended');
    expect(change?.call).toMatchObject({ outcome: 'answered', endedBy: null, answeredBy: ['1001'] });
    expect(change?.previous).toEqual(liveCalls(before)[0]);
  });
});

describe('memory', () => {
  it('keeps ended calls until they are forgotten, then nothing', () => {
    const { state, calls } = play('queue-local-answered');
    const [call] = calls;
    expect(findCall(state, call?.id ?? '')).toEqual(call);
    const logged = { status: 'logged', id: '1', url: null, error: null } as const;
    const [amended] = amend(state, call?.id ?? '', { crmRecord: logged }, 0).changes;
    expect(amended?.call).toMatchObject({
      state: 'ended',
      crmRecord: logged,
      version: (call?.version ?? 0) + 1,
    });
    forget(state, Date.parse(call?.endedAt ?? '') + 1_000);
    expect(findCall(state, call?.id ?? '')).toBeNull();
    const sizes = [state.channels, state.bridges, state.calls, state.byLinkedId, state.buried].map(
      (it) => it.size,
    );
    expect(sizes).toEqual([0, 0, 0, 0, 0]);
  });

  it('says the same twice: no clock, no random', () => {
    expect(play('transfer-attended-ami').changes).toEqual(play('transfer-attended-ami').changes);
  });
});

describe('names', () => {
  it.each([
    ["O\\'Neil", "O'Neil"],
    ['\\\\\\"(a=b)\\\\\\"', '"(a=b)"'],
    ['Break\\r\\nEvent: Hangup', 'Break Event: Hangup'],
    ['Jürgen Groß', 'Jürgen Groß'],
    ['<unknown>', null],
    ['', null],
  ])('%s is %s', (raw, name) => {
    const fields = { Channel: 'PJSIP/trunk-1', Uniqueid: '1.1', Linkedid: '1.1', CallerIDName: raw };
    expect(translate({ name: 'Newchannel', at: 0, fields })).toMatchObject({ channel: { callerName: name } });
  });
});
