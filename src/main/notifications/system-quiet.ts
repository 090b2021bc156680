/**
 * The system's own do-not-disturb. Electron has no word for it; GNOME tells by its settings (`show-banners` is off then). Windows
 * and macOS show no such state to a program, so there the agent's own switch alone counts.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const schema = ['org.gnome.desktop.notifications', 'show-banners'] as const;

/** What a line of `gsettings` says: `true`, or `show-banners: false`; null: nothing of that. */
export const quietIn = (line: string): boolean | null => {
  const banners = /^(?:show-banners: )?(true|false)$/.exec(line.trim())?.[1];
  return banners === undefined ? null : banners === 'false';
};

/** @returns a function that ends it */
export const followSystemQuiet = (
  tell: (quiet: boolean | null) => void,
  { platform, env }: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv },
): (() => void) => {
  const isGnome = (env.XDG_CURRENT_DESKTOP ?? '').toUpperCase().split(':').includes('GNOME');
  if (platform !== 'linux' || !isGnome) return () => undefined;
  const run = (command: 'get' | 'monitor') => {
    const child = spawn('gsettings', [command, ...schema], { stdio: ['ignore', 'pipe', 'ignore'], env });
    // A desktop without the program or the schema says nothing.
    child.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const quiet = quietIn(line);
      if (quiet !== null) tell(quiet);
    });
    return child;
  };
  const children = [run('monitor'), run('get')];
  return () => {
    for (const child of children) child.kill();
  };
};
