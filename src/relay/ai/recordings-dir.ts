import { join } from 'node:path';

/** Where recordings lie, each under the name that its webhook is stored with. */
export const recordingsDir = (dataDir: string): string => join(dataDir, 'recordings');
