/** Where the agent's calls are kept between two runs; each platform brings its own. */
import { z } from 'zod';
import { agentSchema } from '../../protocol/agent';
import type { Entry, Row } from './row';

/** What is kept beside the calls. */
export const metaSchema = z.object({
  /** Whose calls they are; without him nothing is kept. */
  agent: agentSchema.nullable(),
  /** The relay's time when it had last told everything. */
  seenAt: z.string().nullable(),
  /** What ended after it and was missed counts as missed: the relay's time when this copy began. */
  bornAt: z.string().nullable(),
  /** Where the next older page begins; null: from the newest on. */
  cursor: z.string().nullable(),
  /** The relay has no older ones. */
  whole: z.boolean(),
  /** What he wrote came with the calls; copies of older versions have calls without it, and fetch them once more. */
  noted: z.boolean().default(false),
  /** Missed since he last looked. */
  missed: z.array(z.string()),
});
export type Meta = z.infer<typeof metaSchema>;
export const freshMeta: Meta = {
  agent: null,
  seenAt: null,
  bornAt: null,
  cursor: null,
  whole: false,
  noted: false,
  missed: [],
};

export interface CallArchive {
  /** Each call once, in any order. */
  load(): Promise<{ rows: Row[]; meta: Meta }>;
  /** Takes the place of what was kept of the same calls. @returns once it will be there after a crash */
  add(entries: readonly { entry: Entry; row: Row }[]): Promise<void>;
  saveMeta(meta: Meta): Promise<void>;
  /** In the order of the ids; what is not there is left out. */
  read(ids: readonly string[]): Promise<Entry[]>;
  /** Nothing of them stays on the disk. */
  remove(ids: readonly string[]): Promise<void>;
  /** Nothing stays. */
  erase(): Promise<void>;
}

/** Until the program ends. */
export const createMemoryArchive = (): CallArchive => {
  const entries = new Map<string, Entry>();
  return {
    load: () => Promise.resolve({ rows: [], meta: freshMeta }),
    add: (added) => {
      for (const { entry } of added) entries.set(entry.call.id, entry);
      return Promise.resolve();
    },
    saveMeta: () => Promise.resolve(),
    read: (ids) =>
      Promise.resolve(
        ids.flatMap((id) => {
          const entry = entries.get(id);
          return entry ? [entry] : [];
        }),
      ),
    remove: (ids) => {
      for (const id of ids) entries.delete(id);
      return Promise.resolve();
    },
    erase: () => {
      entries.clear();
      return Promise.resolve();
    },
  };
};
