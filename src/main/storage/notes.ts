import { join } from 'node:path';
import { keptNotesSchema, type NoteStore } from '../../shared/companion/notes/book';
import type { Logger } from '../../shared/logger';
import { createJsonFile } from './json-file';

/** What the agent wrote and the CRM does not have yet, in a file that only he can read. */
export const openNotes = async (folder: string, log: Logger): Promise<NoteStore> => {
  const file = createJsonFile(join(folder, 'notes.json'), keptNotesSchema, [], log);
  return { entries: await file.read(), save: (entries) => file.write([...entries]) };
};
