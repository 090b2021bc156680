/** Who is told what of a change: pure, so that the rule can be read and tested without a socket. */
import type { CallChange } from '../../shared/call/change';

export interface DeliveryPlan {
  /** Extensions that begin to ring with this change: their agents get a `screen_pop`. */
  pops: string[];
  /** All extensions with a part in the call: their agents get a `call_update`, unless they got the pop. */
  audience: string[];
}

/**
 * A queue may ring one phone again and again; each new ring (a new `rangAt`) pops again. A leg without `rangAt` placed the
 * call itself and is never popped.
 */
export const planDelivery = ({ call, previous }: CallChange): DeliveryPlan => {
  const audience = new Set<string>();
  const pops = new Set<string>();
  for (const leg of call.legs) {
    audience.add(leg.extension);
    if (leg.state !== 'ringing' || leg.rangAt === null) continue;
    const rangBefore = previous?.legs.some(
      ({ extension, rangAt, state }) =>
        extension === leg.extension && rangAt === leg.rangAt && state === 'ringing',
    );
    if (!rangBefore) pops.add(leg.extension);
  }
  return { pops: [...pops], audience: [...audience] };
};
