/** The companion in a page: the relay is where the page came from, and the CRM is asked through it. */
import { createCompanion } from '../../shared/companion/companion';
import { createChoiceStore } from '../../shared/companion/choices';
import { tidyRelayUrl } from '../../shared/companion/relay-urls';
import { systemClock } from '../../shared/clock';
import { errorSaid } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import { quietApp } from '../../shared/ipc/app';
import type { Handlers } from '../../shared/ipc/contract';
import { createDispatch } from '../../shared/ipc/dispatch';
import { silentLogger } from '../../shared/logger';
import type { browserStorage } from './browser-storage';
import { fetchJson, openSocket } from './browser-network';
import { newId } from './new-id';
import { relayCrm, relayCrmHealth } from './relay-crm';
import type { LinkWanted, TabReply } from './tab-messages';
import type { Core } from './tabs';

const client = { name: 'CTI Companion (web)', version: import.meta.env.CTI_VERSION, platform: 'web' };

/** A page keeps nothing when it is closed, so it fetches what a day needs; older calls come as the list is read. */
const UNASKED_CALLS = 600;

const onlyDesktop = (): never => {
  throw new AppError('not_found', 'This is part of the desktop app.');
};
const inTheTab = (): undefined => undefined;

export const createWebCore = (
  storage: ReturnType<typeof browserStorage>,
  told: (token: string | null) => void,
): Core => {
  // The page lives in <relay>/companion/, so the relay is one folder up.
  const relayUrl = tidyRelayUrl(new URL('..', location.href).href);
  const crmSide = relayCrm({
    relayUrl,
    token: () => storage.token(),
    // Refused once means refused for all: the setting is the relay's.
    onForbidden: () => noCrm(),
  });
  const noCrm = (): void =>
    companion.setCrm({ lookup: null, notes: null, account: null, state: 'off', problem: null });
  const tellCrm = async (): Promise<void> => {
    const crm = await relayCrmHealth(relayUrl);
    // Whatever a lookup has shown meanwhile is newer.
    if (crm && companion.state().links.crm.state === 'connecting')
      companion.setCrm({ lookup: crmSide, notes: null, account: null, ...crm });
  };
  const companion = createCompanion({
    platform: 'web',
    client,
    openSocket,
    fetchJson,
    clock: systemClock,
    random: Math.random,
    newId,
    log: silentLogger,
    initial: {
      relayUrl,
      token: storage.token(),
      settings: storage.settings(),
      secretStore: storage.secretStore(),
    },
    crm: crmSide,
    retryCrm: () => {
      companion.setCrm({ lookup: crmSide, notes: null, account: null, state: 'connecting', problem: null });
      void tellCrm();
    },
    saveConnection: (connection) => {
      const token = connection?.token ?? null;
      storage.saveToken(token);
      told(token);
      companion.setSecretStore(storage.secretStore());
      return Promise.resolve();
    },
    onRegistered: ({ crmContext }) => {
      // An older relay does not say; then the first lookup shows it.
      if (crmContext === false) {
        noCrm();
        return;
      }
      if (companion.state().links.crm.state === 'off')
        companion.setCrm({ lookup: crmSide, notes: null, account: null, state: 'connecting', problem: null });
      void tellCrm();
    },
    unaskedCalls: UNASKED_CALLS,
    choices: createChoiceStore(storage.choices(), (choices) => {
      storage.saveChoices(choices);
      return Promise.resolve();
    }),
    notes: storage.notes(),
    saveSettings: (settings) => {
      storage.saveSettings(settings);
      return Promise.resolve();
    },
  });

  const handlers: Handlers = {
    ...companion.handlers,
    // What opens or copies something is done where it was clicked.
    'call:open-in-crm': inTheTab,
    'crm:open-link': inTheTab,
    'clipboard:copy': inTheTab,
    'pop:resize': inTheTab,
    'contact:search': onlyDesktop,
    'contact:attach-number': onlyDesktop,
    'contact:open-form': onlyDesktop,
    'support:prepare': onlyDesktop,
    'support:save': onlyDesktop,
    'crm:sign-in': onlyDesktop,
    'crm:sign-out': onlyDesktop,
    'request:answer': onlyDesktop,
    'app:state': () => quietApp,
    'app:do': onlyDesktop,
    'window:show': onlyDesktop,
  };
  companion.start();

  return {
    ask: createDispatch(handlers, silentLogger),
    link: (wanted: LinkWanted): TabReply => {
      try {
        const value =
          'url' in wanted
            ? companion.crmLinks.allowed(wanted.url)
            : companion.crmLinks.ofCall(wanted.callId, wanted.what);
        return { ok: true, value };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { ok: false, error: errorSaid(error) };
      }
    },
    state: () => companion.state(),
    onState: (listener) => companion.onState(listener),
    wake: () => companion.wake(),
    stop: () => companion.stop(),
  };
};
