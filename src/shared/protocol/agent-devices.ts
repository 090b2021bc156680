/** The devices of an agent: one for each token, for `/api/agents/:id/devices`. */
import { z } from 'zod';

export const agentDeviceSchema = z.object({
  id: z.string(),
  /** As it called itself when it enrolled; null where it did not. */
  name: z.string().nullable(),
  /** Null for a token of config.json, and for one of an older relay. */
  createdAt: z.iso.datetime().nullable(),
  /** When it last signed in or left; null: not since the relay writes it down. */
  lastSeenAt: z.iso.datetime().nullable(),
  online: z.boolean(),
});
export type AgentDevice = z.infer<typeof agentDeviceSchema>;

export const agentDevicesSchema = z.object({ devices: z.array(agentDeviceSchema) });
