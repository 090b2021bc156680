/** What the tabs of one browser tell each other. They may be of another build for a while after an update, so all is parsed. */
import { z } from 'zod';
import { errorSaidSchema } from '../../shared/error-reasons';
import { companionStateSchema } from '../../shared/ipc/state';

export const replySchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorSaidSchema }),
]);
export type TabReply = z.infer<typeof replySchema>;

/** An address that is about to be opened, in the tab where it was clicked. */
export const linkWantedSchema = z.union([
  z.object({ callId: z.string(), what: z.enum(['contact', 'call']) }),
  z.object({ url: z.string() }),
]);
export type LinkWanted = z.infer<typeof linkWantedSchema>;

export const tabMessageSchema = z.discriminatedUnion('kind', [
  /** To the leader: who are you, and what do you know? */
  z.object({ kind: z.literal('hello') }),
  /** To the leader: somebody looks at a tab again, or the network is back. */
  z.object({ kind: z.literal('wake') }),
  z.object({ kind: z.literal('ask'), id: z.string(), channel: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('ask-link'), id: z.string(), wanted: linkWantedSchema }),
  /** From the leader. */
  z.object({ kind: z.literal('answer'), id: z.string(), reply: replySchema }),
  z.object({ kind: z.literal('state'), state: companionStateSchema }),
  /** The sign-in, for whoever leads next; null: signed out. */
  z.object({ kind: z.literal('token'), token: z.string().nullable() }),
]);
export type TabMessage = z.infer<typeof tabMessageSchema>;
