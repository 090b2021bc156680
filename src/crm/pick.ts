/** The list of those who have a number, as it is shown, and the one among them that somebody picked. */
import { noContext, type Candidate, type ContactRef, type CrmContext } from '../shared/protocol/crm-context';
import type { CrmCandidate, CrmMatch } from './port';

const shown = ({ contact, title, ...how }: CrmCandidate): Candidate => ({
  contact,
  title,
  assignedTo: how.assignedTo ?? null,
  quality: how.quality ?? 'exact',
  extension: how.extension ?? null,
  note: how.note ?? null,
});

export const allOf = (match: CrmMatch): CrmCandidate[] => {
  const { others = [], ...best } = match;
  return [best, ...others];
};

/** The picked one where it is among them; else null. */
export const pickedOf = (match: CrmMatch | null, ref: ContactRef | null): CrmCandidate | null =>
  (match &&
    ref &&
    allOf(match).find(({ contact }) => contact.id === ref.id && contact.module === ref.module)) ??
  null;

/** What is known as soon as the number was found: who it is, and who else it could be. */
export const firstContext = (candidate: CrmCandidate, match: CrmMatch | null): CrmContext => {
  const all = match ? allOf(match) : [];
  const { contact, title, assignedTo = null } = candidate;
  return { ...noContext, contact, title, assignedTo, matches: all.length > 1 ? all.map(shown) : [] };
};
