/** The call log between the store and the CRM, with the settings of config.json. */
import type { CrmClient } from '../../crm/port';
import { isLive, type Call } from '../../shared/call/call';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { AgentRegistry } from '../agents/registry';
import { createCallLog, type CallLog } from '../call-log';
import type { FollowerDeps } from '../call-log/follower';
import { createFollowers } from '../call-log/followers';
import type { CallBook } from '../calls/call-book';
import type { Config } from '../config/config';
import type { Store } from '../store/port';
import { recordingsOf } from './crm-side';

/** @param book asked later than here: it needs the call log itself */
export const writeCalls = (
  crm: CrmClient,
  config: Config,
  deps: {
    store: Store;
    book: () => CallBook;
    registry: AgentRegistry;
    clock: Clock;
    random: () => number;
    logger: Logger;
    /** Whether this relay is the one that writes. */
    onDuty: () => boolean;
    turn: FollowerDeps['turn'];
    /** What it writes with: asked before each request whether the duty is still its own. */
    writer: CrmClient | null;
  },
): CallLog => {
  const { store, book, registry, clock, random, logger: log, onDuty } = deps;
  const writer = deps.writer ?? crm;
  const logRecording = crm.logRecording?.bind(crm);
  const agentByExtension = registry.byExtension;
  const wording = config.callLog;
  /** One that still runs for this relay, whose PBX link is late, may have ended for another. */
  const endedCall = (id: string): Call | null => {
    const call = book().get(id);
    const kept = call && isLive(call) ? store.getCall(id) : null;
    return kept && !isLive(kept) ? kept : call;
  };
  return createCallLog({
    store,
    calls: { get: (id) => endedCall(id), add: (id, addition) => book().add(id, addition) },
    crm: writer,
    onDuty,
    clock,
    random,
    log,
    followers: createFollowers({
      store,
      // A recording is on this relay's disk alone, so it needs no duty.
      crm: { ...writer, ...(logRecording && { logRecording }) },
      agentByExtension,
      crmUserOf: registry.crmUserOf,
      wording,
      turn: deps.turn,
      conversationFields: config.elevenlabs.crmFields,
      recordings: recordingsOf(config),
    }),
    agentByExtension,
    wording,
    parallel: config.crm.parallelWrites,
    retry: { baseMs: config.crm.retry.baseSeconds * 1_000, maxMs: config.crm.retry.maxSeconds * 1_000 },
  });
};
