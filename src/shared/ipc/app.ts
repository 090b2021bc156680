/** The program itself, as a window sees it: its updates, and whether something has gone wrong in it. */
import { z } from 'zod';

export const updateSchema = z.object({
  /** `off`: this Companion looks for none by itself. */
  stage: z.enum(['off', 'idle', 'looking', 'downloading', 'ready']),
  /** The one that is being fetched or is ready. */
  version: z.string().nullable(),
  /** What a restart has to wait for; null: nothing. */
  waitsFor: z.enum(['call', 'note']).nullable(),
  /** The agent has asked for the restart; it comes as soon as nothing is in its way. */
  wanted: z.boolean(),
  /** He has put it off; it is offered again later. */
  postponed: z.boolean(),
});
export type Update = z.infer<typeof updateSchema>;

export const appStateSchema = z.object({
  update: updateSchema,
  /** When something went wrong that nobody expected; null: never, or the agent has read it. */
  troubleAt: z.iso.datetime({ precision: 3 }).nullable(),
});
export type AppState = z.infer<typeof appStateSchema>;

export const quietApp: AppState = {
  update: { stage: 'off', version: null, waitsFor: null, wanted: false, postponed: false },
  troubleAt: null,
};

/** `update`: restart into it as soon as that disturbs nothing; `restart`: now, because something is wrong. */
export const appDeed = z.object({ what: z.enum(['update', 'postpone', 'restart', 'seen']) });
