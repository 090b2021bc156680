/** The relay's composition root: builds the parts, hands each what it needs, starts and stops them in order. */
import type { CrmClient } from '../crm/port';
import { version } from '../../package.json';
import type { Call } from '../shared/call/call';
import { systemClock, type Clock } from '../shared/clock';
import type { Logger } from '../shared/logger';
import { createAdministration } from './administration';
import type { ScryptParameters } from './administration/passwords';
import { createAiCalls } from './ai';
import { createAgentsOfCrm } from './app/agents-of-crm';
import { createDashboard, type DashboardSources } from './app/dashboard';
import { createCrmSide, suiteCrmOf } from './app/crm-side';
import { createLife } from './app/life';
import { createSharing, linksOfAll, openStore } from './app/sharing';
import { createSockets } from './app/sockets';
import { createUpkeep } from './app/upkeep';
import { pbxLinks, watchLinks } from './app/watch-links';
import { watchMetrics } from './app/watch-metrics';
import { createWatchedHub } from './app/watched-hub';
import { writeCalls } from './app/write-calls';
import { createAdmission } from './agents/admission';
import { agentView } from './agents/agent-view';
import { createFrames } from './agents/frames';
import { createAgentRegistry } from './agents/registry';
import { belongsInCrm, takesMore as takesMoreOf } from './call-log';
import { createCallBook } from './calls/call-book';
import { createContactWatch } from './calls/contacts';
import { createNotes, isNoted } from './notes';
import type { Config } from './config/config';
import { countryOf, numberRulesOf, pbxOptionsOf } from './config/pbx-options';
import { createRelayService } from './http/relay-service';
import { createHttpServer } from './http/server';
import type { PbxOptions } from './pbx/link';
import type { PbxLink } from './pbx/port';
import { createPrivacy } from './privacy';
import { createHousekeeping } from './ops/housekeeping';
import { createInspector } from './ops/inspector';
import { createLoad } from './ops/load';
import { createMetrics } from './ops/metrics';
import { createSeries } from './ops/series';

export interface RelayDeps extends Partial<DashboardSources> {
  logger: Logger;
  clock?: Clock;
  random?: () => number;
  /** How much the logger lets through, from now on. */
  setLogLevel?: (level: Config['log']['level']) => void;
  /** Where the built renderer lies (companion.html). */
  rendererDir: string;
  scrypt?: ScryptParameters;
  /** For tests: another PBX or CRM than the configured one. */
  createPbx?: (options: PbxOptions) => PbxLink;
  crm?: CrmClient | null;
}

export type Relay = Awaited<ReturnType<typeof createRelay>>;

/** Throws `AppError('config')` where the start can not go on. Nothing listens before `start`. */
export const createRelay = async (config: Config, deps: RelayDeps) => {
  const { logger, clock = systemClock, random = Math.random } = deps;
  const pbxOptions = config.pbxs.map((pbx) => pbxOptionsOf(config, pbx));
  const country = countryOf(config);
  const { store, shared } = openStore(config, { clock, logger });
  store.syncConfiguredAgents(config.agents);

  const metrics = createMetrics({ clock, version });
  const crm = deps.crm === undefined ? suiteCrmOf(config, clock, metrics.crm) : deps.crm;
  const inspector = createInspector({ store, clock, logger, retentionDays: config.eventRetentionDays });
  const housekeeping = createHousekeeping({ clock, logger });
  const load = createLoad({ clock, logger });
  const series = createSeries(store, { clock });
  const links = pbxOptions.map(
    deps.createPbx ?? pbxLinks({ inspector, load, metrics, clock, random, logger }),
  );
  const view = agentView(config.crm.contactsToAgents, { store, clock });
  const frames = createFrames(clock, view);
  const hub = createWatchedHub({
    frames,
    clock,
    inspector,
    series,
    metrics,
    onDesktops: () => sharing.desktopsChanged(),
  });
  const sharing = createSharing(config, shared, {
    version,
    clock,
    random,
    logger,
    hub,
    book: () => book,
    isLogged: (call) => takesMore(call),
    onWebhook: () => ai.heard(),
    onJob: () => callLog?.wake(),
    forget: (number) => privacy.forgetHere(number),
  });
  const { codes, onDuty } = sharing;
  const registry = createAgentRegistry(store, { clock, pbxIds: links.map(({ id }) => id), codes });
  const crmSide = createCrmSide(crm, config, {
    clock,
    logger,
    onBack: () => callLog?.hasten('The CRM answers again'),
    book: () => book,
  });

  const callLog =
    crm &&
    writeCalls(crm, config, {
      store,
      book: () => book,
      registry,
      clock,
      random,
      logger,
      onDuty,
      turn: sharing.turn,
      writer: deps.crm || !shared ? crm : suiteCrmOf(config, clock, metrics.crm, sharing.gate),
    });
  const book = createCallBook({
    links,
    store,
    clock,
    logger,
    isLogged: (call) => callLog !== null && belongsInCrm(call, config.callLog, (id) => isNoted(store, id)),
    tell: hub.deliver,
    onLogJob: () => callLog?.wake(),
  });
  const takesMore = (call: Call): boolean => callLog !== null && takesMoreOf(call, config.callLog);
  const notes = createNotes({ store, calls: book, callLog, isLogged: takesMore, clock, log: logger });
  const ai = createAiCalls(
    { ...config.elevenlabs, dataDir: config.dataDir, retentionDays: config.retentionDays },
    {
      store,
      calls: book,
      pbxIds: links.map(({ id }) => id),
      country,
      clock,
      log: logger,
      isLogged: takesMore,
      decides: onDuty,
      tell: hub.conversation,
      onLogJob: () => callLog?.wake(),
      lookup: crmSide.lookup,
    },
  );
  const findContact = crmSide.lookup && createContactWatch(crmSide.lookup, book);

  const privacy = createPrivacy({
    store,
    dataDir: config.dataDir,
    country,
    rules: config.pbxs.map((pbx) => numberRulesOf(config, pbx)),
    calls: book,
    callLog,
    crm,
    lookup: crmSide.lookup,
    inspector,
    recordings: ai.recordings,
    index: crmSide.index,
    tell: hub.forgotten,
    tellRelays: sharing.forgot,
    clock,
    log: logger,
  });

  let stopping = false;
  watchLinks(links, {
    store,
    onChange: [
      book.take,
      metrics.changed,
      series.changed,
      ({ previous }) => {
        if (previous === null) ai.callBegan();
      },
    ],
    findContact,
    shedsLookups: () => load.sheds('lookups'),
    tellStatus: hub.pbxStatus,
    isStopping: () => stopping,
    logger,
  });

  const agentsOfCrm = createAgentsOfCrm(config, { crm, store, hub, book, housekeeping, clock, logger });
  const service = createRelayService({
    version,
    clock,
    country,
    links,
    book,
    store,
    registry,
    hub,
    crm: crmSide.asked,
    crmClient: crm,
    lookup: crmSide.lookup,
    index: crmSide.index,
    callLog,
    logsFor: config.callLog.userId,
    lookups: crmSide.load,
    crmState: crmSide.watch.state,
    sockets: () => sockets.count(),
    notes: notes.of,
    callEvents: inspector.events,
    recorded: inspector.figures,
    load: load.figures,
    ai,
    agentsOfCrm,
    admission: createAdmission({ registry, staff: (config.crm.signIn && crm?.staff) || null }),
    forget: privacy.forget,
    sharing,
    storeProblem: () => upkeep.problem(),
    online: () => new Set([...hub.agentsOnline(), ...sharing.onlineAgents()]).size,
  });
  const sockets = createSockets(config, {
    version,
    hub,
    frames,
    view,
    links,
    book,
    store,
    registry,
    crm,
    callLog,
    note: notes.save,
    dial: (to, number) => service.dial(to, number),
    clock,
    logger,
  });
  const administration = createAdministration(config, { ...deps, store, clock });
  const ofDashboard = { store, inspector, notes: notes.of, series, links, housekeeping };
  const dashboard = createDashboard({ ...deps, ...ofDashboard });
  const http = await createHttpServer(config, {
    version,
    view,
    service,
    registry,
    administration,
    dashboard,
    clock,
    logger,
    metrics,
    webhook: ai.route,
    linksOf: linksOfAll(hub, sharing),
    rendererDir: deps.rendererDir,
  });
  sockets.attach(http.server);

  const parts = { links, hub, sharing, registry, sockets, crmSide, load, store, administration, clock };
  watchMetrics(metrics, parts);
  const upkeep = createUpkeep({
    config,
    links,
    store,
    inspector,
    purgeTranscripts: ai.purge,
    tidy: privacy.tidy,
    purgeSessions: administration.purge,
    server: http.server,
    housekeeping,
    onClockSetBack: () => callLog?.hasten('The clock was set back'),
    clock,
    logger,
  });

  const life = createLife(config, {
    version,
    upkeep,
    administration,
    crmSide,
    load,
    agentsOfCrm,
    links,
    sockets,
    http,
    ai,
    callLog,
    sharing,
    book,
    inspector,
    crm,
    store,
    housekeeping,
    logger,
    onStop: () => {
      stopping = true;
    },
  });

  return {
    ...life,
    sweep: upkeep.sweep,
    /** What it answers to, and who may ask. */
    routes: () => http.registeredRoutes,
  };
};
