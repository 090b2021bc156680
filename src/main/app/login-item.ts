import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';

/** The Companion then starts in the tray, without a window. */
export const HIDDEN_FLAG = '--hidden';

const autostartFile = (): string =>
  join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'autostart', 'cti-companion.desktop');

const entry = (executable: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=CTI Companion',
    `Exec="${executable}" ${HIDDEN_FLAG}`,
    '',
  ].join('\n');

/** Starts the installed app with the session; a checkout that somebody tries out leaves no trace. */
export const setStartAtLogin = async (wanted: boolean): Promise<void> => {
  if (!app.isPackaged) return;
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: wanted, args: [HIDDEN_FLAG] });
    return;
  }
  // Electron has no login items on Linux; the desktops agree on this file (freedesktop.org Autostart).
  if (!wanted) return rm(autostartFile(), { force: true });
  await mkdir(join(autostartFile(), '..'), { recursive: true });
  await writeFile(autostartFile(), entry(process.env.APPIMAGE ?? app.getPath('exe')));
};
