/** Whom the agent has talked to: one person for each number, the last one first. */
import type { Person } from '../../ipc/people';
import type { CallBook } from './book';
import type { Row } from './row';

/** A list that is read, not a directory. */
const MOST_PEOPLE = 50;

const keyOf = ({ digits, id }: Row): string => (digits === '' ? id : digits);

export const findPeople = async (
  book: Pick<CallBook, 'matching' | 'read'>,
  text: string,
): Promise<Person[]> => {
  const latest = new Map<string, Row>();
  for (const row of book.matching({ text, filter: 'all', queue: null })) {
    // Whoever withheld his number is nobody in particular.
    if (row.digits === '') continue;
    if (!latest.has(keyOf(row))) latest.set(keyOf(row), row);
    if (latest.size === MOST_PEOPLE) break;
  }
  const counts = new Map([...latest.keys()].map((key) => [key, 0]));
  for (const row of book.matching({ text: '', filter: 'all', queue: null })) {
    const count = counts.get(keyOf(row));
    if (count !== undefined) counts.set(keyOf(row), count + 1);
  }
  const entries = await book.read([...latest.values()].map(({ id }) => id));
  const keys = new Map([...latest].map(([key, { id }]) => [id, key]));
  return entries.map(({ call }): Person => {
    const key = keys.get(call.id) ?? call.id;
    return {
      key,
      name: call.contact?.name ?? call.remote.name,
      account: call.contact?.account ?? null,
      number: call.remote.number,
      display: call.remote.display,
      call,
      calls: counts.get(key) ?? 1,
    };
  });
};
