/**
 * Two relays' accounts of one call become one, the same on each of them in whatever order they hear of it. Pure. What was seen
 * of the call comes from whoever saw more of it; what was found out about it from whoever is further.
 */
import { callSchema, type Call, type CrmRecord } from '../../shared/call/call';
import { UNSEEN_END } from '../../shared/call/tracker';

type Extras = Pick<Call, 'contact' | 'crmRecord' | 'ai'>;

const sawEnd = ({ cause }: Call): number => (cause?.text === UNSEEN_END ? 0 : 1);
const parts = ({ legs, transfers, recording, answeredBy }: Call): number =>
  legs.length + transfers.length + recording.length + answeredBy.length;

/** In the schema's order, whether it comes from the tracker or from the store. */
const seen = (call: Call): string =>
  JSON.stringify({ ...callSchema.parse(call), contact: null, crmRecord: null, ai: null, version: 0 });

/** Told by the hangup's cause, which comes after the call's end and corrects what the dial said. */
const corrected = ({ legs }: Call): number =>
  legs.filter(({ endReason }) => endReason === 'answered-elsewhere' || endReason === 'declined').length;

/**
 * The account that saw more; `a` where both are the same. Equally full ones differ by milliseconds; one of them is taken by an
 * order that all share. What a relay itself adds to its account after the end makes it a fuller one, so nobody asks whose
 * account it was: the fullest that was ever told stays, in whatever order they come.
 */
export const fuller = (a: Call, b: Call): Call => {
  const by =
    sawEnd(a) - sawEnd(b) ||
    parts(a) - parts(b) ||
    corrected(a) - corrected(b) ||
    b.startedAt.localeCompare(a.startedAt) ||
    (seen(a) <= seen(b) ? 1 : -1);
  return by >= 0 ? a : b;
};

const furthest = ['off', 'pending', 'failed', 'logged'] as const;
const recordOf = (a: CrmRecord, b: CrmRecord): CrmRecord => {
  const by = furthest.indexOf(a.status) - furthest.indexOf(b.status);
  if (by !== 0) return by > 0 ? a : b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
};

/** Whom a person chose counts more than who was found, and the last choice most. */
const contactOf = (a: Call['contact'], b: Call['contact']): Call['contact'] => {
  if (!a || !b) return a ?? b;
  const rank = (contact: NonNullable<Call['contact']>): string =>
    contact.matchedBy === 'picked' ? `1${contact.pickedAt ?? ''}` : '0';
  if (rank(a) !== rank(b)) return rank(a) > rank(b) ? a : b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
};

/** The provider's own account counts more than what was told at the hand-over. */
const aiOf = (a: Call['ai'], b: Call['ai']): Call['ai'] => {
  if (!a || !b) return a ?? b;
  if (a.partial !== b.partial) return a.partial ? b : a;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
};

export const mergeExtras = (a: Extras, b: Extras): Extras => ({
  contact: contactOf(a.contact, b.contact),
  crmRecord: recordOf(a.crmRecord, b.crmRecord),
  ai: aiOf(a.ai, b.ai),
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What of `next` is other than in `before`. */
export const newExtras = (before: Extras, next: Extras): Partial<Extras> => ({
  ...(!same(before.contact, next.contact) && { contact: next.contact }),
  ...(!same(before.crmRecord, next.crmRecord) && { crmRecord: next.crmRecord }),
  ...(!same(before.ai, next.ai) && { ai: next.ai }),
});

/** The account `core`, with what was found out; of a version above the known one where anything is other. */
export const withExtras = (core: Call, { contact, crmRecord, ai }: Extras, known: Call | null): Call => {
  const version = Math.max(core.version, known?.version ?? 0);
  const merged = { ...core, contact, crmRecord, ai, version };
  return known && same(merged, { ...known, version })
    ? known
    : { ...merged, version: Math.max(core.version, (known?.version ?? 0) + 1) };
};
