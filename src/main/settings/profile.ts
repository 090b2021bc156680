import { join } from 'node:path';
import { z } from 'zod';
import { relayUrlsOf } from '../../shared/companion/relay-urls';
import { settingsSchema } from '../../shared/ipc/state';
import type { Logger } from '../../shared/logger';
import { createJsonFile } from '../storage/json-file';

/** What is kept between two runs, secrets excepted. */
export const profileSchema = z.object({
  /** Several with commas between them. */
  relayUrl: z
    .string()
    .refine((text) => relayUrlsOf(text) !== null)
    .nullable(),
  settings: settingsSchema,
  crm: z.object({ url: z.string(), clientId: z.string(), username: z.string() }).nullable(),
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
});
export type Profile = z.infer<typeof profileSchema>;

export interface ProfileStore {
  get(): Profile;
  /** The change holds at once; the promise tells when it is on disk. */
  set(patch: Partial<Profile>): Promise<void>;
}

const fresh: Profile = { relayUrl: null, settings: settingsSchema.parse({}), crm: null, bounds: null };

export const openProfile = async (folder: string, log: Logger): Promise<ProfileStore> => {
  const file = createJsonFile(join(folder, 'profile.json'), profileSchema, fresh, log);
  let profile = await file.read();
  return {
    get: () => profile,
    set: (patch) => {
      profile = { ...profile, ...patch };
      return file.write(profile);
    },
  };
};
