/** electron-builder.yml as electron-builder itself reads and judges it. */
import { join } from 'node:path';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..');

/** What the tests look at; the rest is electron-builder's own business. */
const looked = z.looseObject({
  electronFuses: z.record(z.string(), z.boolean()),
  protocols: z.array(z.object({ schemes: z.array(z.string()) })),
  publish: z.object({ url: z.url() }),
  msi: z.object({ upgradeCode: z.string() }),
  win: z.object({ icon: z.string() }),
  mac: z.object({ icon: z.string(), entitlements: z.string() }),
  nsis: z.object({ include: z.string() }),
});

/** @throws with electron-builder's own words where it is not valid */
export const readBuilderConfig = async () => {
  const config = await getConfig(root, join(root, 'electron-builder.yml'), null);
  await validateConfiguration(config, new DebugLogger(false));
  return looked.parse(config);
};
