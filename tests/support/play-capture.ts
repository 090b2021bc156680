/** A recorded stream through translate and tracker, without a socket. */
import type { AmiEvent } from '../../src/relay/pbx/ami-event';
import { translate } from '../../src/relay/pbx/translate';
import type { Call } from '../../src/shared/call/call';
import type { CallChange } from '../../src/shared/call/change';
import { createTrackerState, track, type TrackerState } from '../../src/shared/call/tracker';
import { captureEvents } from './ami-file';

export const newState = (): TrackerState => createTrackerState({ pbxId: 'pbx', defaultCountry: 'DE' });

/** @returns every change the events made, in order */
export const feed = (state: TrackerState, events: readonly AmiEvent[]): CallChange[] =>
  events.flatMap((event) => {
    const translated = translate(event);
    return translated ? track(state, translated).changes : [];
  });

/** The last word on each call, in the order they began. */
export const lastWords = (changes: readonly CallChange[]): Call[] => [
  ...new Map(changes.map(({ call }) => [call.id, call])).values(),
];

export const play = (name: string): { calls: Call[]; changes: CallChange[]; state: TrackerState } => {
  const state = newState();
  const changes = feed(state, captureEvents(name));
  return { calls: lastWords(changes), changes, state };
};
