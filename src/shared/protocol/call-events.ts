/** `GET /api/calls/:id/events`: what the PBX told about a call, and what each event changed. */
import { z } from 'zod';

export const fieldChangeSchema = z.object({
  /** A path into the call: `state`, `remote.number`, `legs.1001.endReason`. */
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

export const popChangeSchema = z.object({
  action: z.enum(['opened', 'closed']),
  extension: z.string(),
  /** Why: `ringing`, `answered`, or the end of the phone's part in the call, e.g. `answered-elsewhere`. */
  reason: z.string(),
  /** Agents whose desktops were told to open it; empty: nobody with this extension was signed in. */
  agents: z.array(z.string()),
});
export type PopChange = z.infer<typeof popChangeSchema>;

export const callEventSchema = z.object({
  at: z.iso.datetime({ precision: 3 }),
  /** Asterisk's name of the event; `ChannelList` = the PBX's channels were read; `Relay` = the relay added something. */
  event: z.string(),
  /** The headers that were looked at, as Asterisk wrote them. */
  headers: z.record(z.string(), z.string()),
  /** One line that tells it to a person. */
  summary: z.string(),
  changed: z.array(fieldChangeSchema),
  pops: z.array(popChangeSchema),
});
export type CallEvent = z.infer<typeof callEventSchema>;

export const callEventsSchema = z.object({
  callId: z.string(),
  /** False: there is nothing (any more); `note` says why. */
  kept: z.boolean(),
  /** False: some events are missing; `note` says so. */
  complete: z.boolean(),
  note: z.string().nullable(),
  events: z.array(callEventSchema),
});
export type CallEvents = z.infer<typeof callEventsSchema>;

/** A pop that went to an agent's desktops. */
export const storedPopSchema = z.object({
  agentId: z.string(),
  /** The phone it was for; null where somebody asked for it by the agent. */
  extension: z.string().nullable(),
  reason: z.enum(['ringing', 'manual']),
  sentAt: z.iso.datetime(),
  /** Until one of his desktops said that it shows it; null: none did. */
  shownAfterMs: z.number().nullable(),
});
export type StoredPop = z.infer<typeof storedPopSchema>;

/** What of it is stored with an ended call. */
export const storedCallEventsSchema = callEventsSchema.pick({ complete: true, events: true }).extend({
  /** Left out by older relays. */
  pops: z.array(storedPopSchema).optional(),
});
export type StoredCallEvents = z.infer<typeof storedCallEventsSchema>;
