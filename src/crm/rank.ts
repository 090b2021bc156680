/**
 * Several records have the caller's number: who comes first. Pure, for every CRM.
 *
 *   whole number > national number > last nine digits      a worse kind of match is dropped where a better one is sure
 *   the company, where several of its people share the line
 *   contact > lead > company > lead that is a contact by now
 *   own line > a line with an extension; better phone field; touched last
 */
import type { MatchQuality } from '../shared/protocol/crm-context';

export type NumberQuality = Exclude<MatchQuality, 'picked'>;

export interface Hit {
  id: string;
  kind: 'contact' | 'lead' | 'account';
  /** The company a contact belongs to; of an account its own id. */
  accountId: string | null;
  /** Of a lead: the contact it was made into, `''` where that is not said; null while it is a lead. */
  convertedTo: string | null;
  quality: NumberQuality;
  extension: string | null;
  /** Place of the matching field in the order a person would prefer; 0 is best. */
  fieldRank: number;
  /** Comparable text, later is greater. */
  modifiedAt: string;
}
export type Note = 'shared-number' | 'converted-lead' | null;

const qualityRank: Record<NumberQuality, number> = { exact: 0, national: 1, tail: 2 };
const kindRank: Record<Hit['kind'], number> = { contact: 0, lead: 1, account: 2 };

/** So many customers with nothing but the same last digits are a coincidence, and naming one would be a guess. */
const mostGuesses = 3;

const convertedLast = (hit: Hit): number => Number(hit.convertedTo !== null);

/** People of one company on one line: then the line is the company's. */
const peopleOf = (hits: readonly Hit[], account: Hit): number =>
  hits.filter(
    ({ kind, accountId, quality }) =>
      kind === 'contact' && accountId === account.id && quality === account.quality,
  ).length;

const isSwitchboard = (hits: readonly Hit[], hit: Hit): boolean =>
  hit.kind === 'account' && peopleOf(hits, hit) >= 2;

/** @returns the records to show, best first; empty where any choice would be a guess */
export const rankHits = <H extends Hit>(hits: readonly H[]): (H & { note: Note })[] => {
  const sure = hits.filter(({ quality }) => quality !== 'tail');
  const kept = sure.length > 0 ? sure : hits;
  if (sure.length === 0 && new Set(kept.map(({ accountId, id }) => accountId ?? id)).size > mostGuesses)
    return [];
  const contacts = new Set(kept.filter(({ kind }) => kind === 'contact').map(({ id }) => id));
  return (
    kept
      // The same person twice: his contact is here already.
      .filter(({ convertedTo }) => convertedTo === null || !contacts.has(convertedTo))
      .map((hit) => ({
        ...hit,
        note: isSwitchboard(kept, hit)
          ? ('shared-number' as const)
          : hit.convertedTo !== null
            ? ('converted-lead' as const)
            : null,
      }))
      .sort(
        (a, b) =>
          qualityRank[a.quality] - qualityRank[b.quality] ||
          convertedLast(a) - convertedLast(b) ||
          Number(b.note === 'shared-number') - Number(a.note === 'shared-number') ||
          kindRank[a.kind] - kindRank[b.kind] ||
          Number(a.extension !== null) - Number(b.extension !== null) ||
          a.fieldRank - b.fieldRank ||
          b.modifiedAt.localeCompare(a.modifiedAt) ||
          a.id.localeCompare(b.id),
      )
  );
};
