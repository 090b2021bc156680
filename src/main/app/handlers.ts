import { clipboard } from 'electron';
import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import type { Result } from '../../shared/result';
import type { Companion } from '../../shared/companion/types';
import { refuseLocked } from '../../shared/companion/managed';
import type { Handlers } from '../../shared/ipc/contract';
import type { Requests } from '../app-links/requests';
import type { CrmAccount } from '../crm/crm-account';
import type { CompanionWindow } from '../windows/companion-window';
import type { PopWindow } from '../windows/pop-window';
import { setStartAtLogin } from './login-item';
import type { Upkeep } from './upkeep';
import { openInBrowser } from './open-external';

const valueOf = <T>(result: Result<T, AppError>): T => {
  if (result.ok) return result.value;
  throw result.error;
};

const callerOf = (companion: Companion, callId: string): string => {
  const number = companion.state().calls.find(({ id }) => id === callId)?.remote.number ?? null;
  if (number !== null) return number;
  throw new AppError('not_found', 'This call has no number, or it is over for this Companion.', {
    details: because('call-no-number'),
  });
};

/** Every channel of the contract: the companion's own and those that need this computer. */
export const createHandlers = (deps: {
  companion: Companion;
  crm: CrmAccount;
  popWindow: PopWindow;
  companionWindow: CompanionWindow;
  appLinks: Pick<Requests, 'answer'>;
  support: Pick<Handlers, 'support:prepare' | 'support:save'>;
  upkeep: Pick<Upkeep, 'handlers' | 'setWriting'>;
}): Handlers => {
  const { companion, crm, popWindow, companionWindow } = deps;
  return {
    ...companion.handlers,
    ...deps.support,
    ...deps.upkeep.handlers,
    'setup:connect': (input) => {
      const { managed, relayUrl } = companion.state();
      if (input.relayUrl !== relayUrl) refuseLocked(managed, ['relayUrls']);
      return companion.handlers['setup:connect'](input);
    },
    'call:open-in-crm': async ({ callId, what }) => {
      await openInBrowser(companion.crmLinks.ofCall(callId, what));
      return undefined;
    },
    'crm:open-link': async ({ url }) => {
      await openInBrowser(companion.crmLinks.allowed(url));
      return undefined;
    },
    'contact:search': async ({ text }) => ({ people: valueOf(await crm.directory().searchByName(text)) }),
    'contact:attach-number': async ({ callId, module, id, field, replace }) => {
      const number = callerOf(companion, callId);
      const write = { field, number, replace };
      const written = valueOf(await crm.directory().attachNumber({ module, id }, write));
      if (!written.done) return { taken: written.taken };
      // The number is in the CRM by now; that the relay can not be told must not look as if it were not.
      await Promise.resolve(companion.handlers['contact:choose']({ callId, module, id })).catch(
        () => undefined,
      );
      return { taken: null };
    },
    'contact:open-form': async ({ callId, module }) => {
      await openInBrowser(crm.directory().createUrl(module, callerOf(companion, callId)));
      return undefined;
    },
    'pop:writing': (input) => {
      deps.upkeep.setWriting(input.callId !== null);
      // He has just clicked into it; where the window manager kept the keys elsewhere, they come along now.
      if (input.callId !== null) popWindow.takeKeys();
      return companion.handlers['pop:writing'](input);
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
    'request:answer': (input) => deps.appLinks.answer(input),
    'window:show': async (target) => {
      await companionWindow.show(target);
      return undefined;
    },
  };
};
