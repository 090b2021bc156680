/** Who is told what of a change: pure, so that the rule can be read and tested without a socket. */
import { isSameLeg, type Call, type Leg } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';

export interface DeliveryPlan {
  /** Extensions that begin to ring with this change: their agents get a `screen_pop`. */
  pops: string[];
  /** All extensions with a part in the call: their agents get a `call_update`, unless they got the pop. */
  audience: string[];
  /** Those of the audience for whom the update may wait, see `mayWaitMs`. */
  later: ReadonlySet<string>;
}

/**
 * Up to so many phones everybody hears of everything at once. Where more ring for one call, each phone that begins or stops
 * would be a frame for all the others, and each frame names all phones: 200 phones were 80,000 frames of 1.7 GiB, for which
 * the relay stood still for seconds and then took desktops for slow readers.
 */
const fewPhones = 10;

/** How long news of other people's phones may wait, so that one frame tells of many. The frame grows with the phones. */
export const mayWaitMs = ({ legs }: Pick<Call, 'legs'>): number => Math.min(1_000, 100 + legs.length);

const byExtension = (legs: readonly Leg[]): Map<string, Leg[]> => {
  const found = new Map<string, Leg[]>();
  for (const leg of legs) {
    const own = found.get(leg.extension);
    if (own) own.push(leg);
    else found.set(leg.extension, [leg]);
  }
  return found;
};

/**
 * A queue may ring one phone again and again; each new ring (a new `rangAt`) pops again. A leg without `rangAt` placed the
 * call itself and is never popped.
 */
export const planDelivery = ({ call, previous }: CallChange): DeliveryPlan => {
  const before = byExtension(previous?.legs ?? []);
  const audience = new Set<string>();
  const pops = new Set<string>();
  const own = new Set<string>();
  for (const leg of call.legs) {
    const { extension, rangAt } = leg;
    const was = before.get(extension) ?? [];
    audience.add(extension);
    if (!was.some((one) => isSameLeg(one, leg))) own.add(extension);
    if (leg.state !== 'ringing' || rangAt === null) continue;
    if (!was.some((one) => one.rangAt === rangAt && one.state === 'ringing')) pops.add(extension);
  }
  const later = audience.size > fewPhones ? [...audience].filter((extension) => !own.has(extension)) : [];
  return { pops: [...pops], audience: [...audience], later: new Set(later) };
};
