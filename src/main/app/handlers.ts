import { clipboard } from 'electron';
import type { Companion } from '../../shared/companion/types';
import type { Handlers } from '../../shared/ipc/contract';
import type { CrmAccount } from '../crm/crm-account';
import type { CompanionWindow } from '../windows/companion-window';
import type { PopWindow } from '../windows/pop-window';
import { setStartAtLogin } from './login-item';
import { openInBrowser } from './open-external';

/** Every channel of the contract: the companion's own and those that need this computer. */
export const createHandlers = (deps: {
  companion: Companion;
  crm: CrmAccount;
  popWindow: PopWindow;
  companionWindow: CompanionWindow;
}): Handlers => {
  const { companion, crm, popWindow, companionWindow } = deps;
  return {
    ...companion.handlers,
    'call:open-in-crm': async ({ callId, what }) => {
      await openInBrowser(companion.crmLinks.ofCall(callId, what));
      return undefined;
    },
    'crm:open-link': async ({ url }) => {
      await openInBrowser(companion.crmLinks.allowed(url));
      return undefined;
    },
    'pop:resize': ({ height }) => {
      popWindow.resize(height);
      return undefined;
    },
    'clipboard:copy': async ({ text }) => {
      await clipboard.writeText(text);
      return undefined;
    },
    'crm:sign-in': async (login) => {
      await crm.signIn(login);
      return undefined;
    },
    'crm:sign-out': async () => {
      await crm.signOut();
      return undefined;
    },
    'settings:set': async (patch) => {
      const settings = await companion.handlers['settings:set'](patch);
      if (patch.startAtLogin !== undefined) await setStartAtLogin(settings.startAtLogin);
      return settings;
    },
    'window:show': async (target) => {
      await companionWindow.show(target);
      return undefined;
    },
  };
};
