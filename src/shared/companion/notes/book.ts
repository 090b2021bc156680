/** The entries of all calls that were written about, in memory and where they outlive the program. */
import { z } from 'zod';
import { because } from '../../error-reasons';
import { AppError } from '../../errors';
import { isEmpty, noteEntrySchema, type NoteEntry } from './entry';

export const keptNotesSchema = z.array(noteEntrySchema);

/** Where they outlive the program. */
export interface NoteStore {
  /** What the last run kept. */
  entries: readonly NoteEntry[];
  /** Resolves once it is safe. */
  save(entries: readonly NoteEntry[]): Promise<void>;
}

/** Calls with something that is not written yet: a note is never dropped, so a new one is refused. */
const mostEntries = 500;

export type NoteBook = ReturnType<typeof createNoteBook>;

export const createNoteBook = (store: NoteStore, onChange: () => void) => {
  let entries: readonly NoteEntry[] = store.entries;
  const isOf = (entry: NoteEntry, agentId: string, callId: string): boolean =>
    entry.agentId === agentId && entry.call.id === callId;

  return {
    all: () => entries,
    find: (agentId: string, callId: string): NoteEntry | undefined =>
      entries.find((entry) => isOf(entry, agentId, callId)),
    /** @throws AppError where there is no room for one more */
    put: async (entry: NoteEntry): Promise<void> => {
      const others = entries.filter((other) => !isOf(other, entry.agentId, entry.call.id));
      if (others.length === entries.length && others.length >= mostEntries)
        throw new AppError(
          'too_large',
          `The notes of ${mostEntries} calls wait on this computer. Sign in to the CRM in the settings, so that they are written.`,
          { details: because('notes-full', { most: mostEntries }) },
        );
      entries = isEmpty(entry) && entry.told ? others : [...others, entry];
      onChange();
      await store.save(entries);
    },
    /** Changes many at once; null lets one go. @returns whether anything is different now */
    change: async (next: (entry: NoteEntry) => NoteEntry | null): Promise<boolean> => {
      const before = entries;
      entries = before.flatMap((entry) => next(entry) ?? []);
      const isSame = entries.length === before.length && entries.every((entry, at) => entry === before[at]);
      if (isSame) return false;
      onChange();
      await store.save(entries);
      return true;
    },
  };
};
