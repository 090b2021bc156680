/** The agent's side without a window: relay session, replica, pops and CRM contexts, composed into `CompanionState`. */
import { because, noTrouble } from '../error-reasons';
import { AppError } from '../errors';
import { settingsSchema } from '../ipc/state';
import type { ServerMessage } from '../protocol/messages';
import { createCrmLinks } from './crm-links';
import { createCrmSide } from './crm-side';
import { createForgetting } from './forgotten';
import { createHistory } from './history/history';
import { initialState } from './initial-state';
import { refuseLocked } from './managed';
import { crmOf, patchOf } from './message-patch';
import { createNotes } from './notes/notes';
import { createNotePeers } from './notes/peers';
import { createPopKeeper, queuesOf } from './pop-keeper';
import { createRelaySide } from './relay-side';
import { applyMessage } from './replica';
import { createSetup } from './setup';
import { createStateKeeper } from './state-keeper';
import type { Companion, CompanionDeps, CompanionHandlers } from './types';

const offline = (): AppError =>
  new AppError('unavailable', 'Connect to your relay first.', { details: because('relay-offline') });

export const createCompanion = (deps: CompanionDeps): Companion => {
  const { clock, log, fetchJson } = deps;
  const keeper = createStateKeeper(initialState(deps), {
    clock,
    views: (next) => ({ notes: notes.view(next), history: history.view() }),
    follow: (state) => history.follow(state),
  });
  const { state, update } = keeper;

  const relay = createRelaySide({
    companion: deps,
    keeper,
    onMessage: (message) => onMessage(message),
    onConnected: () => notes.follow(),
    onDown: (trouble) => {
      history.paused();
      setup.heard(trouble);
    },
    onRefused: () => {
      if (setup.isTrying()) return false;
      // Whoever may no longer sign in may no longer read who is calling.
      history.erase();
      return true;
    },
    onClear: () => {
      pops.clear();
      return pops.view();
    },
  });

  const crm = createCrmSide({
    companion: deps,
    keeper,
    connected: relay.connected,
    onBack: () => notes.hasten(),
  });

  const pops = createPopKeeper({
    clock,
    settings: () => state().settings,
    onChange: () => update(pops.view()),
    endQuiet: () =>
      void Promise.resolve(handlers['settings:set']({ quiet: null })).catch((error: unknown) =>
        log.warn('the end of do-not-disturb was not kept', { error }),
      ),
    onWriting: (callId) => notes.look(callId),
  });

  const links = createCrmLinks(state);
  const notes = createNotes({
    ...createNotePeers({ connection: relay.connected, session: relay.session, fetchJson }),
    store: deps.notes ?? { entries: [], save: () => Promise.resolve() },
    clock,
    random: deps.random,
    newId: deps.newId,
    log,
    state,
    callOf: (id) => links.callOf(id) ?? null,
    onChange: () => update({}),
  });

  const history = createHistory({
    ...deps,
    connection: relay.connected,
    state,
    remember: (calls) => links.remember(calls),
    askCrm: (call, picked) => crm.contexts.read(call, picked),
    onQueues: (calls) => {
      const queues = queuesOf(state().queues, state().settings, calls);
      if (queues.length > state().queues.length) update({ queues });
    },
    // Before the relay has taken him in: the calls on the screen are his.
    onAgent: (agent) => {
      if (state().agent === null && relay.connection()) update({ agent });
    },
    isNotedHere: (callId) => notes.isHere(callId),
    onLinks: (urls) => links.name(urls),
    onChange: () => update({}),
  });

  const forgetCalls = createForgetting(
    [
      (ids) => deps.choices?.forget(ids),
      (ids) => notes.forget(ids),
      (ids) => links.forget(ids),
      (ids) => crm.contexts.forget(ids),
      (ids) => history.forget(ids),
      (ids) => deps.onForgotten?.(ids),
    ],
    log,
  );

  const onMessage = (message: ServerMessage): void => {
    keeper.heard('relay');
    if (message.type === 'registered') {
      deps.onRegistered?.(message);
      history.registered(message);
    }
    const before = state();
    const patch = patchOf(message, before);
    const calls = applyMessage(before.calls, message, pops.manual());
    const extensions = (patch.agent ?? before.agent)?.extensions ?? [];
    pops.take(message, { calls, before: before.calls, extensions });
    const queues = queuesOf(state().queues, state().settings, calls);
    update({ ...patch, calls: [...calls], ...pops.view(), queues, crm: crmOf(calls, state().crm) });
    notes.follow();
    if (message.type === 'registered') notes.registered(message.callLog ?? null);
    forgetCalls(message);
    crm.want();
    crm.contactChoice.tellRemembered();
    if (message.type === 'registered') setup.heard(noTrouble);
  };

  const setup = createSetup({
    companion: deps,
    connected: relay.connected,
    agent: () => state().agent,
    former: () => (state().stage === 'ready' ? relay.connection() : null),
    open: relay.open,
    forget: relay.forget,
    erase: () => history.erase(),
    update,
  });

  const handlers: CompanionHandlers = {
    'state:get': state,
    ...history.handlers,
    'call:dial': async ({ number }) => {
      const result = await relay.session()?.dial(number);
      if (!result) throw offline();
      if (!result.ok) throw result.error;
      return result.value;
    },
    'call:control': async ({ callId, action }) => {
      const result = await relay.session()?.control(callId, action);
      if (!result) throw offline();
      if (!result.ok) throw result.error;
      return undefined;
    },
    ...crm.contactChoice.handlers,
    ...history.withNotes(notes.handlers),
    ...pops.handlers,
    'link:retry': ({ link }) => {
      if (link === 'relay') relay.session()?.wake();
      else deps.retryCrm?.();
      return undefined;
    },
    'settings:set': async (patch) => {
      refuseLocked(state().managed, Object.keys(patch));
      const settings = settingsSchema.parse({ ...state().settings, ...patch });
      // Two changes at once must not lose one another, so it holds before it is kept.
      update({ settings });
      pops.settingsChanged();
      update(pops.view());
      await deps.saveSettings(settings);
      return settings;
    },
    ...setup.handlers,
  };

  crm.contexts.use(deps.crm);
  // A browser has no sign-in of its own at the CRM; a desktop says once it knows.
  if (deps.platform === 'web') notes.use(null);

  return {
    handlers,
    crmLinks: links,
    state,
    onState: keeper.onState,
    setCrm: ({ notes: writer, ...side }) => {
      crm.use(side);
      notes.use(writer);
      if (side.state === 'connected') notes.hasten();
    },
    setRecord: (callId, record) => {
      keeper.setRecord(callId, record);
      notes.logged(callId, record);
    },
    setSystemQuiet: (system) => pops.setSystemQuiet(system),
    setScreens: (screens) => update({ screens: [...screens] }),
    setAppLinks: (appLinks) => update({ appLinks }),
    setSecretStore: (secretStore) => update({ secretStore }),
    start: () => {
      const { relayUrl, token } = deps.initial;
      pops.settingsChanged();
      update(pops.view());
      if (relayUrl !== null && token !== null) relay.open({ relayUrl, token });
    },
    wake: () => relay.session()?.wake(),
    stop: () => {
      pops.stop();
      notes.stop();
      relay.stop();
    },
  };
};
