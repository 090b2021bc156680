import { shell } from 'electron';
import { webUrl } from '../../shared/companion/crm-links';

/** Hands a web address to the system browser; http and https only, whoever asks. @throws AppError */
export const openInBrowser = async (url: string): Promise<void> => {
  await shell.openExternal(webUrl(url).href);
};
