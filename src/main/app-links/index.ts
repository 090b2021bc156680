/** Links from other programs, and the hotkey: Electron's side of it. */
import { randomUUID } from 'node:crypto';
import { app, clipboard, globalShortcut } from 'electron';
import { noAppLinks, type AppLinks } from '../../shared/app-links/state';
import type { Clock } from '../../shared/clock';
import type { Companion } from '../../shared/companion/types';
import type { CompanionState } from '../../shared/ipc/state';
import type { Logger } from '../../shared/logger';
import type { CountryCode } from '../../shared/phone/parse';
import { createClaims, type SchemeRegistry } from './claims';
import { createHotkey, readTexts } from './hotkey';
import { createRequests, type Requests } from './requests';

/** Behind `--` Chromium takes nothing for a switch of its own, whatever a page has written into a link. */
const start = (): [string, string[]] => [process.execPath, ['--']];

const schemes: SchemeRegistry = {
  claim: (scheme) =>
    process.platform === 'win32'
      ? app.setAsDefaultProtocolClient(scheme, ...start())
      : app.setAsDefaultProtocolClient(scheme),
  release: (scheme) =>
    process.platform === 'win32'
      ? app.removeAsDefaultProtocolClient(scheme, ...start())
      : app.removeAsDefaultProtocolClient(scheme),
  isOurs: (scheme) =>
    process.platform === 'win32'
      ? app.isDefaultProtocolClient(scheme, ...start())
      : app.isDefaultProtocolClient(scheme),
};

/** The app must be ready. */
export const createAppLinks = (deps: {
  companion: Companion;
  country: () => CountryCode | null;
  raise: () => void;
  clock: Clock;
  log: Logger;
}): Requests & { render(state: CompanionState): void } => {
  const { companion, country, raise, clock, log } = deps;
  let shown: AppLinks = noAppLinks;
  const tell = (patch: Partial<AppLinks>): void => {
    const next = { ...shown, ...patch };
    if (JSON.stringify(next) === JSON.stringify(shown)) return;
    shown = next;
    companion.setAppLinks(next);
  };
  const requests = createRequests({
    state: () => companion.state(),
    country,
    dial: companion.handlers['call:dial'],
    connect: companion.handlers['setup:connect'],
    render: (request) => tell({ request }),
    raise,
    newId: randomUUID,
    clock,
  });
  const claims = createClaims(app.isPackaged ? schemes : null);
  const hotkey = createHotkey(globalShortcut, () => {
    readTexts(clipboard, process.platform)
      .then(requests.openText)
      .catch((error: unknown) => log.warn('what is selected could not be read', { error }));
  });
  return {
    ...requests,
    /** A choice of the settings takes effect here, at once. */
    render: ({ settings }) => {
      tell({ ...claims(settings), hotkey: hotkey(settings.dialHotkey) });
      requests.follow();
    },
    stop: () => {
      requests.stop();
      globalShortcut.unregisterAll();
    },
  };
};
