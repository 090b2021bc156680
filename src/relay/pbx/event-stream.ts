/** Keeps one manager session alive: makes it, waits with full jitter when it ends, makes the next, and knows its state. */
import { fullJitterMs } from '../../shared/backoff';
import { type Clock, iso } from '../../shared/clock';
import { because, noTrouble, type Trouble } from '../../shared/error-reasons';
import type { Logger } from '../../shared/logger';
import type { PbxStatus } from '../../shared/protocol/messages';
import type { AmiEvent } from './ami-event';
import type { AmiReaderStats } from './ami-reader';
import { type AmiSession, type AmiSessionEnd, type AmiSessionOptions, openAmiSession } from './ami-session';
import { addressOf } from './ami-socket';
import type { PbxStats } from './port';

export interface EventStreamOptions extends AmiSessionOptions {
  id: string;
}

export interface EventStreamHandlers {
  onRead?: (() => void) | undefined;
  onEvent: (event: AmiEvent) => void;
  /** A session is logged in: the first, or one after a drop. */
  onUp: (session: AmiSession) => void;
  onStatus: (status: PbxStatus) => void;
}

const retry = { baseMs: 500, maxMs: 30_000 };
/** A refused login is not hurried: fail2ban and Asterisk's log would answer in their way. */
const retryRefused = { baseMs: 15_000, maxMs: 60_000 };
/** A session that lived this long was sound: the next attempt starts from the shortest wait. */
const soundAfterMs = 10_000;
/** After one that lived shorter, 2 s at most: calls ring meanwhile, and this Asterisk does let us in. */
const attemptAfterLogin = 2;
const lagWorthSayingMs = 5_000;

export const createEventStream = (
  options: EventStreamOptions,
  handlers: EventStreamHandlers,
  { clock, random, log }: { clock: Clock; random: () => number; log: Logger },
) => {
  const total: PbxStats = { events: 0, bytes: 0, dropped: 0, reconnects: 0 };
  let session: AmiSession | null = null;
  let state: PbxStatus['state'] = 'connecting';
  let sinceMs = clock.now();
  let lagMs: number | null = null;
  let lastEventMs: number | null = null;
  let trouble = noTrouble;
  /** What this user may not do, said for as long as the session lives. */
  let shortcoming: Trouble | null = null;
  let attempt = 0;
  let ups = 0;
  let stopped = true;
  let cancelRetry = (): void => {};

  const lagTrouble = (): Trouble | null => {
    if (lagMs === null || lagMs < lagWorthSayingMs) return null;
    const seconds = Math.round(lagMs / 1000);
    return {
      problem: `Asterisk answers ${seconds} s late, so calls pop late too. Check the load of the PBX and the network.`,
      because: because('pbx-late', { seconds }),
    };
  };
  const status = (): PbxStatus => ({
    id: options.id,
    state,
    since: iso(sinceMs),
    lagMs,
    lastEventAt: lastEventMs === null ? null : iso(lastEventMs),
    ...(trouble.problem === null ? (lagTrouble() ?? shortcoming ?? noTrouble) : trouble),
  });
  const tell = (next: PbxStatus['state'], nextTrouble: Trouble = noTrouble): void => {
    if (next === state && nextTrouble.problem === trouble.problem) return;
    if (next !== state) sinceMs = clock.now();
    state = next;
    trouble = nextTrouble;
    handlers.onStatus(status());
  };
  const addUp = (stats: Readonly<AmiReaderStats>): void => {
    total.events += stats.events;
    total.bytes += stats.bytes;
    total.dropped += stats.dropped;
  };

  const again = (end: AmiSessionEnd): void => {
    if (session) addUp(session.stats());
    session = null;
    lagMs = null;
    shortcoming = null;
    if (state === 'connected')
      attempt = clock.now() - sinceMs >= soundAfterMs ? 0 : Math.min(attempt, attemptAfterLogin);
    const limits = end.kind === 'refused' ? retryRefused : retry;
    const jitterMs = fullJitterMs(attempt, { ...limits, random });
    const waitMs = end.kind === 'refused' ? Math.max(limits.baseMs, jitterMs) : jitterMs;
    attempt += 1;
    // Each try is for the curious; that the link is down is said once, by the status.
    log.debug(end.problem, { retryInMs: waitMs });
    cancelRetry = clock.after(waitMs, connect);
    tell('down', { problem: end.problem, because: end.because });
  };

  const connect = (): void => {
    const current = openAmiSession(
      options,
      {
        onUp: () => {
          ups += 1;
          if (ups > 1) total.reconnects += 1;
          log.info(`Connected to Asterisk at ${addressOf(options)} as "${options.username}".`);
          tell('connected');
          handlers.onUp(current);
        },
        onRead: handlers.onRead,
        onEvent: (event) => {
          lastEventMs = event.at;
          handlers.onEvent(event);
        },
        onLag: (ms) => {
          const before = lagTrouble();
          lagMs = ms;
          if ((before === null) !== (lagTrouble() === null)) handlers.onStatus(status());
        },
        onEnd: again,
      },
      { clock, random },
    );
    session = current;
  };

  return {
    start: (): void => {
      if (!stopped) return;
      stopped = false;
      connect();
    },
    stop: (): void => {
      stopped = true;
      cancelRetry();
      if (session) addUp(session.stats());
      session?.close();
      session = null;
      tell('down');
    },
    session: (): AmiSession | null => (state === 'connected' ? session : null),
    status,
    /** Says (or takes back) what the manager user may not do, for as long as this session lives. */
    setShortcoming: (next: Trouble | null): void => {
      if (next?.problem === shortcoming?.problem) return;
      shortcoming = next;
      handlers.onStatus(status());
    },
    stats: (): PbxStats => {
      const live = session?.stats();
      return {
        events: total.events + (live?.events ?? 0),
        bytes: total.bytes + (live?.bytes ?? 0),
        dropped: total.dropped + (live?.dropped ?? 0),
        reconnects: total.reconnects,
      };
    },
  };
};
export type EventStream = ReturnType<typeof createEventStream>;
