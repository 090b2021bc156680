/** An agent's open desktops and how well each is reached, for `GET /api/agents`. */
import { z } from 'zod';

export const agentLinkSchema = z.object({
  /** When it signed in. */
  since: z.iso.datetime(),
  /** What the program calls itself, e.g. `cti-companion`; null where it did not say. */
  client: z.string().nullable(),
  version: z.string().nullable(),
  /** Where it comes from. */
  address: z.string().optional(),
  /** Which of his devices it is (`/api/agents/:id/devices`). */
  deviceId: z.string().optional(),
  /** Of the last WebSocket ping; null: none was answered yet. */
  roundTripMs: z.number().nullable(),
  /** Pops of the last five minutes that it has not said it shows. */
  unacknowledged: z.number().int(),
  /** The relay it is connected to, where there are several. */
  via: z.string().optional(),
});
export type AgentLink = z.infer<typeof agentLinkSchema>;
