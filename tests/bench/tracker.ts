/**
 * The tracker alone, on events that are already translated: what an event costs while 10 to 10,000 calls run at once (it is
 * to be the same), and what a tracked call weighs. Prints a table; judges nothing.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAmiReader } from '../../src/relay/pbx/ami-reader';
import { translate, wantedEvents } from '../../src/relay/pbx/translate';
import type { PbxEvent } from '../../src/shared/call/pbx-event';
import { createTrackerState, forget, liveCalls, track } from '../../src/shared/call/tracker';

const eventsAtLeast = 300_000;
const names = ['direct-answered', 'queue-local-answered', 'ringgroup-local-answered'];

/** The recorded call as the tracker hears it. */
const eventsOf = (name: string): PbxEvent[] => {
  const events: PbxEvent[] = [];
  const reader = createAmiReader({
    wanted: wantedEvents,
    onBanner: () => {},
    onResponse: () => {},
    onEvent: (event) => {
      const translated = translate(event);
      if (translated) events.push(translated);
    },
  });
  reader.push(readFileSync(join(process.cwd(), 'tests/fixtures/captures', `${name}.ami`)), 0);
  return events;
};

/** The same call for another customer and other phones. */
const renumbered = (events: readonly PbxEvent[], n: number): PbxEvent[] => {
  const text = JSON.stringify(events)
    .replaceAll(/"(\d{10})\.(\d+)"/g, (_id, second: string, serial: string) => `"${second}.${n}00${serial}"`)
    .replaceAll(
      /(PJSIP|Local)\/1(\d{3})/g,
      (_peer, tech: string, rest: string) => `${tech}/${10_000 + (n % 80_000)}${rest.slice(2)}`,
    )
    .replaceAll(/"bridgeId":"([^"]+)"/g, (_all, id: string) => `"bridgeId":"${id}-${n}"`);
  const parsed = JSON.parse(text) as PbxEvent[];
  return parsed.map((event) => ({ ...event, at: event.at + n }));
};

const fresh = () => createTrackerState({ pbxId: 'pbx', defaultCountry: 'DE' });
const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** Events made just before they are tracked, as a reader makes them: old ones would measure how cold memory is. */
const madeAtOnce = 64;

/** All calls of a batch run side by side, one event of each in turn. */
const runBatches = (templates: readonly PbxEvent[][], atOnce: number, atLeast: number) => {
  const state = fresh();
  const longest = Math.max(...templates.map(({ length }) => length));
  let events = 0;
  let changes = 0;
  let spentMs = 0;
  for (let first = 0; events < atLeast; first += atOnce) {
    for (let step = 0; step < longest; step += 1) {
      for (let from = 0; from < atOnce; from += madeAtOnce) {
        const made: PbxEvent[] = [];
        for (let i = from; i < Math.min(atOnce, from + madeAtOnce); i += 1) {
          const event = templates[i % templates.length]?.[step];
          if (event) made.push(...renumbered([event], first + i));
        }
        const began = performance.now();
        for (const event of made) changes += track(state, event).changes.length;
        spentMs += performance.now() - began;
        events += made.length;
      }
    }
    forget(state, Infinity);
  }
  return { events, changes, microseconds: (spentMs * 1000) / events };
};

const weight = (templates: readonly PbxEvent[][], atOnce: number): number => {
  const state = fresh();
  const before = heap();
  for (let n = 0; n < atOnce; n += 1) {
    const events = renumbered(templates[n % templates.length] ?? [], n);
    for (const event of events.slice(0, Math.floor(events.length / 2))) track(state, event);
  }
  const bytes = heap() - before;
  return bytes / Math.max(1, liveCalls(state).length);
};

const templates = names.map(eventsOf);
const perCall = templates.reduce((sum, events) => sum + events.length, 0) / templates.length;
runBatches(templates, 100, eventsAtLeast / 4);
const rows: Record<string, Record<string, string>> = {};
for (const atOnce of [10, 100, 1_000, 10_000]) {
  const { events, changes, microseconds } = runBatches(templates, atOnce, eventsAtLeast);
  rows[`${atOnce.toLocaleString('en')} calls at once`] = {
    'us/event': microseconds.toFixed(2),
    'events/s': Math.round(1e6 / microseconds).toLocaleString('en'),
    'changes/event': (changes / events).toFixed(2),
    'KiB/running call': atOnce >= 1_000 ? (weight(templates, atOnce) / 1024).toFixed(1) : '-',
  };
}
console.log(`\nThe tracker alone: ${names.join(', ')}; ${perCall.toFixed(0)} events a call`);
console.table(rows);
