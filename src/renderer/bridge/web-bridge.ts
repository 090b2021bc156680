/**
 * The browser's bridge: the same contract as Electron's preload. One tab of the browser is the companion (`tabs.ts`); what
 * opens, copies or asks for permission is done in the tab where it was clicked. Links open in a new tab that gets no handle
 * on this one.
 */
import { systemClock } from '../../shared/clock';
import { errorSaid } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import { contract, type Bridge, type CallChannel, type PushChannel } from '../../shared/ipc/contract';
import type { Input, Output, Payload, Reply } from '../../shared/ipc/contract';
import { browserStorage } from './browser-storage';
import { copyText } from './copy-text';
import { newId } from './new-id';
import { watchSeen } from './seen';
import { createTabFace } from './show-tab-face';
import type { LinkWanted, TabReply } from './tab-messages';
import { createTabs } from './tabs';
import { createWebCore } from './web-core';
import { createAnnouncer } from './web-notifications';

const failed = (error: unknown): TabReply => ({
  ok: false,
  error:
    error instanceof AppError
      ? errorSaid(error)
      : { code: 'internal', message: 'Something went wrong here; please try again.' },
});
const done: TabReply = { ok: true, value: undefined };

export const createWebBridge = (): Bridge => {
  const storage = browserStorage();
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  const wire = new BroadcastChannel(`cti.companion.${import.meta.env.CTI_VERSION}`);
  const { isSeen } = watchSeen(locks);
  const navigators = new Set<(to: Payload<'window:navigate'>) => void>();
  const announce = createAnnouncer({
    isSeen,
    onClick: (callId) => {
      for (const go of navigators) go({ view: 'history', callId });
    },
  });
  const tabs = createTabs({
    locks,
    channel: {
      post: (message) => wire.postMessage(message),
      onMessage: (listener) => wire.addEventListener('message', ({ data }) => listener(data)),
    },
    clock: systemClock,
    newId,
    startCore: (told) => createWebCore(storage, told),
    token: { read: () => storage.token(), keep: (token) => storage.saveToken(token) },
  });
  tabs.onState(createTabFace());
  tabs.onState((state) => {
    if (tabs.leads()) announce(state);
  });
  window.addEventListener('online', () => tabs.wake());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') tabs.wake();
  });

  const openTab = async (wanted: LinkWanted): Promise<TabReply> => {
    const reply = await tabs.link(wanted);
    if (!reply.ok) return reply;
    window.open(String(reply.value), '_blank', 'noopener,noreferrer');
    return done;
  };
  /** What only this very tab can do. */
  const here: Partial<Record<CallChannel, (input: unknown) => Promise<TabReply>>> = {
    'state:get': async () => ({ ok: true, value: await tabs.ready() }),
    'call:open-in-crm': (input) => openTab(contract['call:open-in-crm'].input.parse(input)),
    'crm:open-link': (input) => openTab(contract['crm:open-link'].input.parse(input)),
    'clipboard:copy': async (input) => {
      await copyText(contract['clipboard:copy'].input.parse(input).text);
      return done;
    },
    'settings:set': async (input) => {
      const wants = contract['settings:set'].input.parse(input).notifications === true;
      if (wants && 'Notification' in window) await Notification.requestPermission();
      return tabs.ask('settings:set', input);
    },
  };

  return {
    platform: 'web',
    invoke: async <C extends CallChannel>(channel: C, input: Input<C>): Promise<Reply<Output<C>>> => {
      const reply = await (here[channel]?.(input) ?? tabs.ask(channel, input)).catch(failed);
      if (!reply.ok) return reply;
      // It may come from a tab of another build. The schema of this very channel gives the type that TypeScript can not follow.
      const output = contract[channel].output.safeParse(reply.value);
      return output.success
        ? { ok: true, value: output.data as Output<C> }
        : {
            ok: false,
            error: { code: 'internal', message: 'Reload this page: it is older than the others.' },
          };
    },
    on: <C extends PushChannel>(channel: C, listener: (payload: Payload<C>) => void) => {
      if (channel === 'state:changed') return tabs.onState((state) => listener(state as Payload<C>));
      // A page is as new as the relay that it comes from.
      if (channel === 'app:changed') return () => undefined;
      const go = (to: Payload<'window:navigate'>): void => listener(to as Payload<C>);
      navigators.add(go);
      return () => void navigators.delete(go);
    },
  };
};
