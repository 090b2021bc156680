/** When a restart into the new version disturbs nobody. */
import { isLive } from '../../shared/call/call';
import type { Update } from '../../shared/ipc/app';
import type { CompanionState } from '../../shared/ipc/state';

/** @param writing the agent has a pop's note open */
export const waitsFor = (
  { agent, calls, pops }: Pick<CompanionState, 'agent' | 'calls' | 'pops'>,
  writing: boolean,
): Update['waitsFor'] => {
  const mine = agent?.extensions ?? [];
  const onPhone = calls
    .filter(isLive)
    .some(({ legs }) => legs.some((leg) => mine.includes(leg.extension) && leg.state !== 'ended'));
  if (onPhone || pops.some(({ closing }) => closing === null)) return 'call';
  return writing ? 'note' : null;
};

/** Who keeps a package up to date: itself, or IT and the system's package manager. */
export const updatesItself = (
  platform: NodeJS.Platform,
  { appImage, uninstaller }: { appImage: boolean; uninstaller: boolean },
): boolean => {
  if (platform === 'darwin') return true;
  // An MSI has no uninstaller beside the program, and the setup must not install a second Companion over it.
  if (platform === 'win32') return uninstaller;
  return appImage;
};
