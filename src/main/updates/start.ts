/** Decides whether this Companion keeps itself up to date, and from where. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { systemClock } from '../../shared/clock';
import type { Update } from '../../shared/ipc/app';
import type { Logger } from '../../shared/logger';
import type { Policy } from '../settings/policy';
import { createElectronSource } from './electron-source';
import { isFeedUrl } from './signed-feed';
import { createUpdates, type Updates } from './updates';
import { updatesItself } from './when';

/** What `npm run dist` has put into the package. */
const builtIn = z.object({ updateUrl: z.string().optional(), updateKey: z.string().optional() });

/** @returns null where updates are not this Companion's business */
export const startUpdates = (
  policy: Policy['updates'],
  tell: (update: Update) => void,
  log: Logger,
): Updates | null => {
  if (!app.isPackaged || policy?.on === false) return null;
  const folder = dirname(app.getPath('exe'));
  const itself = updatesItself(process.platform, {
    appImage: process.env.APPIMAGE !== undefined,
    uninstaller: existsSync(join(folder, `Uninstall ${app.getName()}.exe`)),
  });
  const built = builtIn.parse(JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')));
  const { url = built.updateUrl, key = built.updateKey } = policy ?? {};
  if (!itself || url === undefined || key === undefined || !isFeedUrl(url)) {
    log.info('updates are not looked for', { itself, address: url !== undefined, key: key !== undefined });
    return null;
  }
  const source = createElectronSource({ url, key, log });
  const updates = createUpdates({ source, tell, clock: systemClock, random: Math.random, log });
  updates.start();
  return updates;
};
