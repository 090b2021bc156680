/** What an agent may have done to his own phone in a call that runs: it is hung up, or picked up where phones can be told to. */
import { z } from 'zod';

/** What one PBX can do; the desktop shows no button for what it can not. */
export const callControlSchema = z.object({
  /** The manager user may use `Hangup`. */
  hangUp: z.boolean(),
  /** It is set up that phones are told to pick up, and the manager user may use `PJSIPNotify`. */
  answer: z.boolean(),
});
export type CallControl = z.infer<typeof callControlSchema>;

/** `hang_up` declines a call that rings, and ends one that he talks on. */
export const callActionSchema = z.enum(['hang_up', 'answer']);
export type CallAction = z.infer<typeof callActionSchema>;
