/**
 * The browser's bridge: the same contract as Electron's preload, answered in the page itself by `createCompanion`.
 * The relay is where the page came from; links open in a new tab that gets no handle on this one.
 */
import { createCompanion } from '../../shared/companion/companion';
import { createChoiceStore } from '../../shared/companion/choices';
import { tidyRelayUrl } from '../../shared/companion/relay-urls';
import { systemClock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type {
  Bridge,
  CallChannel,
  Handlers,
  Output,
  Payload,
  PushChannel,
  Reply,
} from '../../shared/ipc/contract';
import { quietApp } from '../../shared/ipc/app';
import { createDispatch } from '../../shared/ipc/dispatch';
import { silentLogger } from '../../shared/logger';
import { browserStorage } from './browser-storage';
import { fetchJson, openSocket } from './browser-network';
import { relayCrm, relayCrmHealth } from './relay-crm';
import { createAnnouncer } from './web-notifications';

const CLIENT = { name: 'CTI Companion (web)', version: '0.1.0', platform: 'web' };

/** A page keeps nothing when it is closed, so it fetches what a day needs; older calls come as the list is read. */
const UNASKED_CALLS = 600;

const openTab = (url: string): undefined => {
  window.open(url, '_blank', 'noopener,noreferrer');
  return undefined;
};
const onlyDesktop = (): never => {
  throw new AppError('not_found', 'This is part of the desktop app.');
};

export const createWebBridge = (): Bridge => {
  // The page lives in <relay>/companion/, so the relay is one folder up.
  const relayUrl = tidyRelayUrl(new URL('..', location.href).href);
  const storage = browserStorage();
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
    client: CLIENT,
    openSocket,
    fetchJson,
    clock: systemClock,
    random: Math.random,
    newId: () => crypto.randomUUID(),
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
      storage.saveToken(connection?.token ?? null);
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
    'settings:set': async (patch) => {
      if (patch.notifications === true && 'Notification' in window) await Notification.requestPermission();
      return companion.handlers['settings:set'](patch);
    },
    'call:open-in-crm': ({ callId, what }) => openTab(companion.crmLinks.ofCall(callId, what)),
    'crm:open-link': ({ url }) => openTab(companion.crmLinks.allowed(url)),
    'clipboard:copy': async ({ text }) => {
      await navigator.clipboard.writeText(text);
      return undefined;
    },
    'contact:search': onlyDesktop,
    'contact:attach-number': onlyDesktop,
    'contact:open-form': onlyDesktop,
    'pop:resize': () => undefined,
    'support:prepare': onlyDesktop,
    'support:save': onlyDesktop,
    'crm:sign-in': onlyDesktop,
    'crm:sign-out': onlyDesktop,
    'request:answer': onlyDesktop,
    'app:state': () => quietApp,
    'app:do': onlyDesktop,
    'window:show': onlyDesktop,
  };
  const dispatch = createDispatch(handlers, silentLogger);

  companion.onState(createAnnouncer());
  window.addEventListener('online', () => companion.wake());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') companion.wake();
  });
  companion.start();

  return {
    platform: 'web',
    // `dispatch` has parsed the answer with the schema of this very channel.
    invoke: <C extends CallChannel>(channel: C, input: unknown) =>
      dispatch(channel, input) as Promise<Reply<Output<C>>>,
    on: <C extends PushChannel>(channel: C, listener: (payload: Payload<C>) => void) =>
      channel === 'state:changed'
        ? companion.onState((state) => listener(state as Payload<C>))
        : () => undefined,
  };
};
