/** Electron has no login items on Linux; the desktops agree on a file (freedesktop.org Autostart). */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** As the Desktop Entry Specification quotes a program: `%` would be a field code. */
const quoted = (program: string): string =>
  `"${program
    .replace(/["`$\\]/g, '\\$&')
    .replace(/\\/g, '\\\\')
    .replace(/%/g, '%%')}"`;

export const autostartEntry = (program: string, flag: string): string =>
  ['[Desktop Entry]', 'Type=Application', 'Name=CTI Companion', `Exec=${quoted(program)} ${flag}`, ''].join(
    '\n',
  );

export const setAutostartFile = async (path: string, entry: string | null): Promise<void> => {
  if (entry === null) return rm(path, { force: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, entry);
};
