import { z } from 'zod';

/** What the agents' phones can. */
export const phonesSchema = z
  .strictObject({
    /**
     * How an agent's phone is told to pick up: `talk-event` sends it a NOTIFY with `Event: talk` (PJSIP, and phones that know it).
     * By default phones are picked up by hand.
     */
    answerBy: z.enum(['off', 'talk-event']),
  })
  .partial();
