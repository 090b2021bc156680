/** The answers to the routes, from the parts of the relay. */
import type { ContactLookup } from '../../crm/lookup';
import type { BoundedCrm } from '../../crm/bounded';
import { firstContext, pickedOf } from '../../crm/pick';
import type { CrmClient } from '../../crm/port';
import { AppError } from '../../shared/errors';
import { iso, type Clock } from '../../shared/clock';
import { parseNumber, type CountryCode } from '../../shared/phone/parse';
import type { Agent } from '../../shared/protocol/agent';
import { closeCodes } from '../../shared/protocol/close-codes';
import { noContext } from '../../shared/protocol/crm-context';
import type { Health, Status } from '../../shared/protocol/rest';
import { err, ok } from '../../shared/result';
import type { AiCalls } from '../ai';
import type { Hub } from '../agents/hub';
import type { Admission } from '../agents/admission';
import type { AgentsOfCrm } from '../agents/from-crm';
import type { AgentRegistry } from '../agents/registry';
import { listed, type CallLog } from '../call-log';
import type { CallBook } from '../calls/call-book';
import { createChooseContact } from '../calls/choose-contact';
import { manualCall } from '../calls/manual-pop';
import type { PbxLink } from '../pbx/port';
import { indexOff, type PhoneIndex } from '../phone-index';
import type { Forgetter } from '../privacy';
import type { Sharing } from '../sharing';
import type { Store } from '../store/port';
import type { RelayService, Target } from './service';

export interface RelayServiceDeps {
  version: string;
  clock: Clock;
  country: CountryCode;
  links: readonly PbxLink[];
  book: CallBook;
  store: Store;
  registry: AgentRegistry;
  hub: Hub;
  crm: BoundedCrm | null;
  /** For single records that somebody picked. */
  crmClient: Pick<CrmClient, 'candidate' | 'moveCall'> | null;
  lookup: ContactLookup | null;
  index: Pick<PhoneIndex, 'figures' | 'rebuild'> | null;
  /** Null without a CRM. */
  callLog: Pick<CallLog, 'retry' | 'giveUp' | 'wake'> | null;
  /** The CRM user of calls that no agent's CRM user had; null: the relay's own. */
  logsFor: string | null;
  /** Questions to the CRM for pops. */
  lookups(): Status['lookups'];
  crmState(): Health['crm'];
  /** What is wrong with the database, as a sentence; null: nothing is known. */
  storeProblem(): string | null;
  sockets(): number;
  /** Agents with an open desktop, here or at another relay. */
  online(): number;
  notes: RelayService['notes'];
  callEvents: RelayService['callEvents'];
  /** How many events of calls are in memory, and how many were let go to stay within bounds. */
  recorded(): { happenings: number; dropped: number };
  load(): Status['load'];
  ai: Pick<AiCalls, 'state'>;
  agentsOfCrm: Pick<AgentsOfCrm, 'run' | 'state'>;
  admission: Admission;
  forget: Forgetter['forget'];
  sharing: Pick<Sharing, 'health' | 'storageProblem' | 'status' | 'pop' | 'onlineAgents' | 'stamp'>;
}

interface Phone {
  pbxId: string;
  extension: string;
  /** Whose it is; null where no agent has it. */
  agent: Agent | null;
}

export const createRelayService = (deps: RelayServiceDeps): RelayService => {
  const { clock, links, book, store, registry, hub, crm, lookup, country } = deps;
  const startedAt = clock.elapsed();

  /** The agent and the phone that a request means. Throws `not_found` or `bad_request`. */
  const resolve = ({ agentId, ...asked }: Target): Phone => {
    const named = agentId === undefined ? null : registry.need(agentId);
    const wrong = (text: string) => new AppError('bad_request', text);
    if (named && asked.extension !== undefined && !named.extensions.includes(asked.extension))
      throw wrong(`The agent "${named.id}" does not have the extension ${asked.extension}.`);
    if (named && asked.pbxId !== undefined && named.pbxId !== asked.pbxId)
      throw wrong(`The agent "${named.id}" is at the PBX "${named.pbxId}", not at "${asked.pbxId}".`);
    const extension = asked.extension ?? named?.extensions[0];
    if (extension === undefined) throw wrong('agentId or extension is needed.');

    const candidates = named ? [named] : registry.list().filter((one) => one.extensions.includes(extension));
    const pbxId = named?.pbxId ?? asked.pbxId ?? onlyPbxOf(candidates);
    const ids = links.map(({ id }) => id);
    if (pbxId === null)
      throw wrong(
        `There are several PBXs, and ${extension} ${candidates.length > 0 ? 'is an extension of more than one' : "is no agent's"}. Give pbxId, one of: ${ids.join(', ')}.`,
      );
    if (!ids.includes(pbxId)) throw wrong(`There is no PBX "${pbxId}"; this relay has: ${ids.join(', ')}.`);
    return { pbxId, extension, agent: candidates.find((one) => one.pbxId === pbxId) ?? null };
  };
  /** The PBX that an extension without one means; null where it could be either. */
  const onlyPbxOf = (candidates: readonly Agent[]): string | null => {
    const ids = new Set(
      candidates.length > 0 ? candidates.map((one) => one.pbxId) : links.map(({ id }) => id),
    );
    const [only = null] = ids;
    return ids.size === 1 ? only : null;
  };

  const choose = createChooseContact({
    crm: deps.crmClient,
    book,
    move: (callId, from) => store.moveRecord(callId, from, clock.now()),
    stamp: deps.sharing.stamp,
  });
  const health = (): Health => {
    const pbx = links.map((link) => link.status());
    const crmState = deps.crmState();
    const redis = deps.sharing.health();
    const problem = book.storageProblem() ?? deps.storeProblem() ?? deps.sharing.storageProblem();
    const isUp = pbx.every(({ state }) => state === 'connected') && crmState.state !== 'down';
    const well = isUp && redis.state !== 'down' && problem === null;
    return {
      status: well ? 'ok' : 'degraded',
      version: deps.version,
      uptimeSeconds: Math.floor((clock.elapsed() - startedAt) / 1_000),
      pbx,
      crm: crmState,
      storage: { problem },
      crmSignIn: deps.admission.takesCrm,
      redis,
    };
  };

  return {
    health,
    status: () => {
      const { popsSent, popsAcknowledged, messagesSent } = hub.figures();
      const { known, withoutUser } = registry.count();
      return {
        ...health(),
        calls: { active: book.active().length, stored: store.countCalls() },
        agents: { known, online: deps.online(), sockets: deps.sockets() },
        delivery: { popsSent, popsAcknowledged, messagesSent },
        lookups: deps.lookups(),
        callEvents: { inMemory: deps.recorded().happenings, dropped: deps.recorded().dropped },
        load: deps.load(),
        callLog: {
          enabled: crm !== null,
          ...store.countJobs(),
          fallbackUserId: deps.logsFor,
          agentsWithoutUser: withoutUser,
        },
        crmIndex: deps.index?.figures() ?? indexOff,
        agentsFromCrm: deps.agentsOfCrm.state(),
        conversations: {
          ...deps.ai.state(),
          waiting: store.countOpenWebhooks(),
          ...store.countJobs('conversation'),
        },
        relays: deps.sharing.status(),
        notes: store.countJobs('note'),
      };
    },
    activeCalls: book.active,
    call: book.get,
    transcript: (callId) => ({ callId, conversations: store.conversationsOf(callId) }),
    notes: deps.notes,
    callEvents: deps.callEvents,
    history: (query, agent) => {
      book.flush();
      const page = store.listCalls({
        ...query,
        extensions: agent?.extensions ?? null,
        ...(agent && { pbxId: agent.pbxId }),
      });
      if (!agent || query.notes === undefined) return page;
      const ids = page.calls.map(({ id }) => id);
      return { ...page, notes: Object.fromEntries(store.noteTextsOf(agent.id, ids)) };
    },
    dial: async (target, number) => {
      const { pbxId, extension } = resolve(target);
      const link = links.find(({ id }) => id === pbxId);
      if (!link) return err(new AppError('pbx_unavailable', `This relay has no PBX "${pbxId}".`));
      return link.dial(extension, number);
    },
    pop: (request) => {
      const { pbxId, extension, agent } = resolve(request);
      const known = request.callId === undefined ? null : book.get(request.callId);
      if (request.callId !== undefined && !known)
        throw new AppError('not_found', `There is no call with the id ${request.callId}.`);
      const call = known ?? manualCall({ ...request, pbxId, extension }, { now: clock.now(), country });
      const to = request.extension === undefined && agent ? { agentId: agent.id } : { pbxId, extension };
      const delivered = hub.popManually(to, call) + deps.sharing.pop(to, call);
      const { number } = call.remote;
      if (!known && lookup && number?.startsWith('+') && delivered > 0)
        void lookup.find(number).then((match) => {
          if (match) hub.deliver({ call: { ...call, contact: match.contact, version: 2 }, previous: call });
        });
      return { callId: call.id, delivered };
    },
    crmContext: async (call, picked) => {
      if (!crm)
        return err(
          new AppError('unavailable', 'This relay has no CRM; set the SUITECRM_ settings of the relay.'),
        );
      const { e164 } = parseNumber(call.remote.number, country);
      if (e164 === null) return { ok: true, value: noContext };
      // The pop has found him already, where it has found anybody.
      const known = lookup?.known(e164) ?? null;
      const found = known ? ok(known) : await crm.findByNumber(e164);
      if (!found.ok) return found;
      // Beyond those who have the number, only whom the call was given to: else any record could be read here.
      let candidate = pickedOf(found.value, picked);
      if (!candidate && picked && call.contact?.id === picked.id) {
        const read = await deps.crmClient?.candidate(picked);
        candidate = read?.ok === true ? read.value : null;
      }
      candidate ??= found.value;
      if (!candidate) return { ok: true, value: noContext };
      const context = await crm.context(candidate);
      if (!context.ok) return context;
      const { matches } = firstContext(candidate, found.value);
      return { ok: true, value: { ...context.value, matches } };
    },
    chooseContact: async (call, ref) => {
      const chosen = await choose(call, ref);
      deps.callLog?.wake();
      return chosen;
    },
    callLog: (query) => {
      const { jobs, nextCursor } = store.listJobs(query);
      return { jobs: jobs.map(listed), nextCursor };
    },
    retryCallLog: (callId) => {
      if (!deps.callLog)
        throw new AppError(
          'unavailable',
          'This relay logs no calls: it has no CRM. Set its SUITECRM_ settings and restart it.',
        );
      const retried = deps.callLog.retry(callId);
      if (callId === null || retried > 0) return retried;
      const status = book.get(callId)?.crmRecord.status;
      throw status === 'logged'
        ? new AppError('conflict', `The call ${callId} is in the CRM already.`)
        : new AppError(
            'not_found',
            `There is no call with the id ${callId} that is to be logged in the CRM.`,
          );
    },
    giveUpCallLog: (which) => {
      const endedBefore = (days: number): string => iso(clock.now() - days * 24 * 60 * 60_000);
      const chosen = 'callId' in which ? which : { endedBefore: endedBefore(which.olderThanDays) };
      // Without a CRM there may be jobs of the time when there was one, which keep their calls in the history.
      const givenUp = deps.callLog ? deps.callLog.giveUp(chosen) : store.giveUpJobs(chosen).length;
      if (givenUp === 0 && 'callId' in which)
        throw new AppError('not_found', `Of a call with the id ${which.callId} nothing is owed to the CRM.`);
      return givenUp;
    },
    rebuildIndex: async () => {
      if (!deps.index)
        throw new AppError(
          'unavailable',
          'This relay keeps no phone index. Set crm.index.enabled in its config.json and restart it.',
        );
      await deps.index.rebuild();
    },
    forget: deps.forget,
    agentsFromCrm: deps.agentsOfCrm.run,
    enrol: deps.admission.enrol,
    devices: (id) => {
      const online = new Set(
        hub
          .links()(id)
          .map(({ deviceId }) => deviceId),
      );
      return registry.devices(id).map((device) => ({ ...device, online: online.has(device.id) }));
    },
    removeDevice: (id, deviceId) => {
      registry.removeDevice(id, deviceId);
      hub.closeDevice(id, deviceId, closeCodes.unauthorized, 'This device was signed out.');
    },
    changeAgent: (id, change) => {
      const agent = registry.change(id, change);
      hub.changeAgent(agent, book.active());
      return agent;
    },
    removeAgent: (id) => {
      registry.remove(id);
      hub.closeAgent(id, closeCodes.unauthorized, 'The agent was removed.');
    },
  };
};
