import { join } from 'node:path';
import { choicesSchema, createChoiceStore, type ChoiceStore } from '../../shared/companion/choices';
import type { Logger } from '../../shared/logger';
import { createJsonFile } from '../storage/json-file';

/** Whom the agent picked for a number, kept on this computer alone. */
export const openChoices = async (folder: string, log: Logger): Promise<ChoiceStore> => {
  const file = createJsonFile(join(folder, 'callers.json'), choicesSchema, {}, log);
  return createChoiceStore(await file.read(), (choices) => file.write(choices));
};
