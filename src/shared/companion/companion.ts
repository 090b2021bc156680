/** The agent's side without a window: relay session, replica, pops and CRM contexts, composed into `CompanionState`. */
import type { CrmRecord } from '../call/call';
import { iso } from '../clock';
import { AppError } from '../errors';
import type { CompanionState, Link } from '../ipc/state';
import { settingsSchema } from '../ipc/state';
import type { ServerMessage } from '../protocol/messages';
import { createContactChoice } from './contact-choice';
import { createForgetting } from './forgotten';
import { crmOf, patchOf } from './message-patch';
import { createCrmContexts, wantedCalls } from './crm-contexts';
import { initialState, nobody, off } from './initial-state';
import { createPopKeeper, queuesOf } from './pop-keeper';
import { createRelaySession, type RelaySession } from './relay-session';
import { applyMessage, withRecords } from './replica';
import { refuseLocked } from './managed';
import { factsAfter } from './link-facts';
import { createCrmLinks } from './crm-links';
import { createHistory } from './history/history';
import { createNotes } from './notes/notes';
import { createNotePeers } from './notes/peers';
import { relayUrlsOf, relayUrlText } from './relay-urls';
import { chooseContact } from './rest';
import { createSetup } from './setup';
import type { Companion, CompanionDeps, CompanionHandlers, Connection } from './types';

export const createCompanion = (deps: CompanionDeps): Companion => {
  const { clock, log, fetchJson } = deps;
  const listeners = new Set<(state: CompanionState) => void>();
  let state = initialState(deps);
  let connection: Connection | null = null;
  let session: RelaySession | null = null;
  /** Of calls that this desktop logs itself. */
  const ownRecords = new Map<string, CrmRecord>();
  /** With the relay that it is connected to, where there are several. */
  const connected = (): Connection | null =>
    connection && { ...connection, relayUrl: session?.relayUrl() ?? connection.relayUrl };

  /** Links that something has come over since the last update. */
  const heard: string[] = [];
  const update = (patch: Partial<CompanionState>): void => {
    const next = { ...state, ...patch };
    const calls = withRecords(next.calls, ownRecords);
    const linkFacts = factsAfter(state.linkFacts, state.links, next.links, iso(clock.now()), heard.splice(0));
    const views = { notes: notes.view(next), history: history.view() };
    state = { ...next, calls, linkFacts, ...views, version: state.version + 1 };
    history.follow(state);
    for (const listener of listeners) listener(state);
  };

  const setCrmLink = (linkState: Link['state'], problem: string | null): Link => {
    const { crm } = state.links;
    return { state: linkState, problem, since: crm.state === linkState ? crm.since : iso(clock.now()) };
  };

  const contactChoice = createContactChoice({
    state: () => state,
    contexts: () => contexts,
    choices: deps.choices,
    tellRelay: async (callId, ref) => {
      const at = connected();
      if (!at) throw new AppError('unavailable', 'Connect to your relay first.');
      return chooseContact(fetchJson, at, callId, ref);
    },
    log,
  });

  const contexts = createCrmContexts({
    clock,
    log,
    remembered: (number) => deps.choices?.get(number) ?? null,
    onChange: (callId, crm) => {
      update({ crm: { ...crmOf(state.calls, state.crm), [callId]: crm } });
      contactChoice.tellRemembered();
    },
    onOutcome: (error) => {
      if (!error && state.links.crm.state === 'down') notes.hasten();
      if (!error) heard.push('crm');
      const crm = error ? setCrmLink('down', error.message) : setCrmLink('connected', null);
      // `onChange` follows at once and tells both.
      state = { ...state, links: { ...state.links, crm } };
    },
  });

  const wantContexts = (): void => contexts.want(wantedCalls(state));

  const pops = createPopKeeper({
    clock,
    settings: () => state.settings,
    onChange: () => update(pops.view()),
    endQuiet: () =>
      void Promise.resolve(handlers['settings:set']({ quiet: null })).catch((error: unknown) =>
        log.warn('the end of do-not-disturb was not kept', { error }),
      ),
    onWriting: (callId) => notes.look(callId),
  });

  const links = createCrmLinks(() => state);
  const notes = createNotes({
    ...createNotePeers({ connection: connected, session: () => session, fetchJson }),
    store: deps.notes ?? { entries: [], save: () => Promise.resolve() },
    clock,
    random: deps.random,
    newId: deps.newId,
    log,
    state: () => state,
    callOf: (id) => links.callOf(id) ?? null,
    onChange: () => update({}),
  });

  const history = createHistory({
    ...deps,
    connection: connected,
    state: () => state,
    remember: (calls) => links.remember(calls),
    askCrm: (call, picked) => contexts.read(call, picked),
    onQueues: (calls) => {
      const queues = queuesOf(state.queues, state.settings, calls);
      if (queues.length > state.queues.length) update({ queues });
    },
    // Before the relay has taken him in: the calls on the screen are his.
    onAgent: (agent) => {
      if (state.agent === null && connection) update({ agent });
    },
    onChange: () => update({}),
  });

  const forgetCalls = createForgetting(
    [
      (ids) => deps.choices?.forget(ids),
      (ids) => notes.forget(ids),
      (ids) => links.forget(ids),
      (ids) => contexts.forget(ids),
      (ids) => history.forget(ids),
      (ids) => deps.onForgotten?.(ids),
    ],
    log,
  );

  const onMessage = (message: ServerMessage): void => {
    heard.push('relay');
    if (message.type === 'registered') {
      deps.onRegistered?.(message);
      history.registered(message);
    }
    const patch = patchOf(message, state);
    const calls = applyMessage(state.calls, message, pops.manual());
    const extensions = (patch.agent ?? state.agent)?.extensions ?? [];
    pops.take(message, { calls, before: state.calls, extensions });
    const queues = queuesOf(state.queues, state.settings, calls);
    update({ ...patch, calls: [...calls], ...pops.view(), queues, crm: crmOf(calls, state.crm) });
    notes.follow();
    if (message.type === 'registered') notes.registered(message.callLog ?? null);
    forgetCalls(message);
    wantContexts();
    contactChoice.tellRemembered();
    if (message.type === 'registered') setup.heard(null);
  };

  const open = (next: Connection): void => {
    session?.stop();
    connection = next;
    session = createRelaySession(
      deps,
      {
        relayUrls: relayUrlsOf(next.relayUrl) ?? [next.relayUrl],
        token: next.token,
        client: deps.client,
        // A page may ask the relay that it came from, and no other.
        takesRelays: deps.platform === 'electron',
      },
      {
        onMessage,
        onLink: (relay) => {
          update({ links: { ...state.links, relay } });
          if (relay.state === 'connected') notes.follow();
          if (relay.state === 'down') {
            history.paused();
            setup.heard(relay.problem);
          }
        },
        onRefused: () => {
          if (setup.isTrying()) return;
          // Whoever may no longer sign in may no longer read who is calling; the link keeps the reason.
          history.erase();
          clear({ stage: 'needs-token' });
        },
        onRelays: (urls) => {
          const relayUrl = relayUrlText(urls);
          connection = { ...next, relayUrl };
          update({ relayUrl });
          deps
            .saveRelayUrl?.(relayUrl)
            .catch((error: unknown) => log.warn('the list of relays was not kept', { error }));
        },
      },
    );
    session.start();
  };

  /** Takes everything of this agent off the screen. */
  const clear = (patch: Partial<CompanionState>): void => {
    session = null;
    connection = null;
    pops.clear();
    update({
      ...nobody,
      ...pops.view(),
      links: { ...state.links, pbx: [] },
      ...patch,
    });
  };

  const forget = (): void => {
    session?.stop();
    clear({ links: { ...state.links, relay: off, pbx: [] } });
  };

  const setup = createSetup({
    companion: deps,
    connected,
    agent: () => state.agent,
    former: () => (state.stage === 'ready' ? connection : null),
    open,
    forget,
    erase: () => history.erase(),
    update,
  });

  const handlers: CompanionHandlers = {
    'state:get': () => state,
    ...history.handlers,
    'call:dial': async ({ number }) => {
      if (!session) throw new AppError('unavailable', 'Connect to your relay first.');
      const result = await session.dial(number);
      if (!result.ok) throw result.error;
      return result.value;
    },
    'call:control': async ({ callId, action }) => {
      const result = await session?.control(callId, action);
      if (!result) throw new AppError('unavailable', 'Connect to your relay first.');
      if (!result.ok) throw result.error;
      return undefined;
    },
    ...contactChoice.handlers,
    ...history.withNotes(notes.handlers),
    ...pops.handlers,
    'link:retry': ({ link }) => {
      if (link === 'relay') session?.wake();
      else deps.retryCrm?.();
      return undefined;
    },
    'settings:set': async (patch) => {
      refuseLocked(state.managed, Object.keys(patch));
      const settings = settingsSchema.parse({ ...state.settings, ...patch });
      // Two changes at once must not lose one another, so it holds before it is kept.
      update({ settings });
      pops.settingsChanged();
      update(pops.view());
      await deps.saveSettings(settings);
      return settings;
    },
    ...setup.handlers,
  };

  contexts.use(deps.crm);
  // A browser has no sign-in of its own at the CRM; a desktop says once it knows.
  if (deps.platform === 'web') notes.use(null);

  return {
    handlers,
    crmLinks: links,
    state: () => state,
    onState: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    setCrm: ({ lookup, notes: writer, account, state: linkState, problem }) => {
      const changed = contexts.use(lookup);
      update({
        crmAccount: account,
        links: { ...state.links, crm: setCrmLink(linkState, problem) },
        ...(changed && { crm: {} }),
      });
      wantContexts();
      notes.use(writer);
      if (linkState === 'connected') notes.hasten();
    },
    setRecord: (callId, record) => {
      ownRecords.set(callId, record);
      update({});
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
      if (relayUrl !== null && token !== null) open({ relayUrl, token });
    },
    wake: () => session?.wake(),
    stop: () => {
      pops.stop();
      notes.stop();
      session?.stop();
    },
  };
};
