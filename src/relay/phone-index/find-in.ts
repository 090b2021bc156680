import type { CrmMatch, PhoneBook } from '../../crm/port';
import type { PhoneIndexReader } from './port';

/** What the CRM would answer for a number, by its own rules, from the records of an index. */
export const findIn = (
  index: Pick<PhoneIndexReader, 'find'>,
  book: Pick<PhoneBook, 'keyOf' | 'match'>,
  e164: string,
): CrmMatch | null => {
  const key = book.keyOf(e164);
  return key && book.match(e164, index.find(key));
};
