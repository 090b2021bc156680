/**
 * Manager events a second, each reader in a process of its own on the same stream from the same socket: a counter that
 * only looks at bytes, a bare asterisk-manager, our reader, and the relay's whole path up to the frames for the desktops.
 * Prints a table; judges nothing.
 */
import { fork } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import createManager from 'asterisk-manager';
import { z } from 'zod';
import { createFrames } from '../../src/relay/agents/frames';
import { createHub } from '../../src/relay/agents/hub';
import { createRecorder } from '../../src/relay/ops/inspector/recorder';
import { createAmiReader } from '../../src/relay/pbx/ami-reader';
import { snapshotEvent, translate, wantedEvents } from '../../src/relay/pbx/translate';
import { callsOf, createTrackerState, forget, track } from '../../src/shared/call/tracker';
import { systemClock } from '../../src/shared/clock';
import { makeStream } from './ami-stream';

const rounds = 3;
const streamBytes = 60_000_000;
const warmUpBytes = 60_000_000;
const banner = 'Asterisk Call Manager/11.0.0\r\n';

/** What a reader saw, to be sure that all read the same; -1: it does not count events. */
const seenSchema = z.object({ events: z.number(), calls: z.number() });
type Seen = z.infer<typeof seenSchema>;
type Reader = (port: number, done: (seen: Seen) => void) => void;

const countBytes: Reader = (port, done) => {
  let bytes = 0;
  const socket = connect(port, '127.0.0.1');
  socket.on('data', (chunk) => (bytes += chunk.length));
  socket.on('close', () => done({ events: bytes > 0 ? -1 : 0, calls: 0 }));
};

const bareManager: Reader = (port, done) => {
  let events = 0;
  const manager = createManager(null, '127.0.0.1', 'u', 's', true);
  manager.on('managerevent', () => (events += 1));
  manager.on('close', () => setImmediate(() => done({ events, calls: 0 })));
  manager.connect(port, '127.0.0.1', () => {});
};

/** One agent of five is signed in. */
const desktops = [
  {
    agent: { id: 'anna', name: 'Anna', pbxId: 'pbx', extensions: ['1001'], crmUserId: null },
    send: () => {},
    close: () => {},
    link: () => ({ since: '2026-11-23T09:00:00.000Z', client: null, version: null, roundTripMs: null }),
  },
];

const ourReader =
  (path: 'read' | 'whole'): Reader =>
  (port, done) => {
    const state = createTrackerState({ pbxId: 'pbx', defaultCountry: 'DE' });
    // As after a login: nothing runs yet.
    track(state, snapshotEvent([], { requestedAt: 0, at: 0, lostAt: null }));
    const recorder = createRecorder();
    const hub = createHub({ frames: createFrames(systemClock), clock: systemClock });
    for (const desktop of desktops) hub.add(desktop);
    let calls = 0;
    let wanted = 0;
    const reader = createAmiReader({
      wanted: wantedEvents,
      onBanner: () => {},
      onResponse: () => {},
      onEvent: (event) => {
        wanted += 1;
        if (path === 'read') return;
        const translated = translate(event);
        if (!translated) return;
        const { changes } = track(state, translated);
        recorder.record(event, changes, callsOf(state, translated));
        for (const change of changes) {
          hub.deliver(change);
          if (change.call.state !== 'ended') continue;
          calls += 1;
          recorder.forget(change.call.id);
        }
        if (wanted % 50_000 === 0) forget(state, event.at);
      },
    });
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (chunk: Buffer) => reader.push(chunk, Date.now()));
    socket.on('close', () => done({ events: reader.stats().events, calls }));
  };

const readers: Record<string, Reader> = {
  'byte counter': countBytes,
  'asterisk-manager, bare': bareManager,
  'our reader': ourReader('read'),
  'relay: read, translate, track, record, route': ourReader('whole'),
};

const reportSchema = seenSchema.extend({ cpuMs: z.number() });
type Report = z.infer<typeof reportSchema>;

/** Reads twice: the first stream only makes the code hot, as it is in a relay that runs for weeks. */
const child = (name: string, port: number): void => {
  const reader = readers[name];
  reader?.(port, () => {
    const before = process.cpuUsage();
    reader(port, (seen) => {
      const { user, system } = process.cpuUsage(before);
      process.send?.({ ...seen, cpuMs: (user + system) / 1000 } satisfies Report, () => process.exit(0));
    });
  });
};

const measure = async (name: string, stream: Buffer): Promise<Report & { ms: number }> => {
  let connections = 0;
  let startedAt = 0;
  const server = createServer((socket) => {
    connections += 1;
    startedAt = performance.now();
    socket.on('error', () => {});
    socket.write(banner);
    socket.end(connections === 1 ? stream.subarray(0, warmUpBytes) : stream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const report = await new Promise<Report>((resolve, reject) => {
    const reading = fork(fileURLToPath(import.meta.url), [name, String(port)]);
    reading.once('message', (message) => resolve(reportSchema.parse(message)));
    reading.once('error', reject);
    reading.once('exit', (code) =>
      code === 0 ? undefined : reject(new Error(`${name} ended with ${code}`)),
    );
  });
  const ms = performance.now() - startedAt;
  server.close();
  return { ...report, ms };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const run = async (): Promise<void> => {
  for (const kind of ['everything (read = all)', 'only call,agent, as the relay asks for'] as const) {
    const stream = makeStream({ filtered: kind.startsWith('only'), bytes: streamBytes });
    console.log(
      `\nAMI stream, ${kind}: ${(stream.bytes.length / 1e6).toFixed(0)} MB, ${stream.events.toLocaleString('en')} events, ` +
        `${stream.calls.toLocaleString('en')} calls (${(stream.events / stream.calls).toFixed(0)} events, ` +
        `${(stream.bytes.length / stream.calls / 1024).toFixed(1)} KiB a call); median of ${rounds}`,
    );
    const rows: Record<string, Record<string, string>> = {};
    let peer = 0;
    for (const name of Object.keys(readers)) {
      const results = [];
      for (let i = 0; i < rounds; i += 1) results.push(await measure(name, stream.bytes));
      const perSecond = stream.events / (median(results.map(({ ms }) => ms)) / 1000);
      const cpuUs = (median(results.map(({ cpuMs }) => cpuMs)) * 1000) / stream.events;
      if (name.startsWith('asterisk-manager')) peer = perSecond;
      rows[name] = {
        'events/s': Math.round(perSecond).toLocaleString('en'),
        'CPU us/event': cpuUs.toFixed(2),
        'x asterisk-manager': peer === 0 ? '' : (perSecond / peer).toFixed(1),
        'events seen': results[0]?.events === -1 ? '-' : (results[0]?.events ?? 0).toLocaleString('en'),
        'calls ended': name.startsWith('relay') ? (results[0]?.calls ?? 0).toLocaleString('en') : '-',
      };
    }
    console.table(rows);
  }
};

const [, , name, port] = process.argv;
if (name !== undefined && port !== undefined) child(name, Number(port));
else await run();
