/**
 * The history on an agent's desktop at 100,000 calls: how long a search takes beside a plain scan over the same calls, what
 * the start costs, what it weighs in memory and on the disk. Prints a table; judges nothing.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCallArchive } from '../../src/main/storage/history/archive';
import { createMemoryStore } from '../../src/main/secrets/memory';
import type { Call } from '../../src/shared/call/call';
import { createCallBook } from '../../src/shared/companion/history/book';
import { silentLogger } from '../../src/shared/logger';
import { freshMeta } from '../../src/shared/companion/history/archive';
import { anna, endedCall, maria } from '../support/calls';

const COUNT = 100_000;
const PAGE = 200;
const ROUNDS = 40;
const first = ['Maria', 'Jürgen', 'Tomáš', 'Agnieszka', 'John', '太郎', 'Łucja', 'Noël', 'Søren', 'Zoë'];
const last = [
  'Lindqvist',
  'Müller',
  'Dvořák',
  'Nowak',
  'Smith',
  '山田',
  'Wójcik',
  'Lefèvre',
  'Ørsted',
  'Weiß',
];
const notes = ['wants the new tariff', 'call back on Monday', 'invoice is wrong', null, null, null];

const aCall = (n: number): Call => {
  const startedAt = new Date(Date.UTC(2026, 10, 23) - n * 300_000).toISOString();
  const number = String(1_500_000_000 + ((n * 7919) % 90_000_000));
  return {
    ...endedCall({
      linkedId: `${1_700_000_000 - n}.${n}`,
      startedAt,
      answeredAt: n % 5 === 0 ? null : startedAt,
      endedAt: startedAt,
      outcome: n % 5 === 0 ? 'abandoned' : 'answered',
      queue: n % 3 === 0 ? 'Support' : null,
      remote: {
        number: `+49${number}`,
        display: `+49 ${number.slice(0, 3)} ${number.slice(3)}`,
        name: null,
        anonymous: false,
      },
    }),
    contact: {
      ...maria,
      id: `c${n % 5000}`,
      name: `${first[n % 10]} ${last[Math.floor(n / 10) % 10]} ${n % 5000}`,
      account: `Account ${n % 900} GmbH`,
    },
  };
};

/** What one would write first: every call asked for every word. */
const plainScan = (calls: readonly Call[], text: string): number => {
  const words = text.toLowerCase().split(' ');
  return calls.filter((call) =>
    words.every((word) =>
      [call.contact?.name, call.contact?.account, call.remote.number, call.remote.display].some((part) =>
        (part ?? '').toLowerCase().includes(word),
      ),
    ),
  ).length;
};
const median = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
const worst = (times: number[]): number => Math.max(...times);
const measure = (run: () => unknown): number[] =>
  Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
const ms = (value: number): string => `${value.toFixed(1)} ms`.padStart(10);
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const folder = mkdtempSync(join(tmpdir(), 'cti-bench-history-'));
try {
  const secrets = createMemoryStore();
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const open = () => {
    const archive = createCallArchive(folder, secrets, silentLogger);
    return { archive, book: createCallBook({ archive, log: silentLogger, onChange: () => undefined }) };
  };
  say(`\nhistory-search: ${COUNT.toLocaleString('en')} calls on the desktop`);
  const filling = open();
  await filling.book.ready;
  await filling.book.setMeta({ ...freshMeta, agent: anna });
  const from = performance.now();
  for (let n = 0; n < COUNT; n += PAGE)
    await filling.book.put(
      Array.from({ length: PAGE }, (_, at) => ({
        call: aCall(n + at),
        note: notes[(n + at) % notes.length] ?? null,
      })),
    );
  const filled = performance.now() - from;
  say(`  taken in, page by page     ${ms(filled / (COUNT / PAGE))} a page of ${PAGE}`);
  await filling.archive.close();
  say(
    `  on the disk                ${megabytes(statSync(join(folder, 'history', 'calls.book')).size)}, sealed`,
  );

  const before = heap();
  const begun = performance.now();
  const { archive, book } = open();
  await book.ready;
  say(`  opened at the next start   ${ms(performance.now() - begun)}`);
  say(`  in memory                  ${megabytes(heap() - before)}`);

  const calls = Array.from({ length: COUNT }, (_, n) => aCall(n));
  say('\n  search                     median      worst      found   plain scan   ratio');
  let round = 0;
  for (const text of ['lindqvist', '1500 79', 'maria account 1', 'tariff', 'nobody at all', 'm']) {
    // A space more each time: the same question twice is answered from memory.
    const times = measure(() =>
      book.find({ text: `${text}${' '.repeat(++round)}`, filter: 'all', queue: null }),
    );
    const plain = measure(() => plainScan(calls, text)).slice(0, ROUNDS);
    const { total } = book.find({ text, filter: 'all', queue: null });
    say(
      `  ${text.padEnd(22)} ${ms(median(times))} ${ms(worst(times))} ${String(total).padStart(10)}  ${ms(median(plain))}   ${(median(plain) / median(times)).toFixed(1)}`,
    );
  }
  const rows = [];
  for (let n = 0; n < ROUNDS; n++) {
    const at = performance.now();
    await book.rows({ text: '', filter: 'all', queue: null }, (n * 2399) % (COUNT - 100), 100);
    rows.push(performance.now() - at);
  }
  say(`\n  100 rows from anywhere     ${ms(median(rows))} median, ${ms(worst(rows))} worst`);
  await archive.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
