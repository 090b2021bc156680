/**
 * Brings every ended call into the CRM, once. The job is in the store before anything is sent, so a crash at any moment
 * leaves it there; the record's id comes from the call's, so a repeat meets the first one's record.
 */
import type { Call, CrmRecord } from '../../shared/call/call';
import type { Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import type { OutboxJob } from '../store/job-port';
import type { Store } from '../store/port';
import type { Followers } from './followers';
import { leftOutProblem } from './left-out';
import { afterFailure, defaultRetry, type RetryOptions } from './retry';
import { createCallWriter, type CallWriterDeps } from './write-call';

export interface CallLog {
  /** Takes up what an earlier run left. */
  start(): void;
  /** Looks for due jobs now; after a job was put into the store. */
  wake(): void;
  /** Does not let jobs wait any longer, e.g. because the CRM answers again. The oldest call first, as many at a time as ever. */
  hasten(why: string): void;
  /** By hand: one call, or (null) all that were given up. @returns how many jobs are due now */
  retry(callId: string | null): number;
  /** By hand: nothing more of it is tried. @returns how many jobs were let go */
  giveUp(which: { callId: string } | { endedBefore: string }): number;
  /** Resolves once what is being written of this call now is written or has failed. */
  settled(callId: string): Promise<void>;
  /** Waits for what is being written of these calls now. @returns those calls */
  letFinish(callIds: readonly string[]): Promise<string[]>;
  /** Waits for what is being written, but not longer than the deadline; the rest is done after the next start. */
  stop(deadlineMs: number): Promise<void>;
}

export type CallLogAddition = Pick<Call, 'crmRecord'> & Partial<Pick<Call, 'contact'>>;

const maxSleepMs = 60_000;
/** A running job still looks due to the store; look again soon for others. */
const busySleepMs = 1_000;
const done = {
  conversation: 'What was said in a call is in the CRM',
  audio: 'The recording of a call is attached to it in the CRM',
  note: 'What agents wrote about a call is in the CRM',
  contact: 'The record of a call is at its contact in the CRM',
};
/** Recordings wait for their call, which another relay writes. */
const audioLookMs = 1_000;
/** A job whose state can not be saved (a full disk) must not run in circles. */
const restMs = 60_000;

export type CallLogDeps = CallWriterDeps & {
  store: Pick<
    Store,
    | 'dueJobs'
    | 'dueAudioJobs'
    | 'nextDueAt'
    | 'updateJob'
    | 'hastenJobs'
    | 'retryJobs'
    | 'giveUpJobs'
    | 'moveRecord'
  >;
  /** The calls. What became of a record is added to them; who keeps them stores and tells it. */
  calls: { get(id: string): Call | null; add(id: string, addition: CallLogAddition): void };
  clock: Clock;
  random: () => number;
  log: Logger;
  /** Writes what follows a call that is logged. */
  followers: Followers;
  retry?: Partial<RetryOptions>;
  /** How many calls are written at the same time. */
  parallel?: number;
  /** False while another relay has the duty to write; recordings are this relay's own either way. */
  onDuty?: () => boolean;
};

export const createCallLog = (deps: CallLogDeps): CallLog => {
  const { store, calls, clock, random, log, parallel = 4, onDuty = () => true } = deps;
  const retry: RetryOptions = { ...defaultRetry, ...deps.retry };
  const deliver = createCallWriter(deps);
  const running = new Map<string, Promise<void>>();
  const resting = new Set<string>();
  /** Beside the others, which must not wait for it; one at a time, because it is held in memory. */
  let sending: Promise<void> | null = null;
  let active = false;
  let hastenedAt = -1;
  let cancelTimer: () => void = () => undefined;

  const wake = (): void => {
    if (!active) return;
    cancelTimer();
    cancelTimer = clock.after(pump(), wake);
  };

  /** Starts what is due. @returns how long to sleep, in milliseconds */
  const pump = (): number => {
    try {
      if (!onDuty()) {
        sendAudio();
        return sending ? busySleepMs : audioLookMs;
      }
      const busy = running.size + resting.size;
      const due = store
        .dueJobs(clock.now(), parallel + busy)
        .filter(({ callId }) => !running.has(callId) && !resting.has(callId))
        // What belongs to one call is written one after the other: all of it goes into the same record.
        .filter(({ callId }, at, all) => all.findIndex((job) => job.callId === callId) === at);
      for (const job of due.slice(0, parallel - running.size)) {
        const work = attempt(job).finally(() => {
          running.delete(job.callId);
          wake();
        });
        running.set(job.callId, work);
      }
      sendAudio();
      const next = store.nextDueAt();
      if (next === null) return maxSleepMs;
      // With all hands full there is nothing to look for: whoever is done wakes.
      if (running.size >= parallel) return maxSleepMs;
      const least = running.size + resting.size > 0 || sending ? busySleepMs : 0;
      return Math.min(maxSleepMs, Math.max(least, next - clock.now()));
    } catch (error) {
      log.error('The call log could not read its jobs; trying again in a minute', { error });
      return maxSleepMs;
    }
  };

  /** Begins with a recording that is due. It is a record of its own, so what belongs to its call need not wait. */
  const sendAudio = (): void => {
    if (sending) return;
    const due = store.dueAudioJobs(clock.now(), 1 + resting.size);
    const job = due.find(({ callId }) => !resting.has(callId));
    if (!job) return;
    sending = attempt(job).finally(() => {
      sending = null;
      wake();
    });
  };

  const attempt = async (job: OutboxJob): Promise<void> => {
    const startedAt = clock.now();
    try {
      const call = calls.get(job.callId);
      if (!call) {
        store.updateJob({ ...job, status: 'failed', error: 'The call is no longer in the history.' });
        return;
      }
      if (job.kind !== 'call') {
        const written = await deps.followers(job.kind, call);
        if (!written.ok) {
          failed(job, written.error, startedAt);
          return;
        }
        const { letGo, isAll } = written.value;
        const status = letGo !== undefined ? 'given-up' : isAll ? 'logged' : 'pending';
        const problem = letGo ?? leftOutProblem(written.value, 'elevenlabs.crmFields');
        store.updateJob({ ...job, status, attempts: job.attempts + 1, error: problem });
        if (problem !== null) log.warn('Not all of a call is in the CRM', { callId: call.id, problem });
        if (letGo === undefined) log.info(done[job.kind], { callId: call.id, attempt: job.attempts + 1 });
        return;
      }
      const result = await deliver(call);
      if (result.ok) {
        const { contact, id, url } = result.value;
        const problem = leftOutProblem(result.value, 'callLog.fields');
        // The job last: a crash between the two repeats it, and a repeat changes nothing.
        report(call.id, { status: 'logged', id, url, error: null }, contact);
        store.updateJob({ ...job, status: 'logged', attempts: job.attempts + 1, error: problem });
        if (problem !== null) log.warn('A field of the CRM is missing', { callId: call.id, problem });
        // Somebody said who it is while the record was written.
        const linked = contactRefSchema.safeParse(contact);
        if (linked.success && calls.get(call.id)?.contact?.id !== linked.data.id)
          store.moveRecord(call.id, linked.data, clock.now());
        log.info('Call logged in the CRM', { callId: call.id, record: id, attempt: job.attempts + 1 });
        return;
      }
      failed(job, result.error, startedAt);
    } catch (error) {
      // A bug or a broken disk: the job stays in the store and is due again.
      log.error('Logging a call failed', { callId: job.callId, error });
      failed(
        job,
        new AppError('internal', 'The call could not be logged: an error inside the relay.', {
          cause: error,
          retryable: true,
        }),
        startedAt,
      );
    }
  };

  const failed = (job: OutboxJob, error: AppError, startedAt: number): void => {
    // Another relay writes it now.
    if (!onDuty() && job.kind !== 'audio') return;
    try {
      const now = clock.now();
      const endedAt = calls.get(job.callId)?.endedAt ?? null;
      const owedMs = endedAt === null ? 0 : now - Date.parse(endedAt);
      const next = afterFailure(job, error, { now, owedMs, random, retry });
      // Asked before the CRM came back, and so not hastened with the others.
      if (startedAt <= hastenedAt) next.dueAt = Math.min(next.dueAt, now + retry.baseMs);
      if (!store.updateJob(next)) return;
      const fields = {
        callId: job.callId,
        what: job.kind,
        code: error.code,
        problem: error.message,
        attempt: next.attempts,
      };
      if (next.status === 'failed') log.error('A call was given up for the CRM', fields);
      else log.warn('A call could not be logged yet', { ...fields, againInMs: next.dueAt - now });
      if (job.kind !== 'call') return;
      report(job.callId, {
        status: next.status === 'failed' ? 'failed' : 'pending',
        id: null,
        url: null,
        error: error.message,
      });
    } catch (cause) {
      log.error('The state of a call log job could not be saved', { callId: job.callId, error: cause });
      resting.add(job.callId);
      clock.after(restMs, () => resting.delete(job.callId));
    }
  };

  const report = (callId: string, crmRecord: CrmRecord, contact: Call['contact'] = null): void => {
    // Read again: notes or an AI summary may have come while the CRM was asked.
    const call = calls.get(callId);
    if (!call) return;
    const { status, error } = call.crmRecord;
    if (status === crmRecord.status && error === crmRecord.error) return;
    calls.add(callId, { crmRecord, ...(call.contact === null && contact && { contact }) });
  };

  return {
    start() {
      active = true;
      wake();
    },
    wake,
    hasten(why) {
      if (!active) return;
      hastenedAt = clock.now();
      const jobs = store.hastenJobs(hastenedAt);
      if (jobs > 0) log.info(`${why}; the calls that waited are written now.`, { jobs });
      wake();
    },
    retry(callId) {
      const jobs = store.retryJobs(callId, clock.now());
      for (const job of jobs)
        if (job.kind === 'call') report(job.callId, { status: 'pending', id: null, url: null, error: null });
      if (jobs.length > 0) log.info('Calls are written into the CRM again, by hand.', { jobs: jobs.length });
      wake();
      return jobs.length;
    },
    giveUp(which) {
      const jobs = store.giveUpJobs(which);
      for (const job of jobs)
        if (job.kind === 'call')
          report(job.callId, {
            status: 'failed',
            id: null,
            url: null,
            error: 'An administrator has given it up, so it is not in the CRM.',
          });
      if (jobs.length > 0) log.warn('What was owed to the CRM was given up, by hand.', { jobs: jobs.length });
      return jobs.length;
    },
    settled: (callId) => running.get(callId) ?? Promise.resolve(),
    async letFinish(callIds) {
      const busy = callIds.filter((callId) => running.has(callId));
      await Promise.all(busy.flatMap((callId) => running.get(callId) ?? []));
      return busy;
    },
    async stop(deadlineMs) {
      active = false;
      cancelTimer();
      let cancel: () => void = () => undefined;
      const deadline = new Promise<void>((resolve) => {
        cancel = clock.after(deadlineMs, resolve);
      });
      await Promise.race([Promise.all([...running.values(), sending]), deadline]);
      cancel();
    },
  };
};
