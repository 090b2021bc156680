/**
 * The phone index with 500,000 contacts in a real file: a lookup with the ranking, beside the bare SELECT on the same file and a
 * search in a simulated SuiteCRM that has no latency; how fast records go in, what it weighs. Prints figures; judges nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhoneBook } from '../../src/crm/port';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { findIn } from '../../src/relay/phone-index/find-in';
import { unread, type PhoneIndexStore } from '../../src/relay/phone-index/port';
import { phoneIndexFiles } from '../../src/relay/store/sqlite/phone-index';
import { createSuiteCrmSimulator, demoSeed, demoSignIn } from '../../src/simulators/suitecrm';

const contacts = 500_000;
/** So many the simulated SuiteCRM has; it searches all of them for each caller, as a real one does. */
const simulated = 2_000;
const pageSize = 200;
const lookups = 20_000;
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, child: () => silent };

const pad = (n: number, digits: number): string => String(n).padStart(digits, '0');
const id = (n: number): string => `c0000000-0000-4000-8000-${pad(n, 12)}`;
const mobile = (n: number): string => `+49171${pad(n, 7)}`;
/** Two numbers each, in the spellings of people; the line of a company of a hundred as well. */
const person = (n: number) => ({
  id: id(n),
  first_name: 'Maria',
  last_name: `Lindqvist-${n}`,
  title: 'Head of Logistics',
  account_id: id(n - (n % 100)),
  date_modified: '2026-11-01 08:00:00',
  phone_mobile: n % 2 === 0 ? `0171 / ${pad(n, 7)}` : `+49 (171) ${pad(n, 7)}`,
  phone_work: `+49 30 ${pad(Math.floor(n / 100), 6)} x${n % 100}`,
});

const at = (sorted: readonly number[], part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0;
const microseconds = async (count: number, work: (n: number) => unknown): Promise<string> => {
  const took: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const from = performance.now();
    await work(n);
    took.push((performance.now() - from) * 1_000);
  }
  took.sort((a, b) => a - b);
  return [0.5, 0.99].map((part) => at(took, part).toFixed(0).padStart(8)).join('');
};
const rssMib = (): number => {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 1_048_576;
};

/** All pages of the simulated CRM. @returns records a second, requests and all */
const readAll = async (book: PhoneBook, store: PhoneIndexStore): Promise<number> => {
  const from = performance.now();
  let records = 0;
  let after: string | null = null;
  do {
    const page = await book.page('Contacts', { changedSince: null, after, size: pageSize });
    if (!page.ok) throw page.error;
    store.put('Contacts', page.value.records, { ...unread, sweep: 1 });
    records += page.value.records.length;
    ({ after } = page.value);
  } while (after !== null);
  return records / ((performance.now() - from) / 1_000);
};

const dir = mkdtempSync(join(tmpdir(), 'cti-bench-'));
const seed = demoSeed();
const crm = await createSuiteCrmSimulator({
  data: {
    ...seed,
    records: { ...seed.records, Contacts: Array.from({ length: simulated }, (_, n) => person(n)) },
  },
});
const { clientId, clientSecret, relay } = demoSignIn;
const client = createSuiteCrm({ url: crm.url, clientId, clientSecret, ...relay });
const { phoneBook: book } = client;
if (!book) throw new Error('no phone book');
const first = phoneIndexFiles(join(dir, 'first'), { logger: silent }).open(book.rules);
const perSecond = await readAll(book, first);
const live = await microseconds(50, (n) => client.findByNumber(mobile(n * 37)));
// The rest of the file is made of copies, renumbered: a simulated SuiteCRM of half a million would measure itself.
const page = await book.page('Contacts', { changedSince: null, after: null, size: 1 });
if (!page.ok) throw page.error;
const template = page.value.records[0]?.data ?? '';
first.close();
client.close();
await crm.stop();

const store = phoneIndexFiles(join(dir, 'full'), { logger: silent }).open(book.rules);
const rssBefore = rssMib();
const pauses: number[] = [];
const writeFrom = performance.now();
for (let n = 0; n < contacts; n += pageSize) {
  const records = Array.from({ length: pageSize }, (_, i) => {
    const { id: recordId, phone_mobile: number, phone_work: line } = person(n + i);
    const data = template.replace('0171 / 0000000', number).replace('+49 30 000000 x0', line);
    const keys = [
      book.keyOf(mobile(n + i)),
      { e164: `+4930${pad(Math.floor((n + i) / 100), 6)}`, tail: null },
    ];
    return { module: 'Contacts' as const, id: recordId, data, keys: keys.flatMap((key) => key ?? []) };
  });
  const from = performance.now();
  store.put('Contacts', records, { ...unread, sweep: 1 });
  pauses.push(performance.now() - from);
}
const writtenPerSecond = contacts / ((performance.now() - writeFrom) / 1_000);
pauses.sort((a, b) => a - b);
const of = (n: number): string => mobile((n * 7_919) % contacts);
const keys = Array.from({ length: lookups }, (_, n) => book.keyOf(of(n)));
const found = findIn(store, book, of(1))?.contact.name;
if (found === undefined) throw new Error('nobody was found');
const bare = await microseconds(lookups, (n) => store.find(keys[n] ?? { e164: '+1', tail: '1' }));
const full = await microseconds(lookups, (n) => findIn(store, book, of(n)));
const shared = await microseconds(500, (n) => findIn(store, book, `+4930${pad(n, 6)}`));
const miss = await microseconds(lookups, (n) => findIn(store, book, `+49176${pad(n, 8)}`));
const { fileBytes } = store.figures();

console.log(`
The phone index: ${contacts.toLocaleString('en')} contacts, two numbers each           p50     p99
  a caller, with the ranking, us             ${full}
  the bare SELECT for him, us (baseline)     ${bare}
  nobody has the number, us                  ${miss}
  a line that 100 people share, us           ${shared}
  a search in a simulated SuiteCRM, us       ${live}  (${simulated.toLocaleString('en')} contacts, no latency; baseline)
  first build from it, records a second      ${Math.round(perSecond).toLocaleString('en')}  (request, numbers and file; no pauses)
  written into the file, records a second    ${Math.round(writtenPerSecond).toLocaleString('en')}
  a page of ${pageSize} written, ms (p50, p99)       ${at(pauses, 0.5).toFixed(1)}, ${at(pauses, 0.99).toFixed(1)}
  on the disk, MiB                           ${(fileBytes / 1_048_576).toFixed(0)}
  memory of the process for it, MiB          ${(rssMib() - rssBefore).toFixed(0)}`);
store.close();
rmSync(dir, { recursive: true, force: true });
