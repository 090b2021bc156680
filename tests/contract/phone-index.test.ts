/** The phone index gives the answer that the CRM itself would give, whatever is written in its phone fields. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PhoneBook, PhonePage } from '../../src/crm/port';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { findIn } from '../../src/relay/phone-index/find-in';
import { unread, type PhoneIndexStore } from '../../src/relay/phone-index/port';
import { phoneIndexFiles } from '../../src/relay/store/sqlite/phone-index';
import type { Result } from '../../src/shared/result';
import { createSuiteCrmSimulator, demoSignIn, type SuiteCrmSeed } from '../../src/simulators/suitecrm';
import { createMemoryLog } from '../support/log';
import { callers, phoneBook } from '../support/phone-books';
import { tempFolder } from '../support/temp-folder';

const valueOf = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
};

const readAll = async (book: PhoneBook, store: PhoneIndexStore, size: number) => {
  for (const module of book.modules) {
    let after: string | null = null;
    do {
      const page: PhonePage = valueOf(await book.page(module, { changedSince: null, after, size }));
      store.put(module, page.records, { ...unread, sweep: 1 });
      after = page.after;
    } while (after !== null);
  }
};

const withBoth = async <T>(
  data: SuiteCrmSeed,
  defaultCountry: string,
  work: (client: ReturnType<typeof createSuiteCrm>, book: PhoneBook, store: PhoneIndexStore) => Promise<T>,
): Promise<T> => {
  const crm = await createSuiteCrmSimulator({ data });
  const { clientId, clientSecret, relay } = demoSignIn;
  const client = createSuiteCrm({ url: crm.url, clientId, clientSecret, ...relay, defaultCountry });
  const files = phoneIndexFiles(tempFolder('index'), { logger: createMemoryLog() });
  const { phoneBook: book } = client;
  if (!book) throw new Error('no phone book');
  const store = files.open(book.rules);
  try {
    return await work(client, book, store);
  } finally {
    store.close();
    client.close();
    await crm.stop();
  }
};

it('finds the same people in the same order as a search', async () => {
  let found = 0;
  let several = 0;
  await fc.assert(
    fc.asyncProperty(
      phoneBook,
      fc.constantFrom('DE', 'US', 'IT'),
      fc.integer({ min: 1, max: 9 }),
      (data, country, size) =>
        withBoth(data, country, async (client, book, store) => {
          await readAll(book, store, size);
          for (const caller of callers) {
            const live = valueOf(await client.findByNumber(caller));
            expect({ caller, match: findIn(store, book, caller) }).toEqual({ caller, match: live });
            if (live) found += 1;
            if (live?.others?.length) several += 1;
          }
        }),
    ),
    { numRuns: 25 },
  );
  // The books are not so random that nobody is in them.
  expect(found).toBeGreaterThan(25);
  expect(several).toBeGreaterThan(5);
}, 60_000);
