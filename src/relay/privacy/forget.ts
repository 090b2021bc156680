/** Forgets a number: counts what there is of it, and on demand erases it everywhere the relay has it. */
import { isLive, type Call } from '../../shared/call/call';
import type { Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import type { CountryCode } from '../../shared/phone/parse';
import type { NumberRules } from '../../shared/phone/read';
import { numberSearch, type NumberSearch } from '../../shared/phone/search';
import type { ForgetReport } from '../../shared/protocol/forget';
import type { CrmClient } from '../../crm/port';
import type { ForgottenCall, ForgottenCounts } from '../store/privacy-port';
import type { Store } from '../store/port';
import { findNumber, type Found } from './find';
import type { PersonalPart, Subject } from './part';
import { remainingRecords } from './remains';
import type { Rewriter } from './rewrite';
import { strikeOut } from './strike';

export interface ForgetDeps {
  store: Store;
  country: CountryCode;
  /** Of every PBX. */
  rules: readonly NumberRules[];
  calls: {
    get(id: string): Call | null;
    active(): Call[];
    flush(): void;
    forget(ids: readonly string[]): void;
  };
  /** Null without a CRM. */
  callLog: { letFinish(callIds: readonly string[]): Promise<string[]> } | null;
  crm: Pick<CrmClient, 'recordUrl' | 'noteIds'> | null;
  recordings: { remove(files: readonly string[]): Promise<void> };
  /** What else is kept about people. */
  parts: readonly PersonalPart[];
  rewriter: Rewriter;
  /** Copies of the database that were set aside. */
  asideFiles: () => string[];
  /** Desktops hear of it. */
  tell: (calls: readonly ForgottenCall[]) => void;
  /** Other relays do the same. */
  tellRelays: (number: string) => void;
  clock: Clock;
  log: Logger;
}

/** In the words of the report. */
const names: [keyof ForgottenCounts, string][] = [
  ['calls', 'calls'],
  ['callEvents', 'records of what made a call'],
  ['crmJobs', 'jobs for the CRM'],
  ['notes', "agents' notes"],
  ['conversations', 'AI conversations with their transcripts'],
  ['webhooks', 'webhooks as they came'],
  ['recordings', 'recordings of AI conversations'],
];

export type Forgetter = ReturnType<typeof createForgetter>;

const waitMs = 1_000;

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createForgetter = (deps: ForgetDeps) => {
  const { store, calls, clock, log } = deps;
  let busy = false;

  /** Calls that run are left out, with all that hangs on them. */
  const split = (found: Found) => {
    const isRunning = (id: string): boolean => {
      const call = calls.get(id);
      return call !== null && isLive(call);
    };
    const all = [...found.callIds];
    const running = all.filter(isRunning);
    const kept = new Set(running.flatMap((id) => store.conversationsOf(id)).map((it) => it.conversationId));
    return {
      running,
      callIds: all.filter((id) => !running.includes(id)),
      conversationIds: [...found.conversationIds].filter((id) => !kept.has(id)),
      mentions: found.mentions.filter(({ callId }) => callId === null || !isRunning(callId)),
    };
  };

  /**
   * What is on its way into the CRM now arrives there, or not; nothing more is begun.
   * @returns calls that were being written
   */
  const stopWriting = async (callIds: readonly string[]): Promise<string[]> => {
    const tried = new Set<string>();
    for (;;) {
      store.dropJobs(callIds);
      const busy = (await deps.callLog?.letFinish(callIds)) ?? [];
      // A try that fails puts its job back.
      if (busy.length === 0) return [...tried];
      for (const id of busy) tried.add(id);
    }
  };

  const run = async (search: NumberSearch, erase: boolean): Promise<ForgetReport> => {
    calls.flush();
    const { running, mentions, ...what } = split(await findNumber(store, search, breathe));
    const { callIds } = what;
    const subject: Subject = { search, callIds };
    const jobs = store.jobsOf(callIds);
    const unsent = jobs
      .filter(({ status }) => status === 'pending' || status === 'failed')
      .map(({ callId }) => callId);
    const { files, ...counts } = store.countForgotten(what);
    const kinds = [
      ...names.map(([key, kind]) => ({ kind, count: counts[key] })),
      ...deps.parts.flatMap(({ kind, count }) => {
        const counted = count(subject);
        return counted === null ? [] : [{ kind, count: counted }];
      }),
    ];
    const report = (rewritten: boolean): ForgetReport => ({
      number: search.masked,
      erased: erase,
      kinds,
      running,
      struckOut: mentions.length,
      unsent: [...new Set(unsent)],
      remains: [],
      files: deps.asideFiles(),
      rewritten,
    });
    const remains = (tried: readonly string[]) =>
      remainingRecords(
        callIds.flatMap((id) => {
          const call = calls.get(id);
          const own = jobs.filter(({ callId }) => callId === id);
          const conversations = store.conversationsOf(id);
          return call ? [{ call, jobs: own, conversations, isTried: tried.includes(id) }] : [];
        }),
        deps.crm,
      );
    if (!erase) return { ...report(false), remains: remains([]) };

    const left = remains(await stopWriting(callIds));
    store.wantRewrite(clock.now());
    calls.forget([...callIds, ...mentions.flatMap(({ callId }) => callId ?? [])]);
    for (const part of deps.parts) await part.erase(subject);
    const at = clock.now();
    store.forget(what, at);
    await deps.recordings.remove(files);
    for (const { kind, id } of mentions)
      store.changeText(kind, id, (text) => strikeOut(text, search) ?? text);
    store.emptyLog();
    const rewritten = deps.rewriter.attempt();
    const gone = new Set(callIds);
    deps.tell(store.forgottenSince(at, callIds.length).filter(({ callId }) => gone.has(callId)));
    log.info('A number was forgotten.', {
      number: search.masked,
      calls: counts.calls,
      conversations: counts.conversations,
      running: running.length,
      leftInTheCrm: left.length,
    });
    return { ...report(rewritten), remains: left };
  };

  const inTurn = async (search: NumberSearch, erase: boolean): Promise<ForgetReport> => {
    busy = true;
    try {
      return await run(search, erase);
    } finally {
      busy = false;
    }
  };

  return {
    /** Throws `bad_number`, or `conflict` while another is being forgotten. */
    forget: async (typed: string, erase: boolean): Promise<ForgetReport> => {
      const search = numberSearch(typed, deps.country, deps.rules);
      if (!search.ok) throw search.error;
      if (busy)
        throw new AppError('conflict', 'A number is being forgotten or counted now; try again in a moment.');
      const report = await inTurn(search.value, erase);
      if (erase) deps.tellRelays(search.value.number);
      return report;
    },
    /** What another relay forgets. Settles when it is done here, too. */
    forgetHere: async (number: string): Promise<void> => {
      const search = numberSearch(number, deps.country, deps.rules);
      if (!search.ok) throw search.error;
      while (busy) await new Promise((resolve) => deps.clock.after(waitMs, () => resolve(null)));
      await inTurn(search.value, true);
    },
  };
};
