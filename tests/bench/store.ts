/**
 * A long history on the disk: what a call weighs, how long the relay takes to start with all of them and what memory that needs,
 * and whether deleting a day of them holds up anything else. Prints; judges nothing. A million calls need 4 GB of disk and some
 * minutes; `CTI_BENCH_CALLS=100000 npm run bench -- store` takes fewer.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCallEventStore } from '../../src/relay/store/sqlite/call-events';
import { createCallStore } from '../../src/relay/store/sqlite/calls';
import { createLogTender } from '../../src/relay/store/sqlite/log-tender';
import { FILE_NAME, openDatabase } from '../../src/relay/store/sqlite/open';
import type { EndedCall } from '../../src/relay/store/port';
import { iso, systemClock } from '../../src/shared/clock';
import { recordedCalls } from './recorded-calls';
import { percentile, row, startRelayProgram } from './relay-program';
import { fakePbx } from './yes-pbx';

const total = Number(process.env['CTI_BENCH_CALLS'] ?? 1_000_000);
const perDay = 20_000;
const days = Math.ceil(total / perDay);
const dayMs = 24 * 60 * 60_000;
/** As config.json has it where nobody says otherwise. */
const eventDays = 30;
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, child: () => silent };
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const dir = mkdtempSync(join(tmpdir(), 'cti-bench-store-'));
const sizeOf = (): number => statSync(join(dir, FILE_NAME)).size;
const mib = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MiB`;
const oldest = Date.now() - days * dayMs + 60 * 60_000;

/** With the store's own functions, a day in one transaction. @returns what a call took on the disk without and with its events */
const fill = (): { without: number; with: number } => {
  const db = openDatabase(dir, { clock: systemClock, logger: silent });
  const calls = createCallStore(db, systemClock);
  const events = createCallEventStore(db);
  const templates = recordedCalls();
  let sizeBefore = 0;
  const bytes = { without: Number.NaN, with: Number.NaN };
  const fillDay = db.transaction((day: number) => {
    for (let n = day * perDay; n < Math.min(total, (day + 1) * perDay); n += 1) {
      const template = templates[n % templates.length];
      if (!template) throw new Error('There is no recorded call.');
      const endedAt = oldest + (n * dayMs) / perDay;
      const call = template.call(`${Math.floor(endedAt / 1_000)}.${n}`, endedAt, n);
      calls.saveEndedCall(call, { dueAt: endedAt });
      calls.updateJob({
        callId: call.id,
        kind: 'call',
        status: 'logged',
        attempts: 1,
        dueAt: endedAt,
        error: null,
      });
      if (day >= days - eventDays) events.saveCallEvents(call.id, template.events);
    }
  });
  for (let day = 0; day < days; day += 1) {
    fillDay(day);
    db.pragma('wal_checkpoint(TRUNCATE)');
    const grown = (sizeOf() - sizeBefore) / Math.min(perDay, total);
    bytes[day >= days - eventDays ? 'with' : 'without'] = grown;
    sizeBefore = sizeOf();
  }
  db.close();
  return bytes;
};

/** Starts the relay with the history, and watches it for some seconds. */
const start = async (retentionDays: number): Promise<void> => {
  const pbx = await fakePbx();
  const relay = await startRelayProgram(
    {
      AMI_HOST: '127.0.0.1',
      AMI_PORT: String(pbx.port),
      AMI_USERNAME: 'bench',
      AMI_SECRET: 'bench',
      DATA_DIR: dir,
    },
    { retentionDays, http: { requestsPerMinute: 1_000_000 } },
  );
  try {
    row('until /health answers', `${relay.healthMs.toFixed(0)} ms`);
    row('until /health/ready answers 200', `${relay.readyMs.toFixed(0)} ms`);
    row('CPU time until then', `${relay.cpuMs().toFixed(0)} ms`);
    const answers: number[] = [];
    for (const until = performance.now() + 20_000; performance.now() < until;) {
      await wait(5);
      const from = performance.now();
      await fetch(`${relay.url}/health`);
      answers.push(performance.now() - from);
    }
    row(
      '/health in the 20 s after, p50 / p99 / longest',
      [percentile(answers, 0.5), percentile(answers, 0.99), Math.max(...answers)]
        .map((ms) => ms.toFixed(1))
        .join(' / ') + ' ms',
    );
    row('memory', `${relay.residentMiB().toFixed(0)} MiB`);
  } finally {
    relay.stop();
    pbx.close();
  }
};

/** How long each step of deleting keeps everything else waiting: CPU time of its thread, ms. */
const stepTimes = async (step: number): Promise<{ calls: number[]; events: number[] }> => {
  const db = openDatabase(dir, { clock: systemClock, logger: silent });
  const tender = createLogTender({ dir }, { logger: silent });
  const calls = createCallStore(db, systemClock);
  const events = createCallEventStore(db);
  const cpuOf = (act: () => void): number => {
    const before = process.threadCpuUsage();
    act();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1_000;
  };
  const before = iso(oldest + 2 * dayMs);
  const eventsBefore = iso(Date.now() - (Math.min(days, eventDays) - 2) * dayMs);
  const times: { calls: number[]; events: number[] } = { calls: [], events: [] };
  for (let after: EndedCall | null | undefined; after !== null;) {
    await wait(25);
    const from: EndedCall | null = after ?? null;
    times.events.push(
      cpuOf(() => {
        after = events.purgeCallEventsBefore(eventsBefore, from, step);
      }),
    );
    tender.tend();
  }
  for (let gone = step; gone === step;) {
    await wait(25);
    times.calls.push(
      cpuOf(() => {
        gone = calls.purgeCallsBefore(before, step);
      }),
    );
    tender.tend();
  }
  await tender.stop();
  db.close();
  return times;
};
const inWords = (times: number[]): string =>
  `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.99).toFixed(1)} / ${Math.max(...times).toFixed(1)} ms (${times.length} steps)`;

try {
  const from = performance.now();
  const bytes = fill();
  console.log(`\n${total.toLocaleString('en')} calls, ${perDay.toLocaleString('en')} a day`);
  row('written in', `${((performance.now() - from) / 1_000).toFixed(0)} s`);
  row(`the file, with the events of ${Math.min(days, eventDays)} days`, mib(sizeOf()));
  row('a call, with its events', `${bytes.with.toFixed(0)} bytes`);
  row('a call whose events are gone', `${bytes.without.toFixed(0)} bytes`);
  console.log('\nA start with them');
  await start(0);
  console.log(`\nA start that deletes the oldest day (${perDay.toLocaleString('en')} calls)`);
  await start(days - 1);
  console.log('\nDeleting a day, a hundred calls in a step');
  const times = await stepTimes(100);
  row('a step of calls, CPU time, p50 / p99 / longest', inWords(times.calls));
  row('a step of events, CPU time, p50 / p99 / longest', inWords(times.events));
} finally {
  rmSync(dir, { recursive: true });
}
