import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { autostartEntry, setAutostartFile } from './autostart-file';

/** The Companion then starts in the tray, without a window. */
export const HIDDEN_FLAG = '--hidden';

const autostartFile = (): string =>
  join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'autostart', 'cti-companion.desktop');

/** Starts the installed app with the session; a checkout that somebody tries out leaves no trace. */
export const setStartAtLogin = async (wanted: boolean): Promise<void> => {
  if (!app.isPackaged) return;
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: wanted, args: [HIDDEN_FLAG] });
    return;
  }
  const program = process.env.APPIMAGE ?? app.getPath('exe');
  await setAutostartFile(autostartFile(), wanted ? autostartEntry(program, HIDDEN_FLAG) : null);
};
