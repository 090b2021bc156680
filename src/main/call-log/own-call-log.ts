/**
 * Logs the agent's calls from his desktop where the relay has no CRM: under the same ids and in the same words as a relay would,
 * so that it does not matter how many desktops write the same call, or whether a relay begins to.
 */
import { belongsInCrm } from '../../crm/call-record/rules';
import { callRecord, type AgentByExtension } from '../../crm/call-record/record';
import type { CrmClient } from '../../crm/port';
import { fullJitterMs } from '../../shared/backoff';
import type { Call, CrmRecord } from '../../shared/call/call';
import { iso, type Clock } from '../../shared/clock';
import type { CompanionState } from '../../shared/ipc/state';
import type { Logger } from '../../shared/logger';
import type { Registered } from '../../shared/companion/types';
import type { Agent } from '../../shared/protocol/agent';
import type { CallPage, CallQuery } from '../../shared/protocol/rest';
import type { AppError } from '../../shared/errors';
import { createMatcher } from '../crm/match';
import type { JsonFile } from '../storage/json-file';
import { rememberedMs, type CallJob, type CallJobs } from './jobs';
import { shareOf } from './share';

type Crm = Pick<CrmClient, 'logCall' | 'findByNumber' | 'candidate'>;

const retry = { baseMs: 5_000, maxMs: 5 * 60_000 };
/** Contacts and the call's last details come within moments after its end. */
const settleMs = 2_000;
/** A call may have begun long before it ended. */
const longestCallMs = 4 * 60 * 60_000;
const mostPages = 20;
const rereadMs = 60_000;

const shown = ({ status, url, problem }: CallJob): CrmRecord => ({
  status: status === 'waiting' ? 'pending' : status,
  id: null,
  url,
  error: problem,
});

export type OwnCallLog = Awaited<ReturnType<typeof createOwnCallLog>>;

export const createOwnCallLog = async (deps: {
  file: JsonFile<CallJobs>;
  /** Null while the agent is not signed in. */
  crm: () => Crm | null;
  history: (query: Partial<CallQuery>) => Promise<CallPage> | CallPage;
  /** What became of a call's record, for the screen. */
  tell: (callId: string, record: CrmRecord) => void;
  clock: Clock;
  random: () => number;
  log: Logger;
}) => {
  const { file, clock, log } = deps;
  let kept = await file.read();
  /** Whether the relay leaves it to the desktops. */
  let active = false;
  let running = false;
  let stopped = false;
  let wasConnected = false;
  let cancel = (): void => {};
  let cancelReread = (): void => {};

  const save = (next: CallJobs): Promise<void> => {
    kept = next;
    return file.write(next);
  };
  const saveQuietly = (next: CallJobs): void =>
    void save(next).catch((error: unknown) => log.warn('calls to be logged could not be kept', { error }));
  const replace = (job: CallJob): Promise<void> => {
    const old = clock.now() - rememberedMs;
    const jobs = kept.jobs
      .map((one) => (one.call.id === job.call.id ? job : one))
      .filter(({ status, call }) => status === 'waiting' || Date.parse(call.endedAt ?? call.startedAt) > old);
    return save({ ...kept, jobs });
  };

  /** New debts among these calls. */
  const take = (calls: readonly Call[], agent: Agent): CallJob[] => {
    const known = new Set(kept.jobs.map(({ call }) => call.id));
    return calls.flatMap((call) => {
      const share = shareOf(call, agent);
      const isThere = call.crmRecord.status === 'logged';
      if (share === null || isThere || known.has(call.id) || !belongsInCrm(call)) return [];
      // The relay's clock may be ahead of this computer's.
      const endedAt = Math.min(Date.parse(call.endedAt ?? call.startedAt), clock.now());
      const dueAt = endedAt + settleMs + share;
      return [{ call, agent, status: 'waiting' as const, tries: 0, dueAt, url: null, problem: null }];
    });
  };

  const write = async (crm: Crm, job: CallJob): Promise<CallJob> => {
    const agentBy: AgentByExtension = (pbxId, extension) =>
      pbxId === job.agent.pbxId && job.agent.extensions.includes(extension) ? job.agent : null;
    const match = await createMatcher(crm)(job.call);
    const logged = match.ok ? await crm.logCall(callRecord(job.call, match.value, agentBy)) : match;
    if (logged.ok) return { ...job, status: 'logged', url: logged.value.url, problem: null };
    return afterFailure(job, logged.error);
  };
  const afterFailure = (job: CallJob, error: AppError): CallJob => {
    log.info('a call could not be logged yet', { callId: job.call.id, code: error.code });
    // A refused sign-in is mended by signing in.
    const isFinal = !error.retryable && error.code !== 'crm_auth';
    const pauseMs = retry.baseMs / 2 + fullJitterMs(job.tries, { ...retry, random: deps.random });
    const dueAt = clock.now() + pauseMs;
    return {
      ...job,
      status: isFinal ? 'failed' : 'waiting',
      tries: job.tries + 1,
      dueAt,
      problem: error.message,
    };
  };

  const work = async (crm: Crm, job: CallJob): Promise<void> => {
    const done = await write(crm, job);
    if (done.status === 'logged') log.info('call logged in the CRM', { callId: job.call.id });
    await replace(done);
    deps.tell(job.call.id, shown(done));
  };

  const wake = (): void => {
    cancel();
    const crm = deps.crm();
    if (stopped || running || !crm) return;
    const waiting = kept.jobs.filter(({ status }) => status === 'waiting').sort((a, b) => a.dueAt - b.dueAt);
    const [first] = waiting;
    if (!first) return;
    const sleepMs = first.dueAt - clock.now();
    if (sleepMs > 0) {
      cancel = clock.after(sleepMs, wake);
      return;
    }
    running = true;
    void work(crm, first)
      .catch((error: unknown) => {
        log.error('logging a call failed', { callId: first.call.id, error });
        return new Promise<void>((resolve) => clock.after(retry.maxMs, resolve));
      })
      .finally(() => {
        running = false;
        wake();
      });
  };

  /** What ended while this desktop was off. @param now by the relay's clock, as the times of its calls are */
  const catchUp = async (agent: Agent, now: number, relayLogs: boolean): Promise<void> => {
    const since = kept.readUntil;
    const calls: Call[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; since !== null && page < mostPages && cursor !== null; page += 1) {
      const from = iso(since - longestCallMs);
      const read = await deps.history({ from, limit: 200, ...(cursor !== undefined && { cursor }) });
      calls.push(...read.calls);
      cursor = read.nextCursor;
    }
    const owed = calls.filter(
      ({ endedAt, outcome, crmRecord }) =>
        endedAt !== null &&
        Date.parse(endedAt) >= (since ?? now) &&
        // A relay that logs logs each answered call, so this one ended before it could. A missed one it may leave out on purpose.
        (!relayLogs || (outcome === 'answered' && crmRecord.status === 'off')),
    );
    await save({ readUntil: relayLogs ? null : now, jobs: [...kept.jobs, ...take(owed, agent)] });
    wake();
  };

  return {
    /** The relay has said who logs. */
    registered: ({ callLog, agent, at }: Pick<Registered, 'callLog' | 'agent' | 'at'>): void => {
      active = callLog === 'off';
      cancelReread();
      const read = (): void =>
        void catchUp(agent, Date.parse(at), !active).catch((error: unknown) => {
          log.warn('the history could not be read', { error });
          if (!stopped) cancelReread = clock.after(rereadMs, read);
        });
      if (active || (callLog === 'relay' && kept.readUntil !== null)) read();
      for (const job of kept.jobs) deps.tell(job.call.id, shown(job));
    },
    /** The calls on the screen have changed, or the link to the CRM. */
    follow: ({ calls, crm, agent, links }: CompanionState): void => {
      const isConnected = links.crm.state === 'connected';
      const isBack = isConnected && !wasConnected;
      wasConnected = isConnected;
      const ended = calls.filter((call) => call.state === 'ended' && call.crmRecord.status === 'off');
      const seen = ended.map((call) => ({
        ...call,
        contact: crm[call.id]?.context?.contact ?? call.contact,
      }));
      const jobs = active && agent ? take(seen, agent) : [];
      if (jobs.length > 0) saveQuietly({ ...kept, jobs: [...kept.jobs, ...jobs] });
      if (isBack)
        kept = {
          ...kept,
          jobs: kept.jobs.map((job) => ({
            ...job,
            dueAt: job.tries > 0 ? Math.min(job.dueAt, clock.now()) : job.dueAt,
          })),
        };
      if (jobs.length > 0 || isBack) wake();
      for (const job of jobs) deps.tell(job.call.id, shown(job));
    },
    /** These are not logged any more, and nothing is kept of them. */
    forget: (callIds: readonly string[]): Promise<void> =>
      save({ ...kept, jobs: kept.jobs.filter(({ call }) => !callIds.includes(call.id)) }),
    stop: (): void => {
      stopped = true;
      cancel();
      cancelReread();
    },
  };
};
