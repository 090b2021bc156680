/** Calls as the relay stores them, made of recorded ones by its own tracker and inspector. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAmiReader } from '../../src/relay/pbx/ami-reader';
import { translate, wantedEvents } from '../../src/relay/pbx/translate';
import { createInspector } from '../../src/relay/ops/inspector';
import type { Call } from '../../src/shared/call/call';
import { callsOf, createTrackerState, track } from '../../src/shared/call/tracker';
import { iso, systemClock } from '../../src/shared/clock';
import type { StoredCallEvents } from '../../src/shared/protocol/call-events';

const names = ['direct-answered', 'queue-answered', 'ringgroup-answered'];
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, child: () => silent };

const replay = (name: string): { call: Call; events: StoredCallEvents } => {
  const stored = new Map<string, StoredCallEvents>();
  const inspector = createInspector({
    store: { saveCallEvents: (id, events) => void stored.set(id, events), getCallEvents: () => null },
    clock: systemClock,
    logger: silent,
    retentionDays: 30,
  });
  const state = createTrackerState({ pbxId: 'pbx', defaultCountry: 'DE' });
  let ended: Call | null = null;
  const reader = createAmiReader({
    wanted: wantedEvents,
    onBanner: () => {},
    onResponse: () => {},
    onEvent: (source) => {
      const event = translate(source);
      if (!event) return;
      const { changes } = track(state, event);
      inspector.record(source, changes, callsOf(state, event));
      for (const { call } of changes) if (call.state === 'ended') ended = call;
    },
  });
  reader.push(readFileSync(join(process.cwd(), 'tests/fixtures/captures', `${name}.ami`)), Date.now());
  inspector.stop();
  const call = ended as Call | null;
  const events = call && stored.get(call.id);
  if (!call || !events) throw new Error(`${name} holds no call that ended.`);
  return { call, events };
};

/** Each with what made it, and the same call for another caller at another time. */
export const recordedCalls = () =>
  names.map(replay).map(({ call, events }) => ({
    events,
    call: (linkedId: string, endedAt: number, n: number): Call => {
      const number = `+4917${String(n % 100_000_000).padStart(9, '0')}`;
      return {
        ...call,
        id: `${call.pbxId}:${linkedId}`,
        linkedId,
        startedAt: iso(endedAt - 90_000),
        endedAt: iso(endedAt),
        remote: { ...call.remote, number, display: number },
        legs: call.legs.map((leg, at) => ({ ...leg, extension: String(2_000 + ((n + at) % 5_000)) })),
        crmRecord: {
          status: 'logged',
          id: '5e4f0c52-8f3a-5d5e-9c0b-2f1f6f1a2b3c',
          url: 'https://crm.example.com/#/calls/record/5e4f0c52-8f3a-5d5e-9c0b-2f1f6f1a2b3c',
          error: null,
        },
      };
    },
  }));
