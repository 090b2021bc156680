/** electron-updater, with a feed that must be signed. It checks the package's SHA-512 itself, and on Windows and macOS its code signature. */
import electronUpdater, { type AppUpdater, type UpdateInfo } from 'electron-updater';
import {
  parseUpdateInfo,
  Provider,
  resolveFiles,
  type ProviderRuntimeOptions,
} from 'electron-updater/out/providers/Provider';
import type { Logger } from '../../shared/logger';
import { isSigned } from './signed-feed';
import type { UpdateSource } from './updates';

/** electron-updater asks for a class. */
const signedProvider = (feedUrl: string, key: string) => {
  const base = new URL(feedUrl.endsWith('/') ? feedUrl : `${feedUrl}/`);
  return class SignedProvider extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: AppUpdater, runtime: ProviderRuntimeOptions) {
      super({ ...runtime, isUseMultipleRangeRequest: false });
    }
    async getLatestVersion(): Promise<UpdateInfo> {
      const name = `${this.getDefaultChannelName()}.yml`;
      const url = new URL(name, base);
      const feed = (await this.httpRequest(url)) ?? '';
      const signature = (await this.httpRequest(new URL(`${name}.sig`, base))) ?? '';
      if (!isSigned(feed, signature, key))
        throw new Error(`${name} is not signed by the key that this Companion trusts.`);
      return parseUpdateInfo(feed, name, url);
    }
    resolveFiles(info: UpdateInfo) {
      return resolveFiles(info, base);
    }
  };
};

export const createElectronSource = ({
  url,
  key,
  log,
}: {
  url: string;
  key: string;
  log: Logger;
}): UpdateSource => {
  // By itself it takes the file that a .deb built beside it has left for the way that this one was installed.
  const { AppImageUpdater } = electronUpdater;
  const autoUpdater: AppUpdater =
    process.platform === 'linux' ? new AppImageUpdater() : electronUpdater.autoUpdater;
  autoUpdater.logger = {
    info: (message: unknown) => log.debug(String(message)),
    warn: (message: unknown) => log.warn(String(message)),
    error: (message: unknown) => log.warn(String(message)),
  };
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.allowDowngrade = false;
  // The block map is not in what was signed; the whole package's hash is.
  autoUpdater.disableDifferentialDownload = true;
  autoUpdater.setFeedURL({ provider: 'custom', updateProvider: signedProvider(url, key) });
  return {
    look: async () => {
      const found = await autoUpdater.checkForUpdates();
      // Staged: the feed's `stagingPercentage` may leave this computer out for now.
      return found?.isUpdateAvailable === true ? found.updateInfo.version : null;
    },
    fetch: async () => {
      await autoUpdater.downloadUpdate();
    },
    install: () => autoUpdater.quitAndInstall(true, true),
  };
};
