/** The link breaks at any moment and comes back at any later one, with a truthful list of channels: what must still hold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureEvents, captureNames } from '../../../tests/support/ami-file';
import { createChannelList } from '../../../tests/support/channel-list';
import { feed, lastWords, newState } from '../../../tests/support/play-capture';
import type { Call } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import { adopt, liveCalls, track } from '../../shared/call/tracker';
import type { AmiEvent } from './ami-event';
import { snapshotEvent } from './translate';

const names = captureNames().filter((name) => name !== 'burst-100');
const streams = new Map(names.map((name) => [name, captureEvents(name)]));
const anyMoment = fc.double({ min: 0, max: 1, noNaN: true });

/**
 * The stream with the events from `from` to `to` lost, and the PBX's own list in their place.
 * @param how the link was lost, or the relay was killed and started again with what it had stored
 */
const withGap = (events: readonly AmiEvent[], from: number, to: number, how: 'lost' | 'killed') => {
  const list = createChannelList();
  for (const event of events.slice(0, to)) list.take(event);
  const first = newState();
  const at = events[to - 1]?.at ?? events[0]?.at ?? 0;
  const lostAt = from === 0 ? null : (events[from - 1]?.at ?? at);
  const before = feed(first, events.slice(0, from));
  const state = how === 'lost' ? first : adopt(newState(), liveCalls(first));
  const snapshot = snapshotEvent(list.status(at), {
    requestedAt: at,
    at,
    lostAt: how === 'lost' ? lostAt : null,
  });
  const seen = track(state, snapshot).changes;
  const live = liveCalls(state);
  const after = feed(state, events.slice(to));
  return { before, seen, live, after, left: liveCalls(state) };
};

const popsOf = (changes: readonly CallChange[]): Set<string> =>
  new Set(
    changes.flatMap(({ call }) =>
      call.legs
        .filter((leg) => leg.state === 'ringing' && leg.rangAt !== null)
        .map((leg) => `${call.id} ${leg.extension}`),
    ),
  );
type Leg = Call['legs'][number];
const legsOf = (calls: readonly Call[], wanted: (leg: Leg) => boolean): string[] =>
  calls
    .flatMap((call) => call.legs.filter(wanted).map((leg) => `${call.remote.number} ${leg.extension}`))
    .sort();
const ringing = (leg: Leg): boolean => leg.state === 'ringing' && leg.rangAt !== null;
/** A list does not tell who is on hold, so that is no difference here. */
const talking = (leg: Leg): boolean => leg.state === 'connected' || leg.state === 'held';
const parties = (calls: readonly Call[]): string[] =>
  calls.map(({ direction, remote }) => `${direction} ${remote.number}`).sort();

/** Only names and places, so that a counterexample can be read. */
const how = fc.constantFrom('lost' as const, 'killed' as const);
const gap = fc.tuple(fc.constantFrom(...names), anyMoment, anyMoment, how).map(([name, one, other, how]) => {
  const { length } = streams.get(name) ?? [];
  const [from = 0, to = 0] = [one, other].sort((a, b) => a - b).map((part) => Math.floor(part * length));
  return { name, from, to, how };
});

/** Between two events of one hangup, answer or pickup there is no telling who talks; the next one, milliseconds on, tells. */
const isBusyMoment = (events: readonly AmiEvent[], to: number): boolean =>
  (events[to]?.at ?? Infinity) - (events[to - 1]?.at ?? 0) <= 20;

/**
 * Sent outside, the customer's channel is given the company's number, and the PBX itself forgets his: whoever comes only
 * then can not know it.
 */
const isForgotten = (events: readonly AmiEvent[], from: number): boolean =>
  from <= events.findIndex(({ name }) => name === 'Newchannel') &&
  events.some(
    ({ name, fields }) =>
      name === 'NewCallerid' &&
      fields.CallerIDNum === '4930555000' &&
      (fields.Channel ?? '').startsWith('PJSIP/trunk-main'),
  );

describe('a gap in the stream', () => {
  it('leaves no call that never ends', () => {
    fc.assert(
      fc.property(gap, ({ name, from, to, how }) => {
        const events = streams.get(name) ?? [];
        const { left } = withGap(events, from, to, how);
        const whole = newState();
        feed(whole, events);
        expect(left.map(({ id }) => id)).toEqual(liveCalls(whole).map(({ id }) => id));
      }),
      { numRuns: 300 },
    );
  });

  it('pops nobody whose phone did not ring for that call', () => {
    fc.assert(
      fc.property(gap, ({ name, from, to, how }) => {
        const events = streams.get(name) ?? [];
        fc.pre(!isBusyMoment(events, to));
        const whole = popsOf(feed(newState(), events));
        const { seen, after } = withGap(events, from, to, how);
        for (const pop of popsOf([...seen, ...after])) expect(whole).toContain(pop);
      }),
      { numRuns: 300 },
    );
  });

  it('knows at once what runs and who rings', () => {
    fc.assert(
      fc.property(gap, ({ name, from, to, how }) => {
        const events = streams.get(name) ?? [];
        fc.pre(!isBusyMoment(events, to) && !isForgotten(events, from));
        const state = newState();
        feed(state, events.slice(0, to));
        const { live } = withGap(events, from, to, how);
        const whole = liveCalls(state);
        expect(parties(live)).toEqual(parties(whole));
        expect(legsOf(live, talking)).toEqual(legsOf(whole, talking));
        // The list may know of a ring whose event had not come yet.
        expect(legsOf(live, ringing)).toEqual(expect.arrayContaining(legsOf(whole, ringing)));
      }),
      { numRuns: 300 },
    );
  });

  it('makes no second record of a call', () => {
    fc.assert(
      fc.property(gap, ({ name, from, to, how }) => {
        const events = streams.get(name) ?? [];
        fc.pre(!isBusyMoment(events, to));
        const whole = lastWords(feed(newState(), events));
        const { before, seen, after } = withGap(events, from, to, how);
        const calls = lastWords([...before, ...seen, ...after]);
        expect(whole.map(({ id }) => id)).toEqual(expect.arrayContaining(calls.map(({ id }) => id)));
      }),
      { numRuns: 300 },
    );
  });

  it('ends the calls that went on as if nothing had happened', () => {
    fc.assert(
      fc.property(gap, ({ name, from, to, how }) => {
        const events = streams.get(name) ?? [];
        fc.pre(!isBusyMoment(events, to) && !isForgotten(events, from));
        const whole = new Map(lastWords(feed(newState(), events)).map((call) => [call.id, call]));
        const { before, live, after } = withGap(events, from, to, how);
        const told = new Map(lastWords(before).map((call) => [call.id, call]));
        const ended = new Map(lastWords(after).map((call) => [call.id, call]));
        for (const { id, legs } of live) {
          const { direction, remote, outcome, owner } = whole.get(id) ?? {};
          expect(ended.get(id)).toMatchObject({ direction, remote });
          const known = told.get(id);
          // Who had the customer, and left before anybody looked, is known to nobody (parked, sent outside).
          const stays = !owner || legs.some(({ extension }) => extension === owner);
          if (known ?? stays) expect(ended.get(id)).toMatchObject({ outcome, owner });
          if (known) expect(ended.get(id)?.startedAt).toBe(known.startedAt);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a sweep, with nothing lost', () => {
  it('changes no call', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), (name, dice) => {
        const events = streams.get(name) ?? [];
        const calm = events
          .map((_, index) => index)
          .filter((index) => index > 0 && !isBusyMoment(events, index));
        const to = calm[dice % calm.length] ?? events.length;
        const at = events[to - 1]?.at ?? 0;
        const list = createChannelList();
        for (const event of events.slice(0, to)) list.take(event);
        const state = newState();
        // As after a login: nothing runs yet.
        track(state, snapshotEvent([], { requestedAt: 0, at: 0, lostAt: null }));
        const before = feed(state, events.slice(0, to));
        const sweep = snapshotEvent(list.status(at), { requestedAt: at + 1, at: at + 1, lostAt: null });
        const swept = track(state, sweep).changes;
        const calls = lastWords([...before, ...swept, ...feed(state, events.slice(to))]);
        const untold = (all: readonly Call[]) => all.map((call) => ({ ...call, version: 0 }));
        expect(untold(calls)).toEqual(untold(lastWords(feed(newState(), events))));
      }),
      { numRuns: 300 },
    );
  });
});
