/** The CRM with the index in front of it. */
import type { BoundedCrm } from '../../crm/bounded';
import { ok } from '../../shared/result';
import type { PhoneIndex } from './index';

/**
 * Whom the index has is told at once and checked in the background. Whom it has not is looked for in the CRM, because he may
 * be a minute old; so is everybody while the index is not complete, and what it has stands in for a CRM that gives no answer.
 */
export const createIndexedCrm = (
  crm: BoundedCrm,
  index: Pick<PhoneIndex, 'find' | 'isComplete' | 'check'>,
): BoundedCrm => ({
  ...crm,
  findByNumber: async (e164) => {
    const known = index.find(e164);
    if (known && index.isComplete()) {
      index.check(e164, known);
      return ok(known);
    }
    const live = await crm.findByNumber(e164);
    return live.ok || !known ? live : ok(known);
  },
});
