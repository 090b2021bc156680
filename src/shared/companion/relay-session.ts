/**
 * One desktop's connection to the relay: registers, hands every valid message on, acknowledges pops, comes back with
 * full jitter after a loss.
 *
 * Liveness: a browser shows no WebSocket ping frames, and a half-open TCP connection shows nothing at all. So after
 * `silentMs` without a message the session asks with `ping`; any message counts as an answer (a relay that does not
 * know `ping` answers `error`, which is as good). No answer within `answerMs` and the session connects anew.
 */
import { iso, type Clock } from '../clock';
import { because, noTrouble, type ErrorDetails, type Trouble } from '../error-reasons';
import { AppError, errorCodes, type ErrorCode } from '../errors';
import type { Link } from '../ipc/state';
import type { Logger } from '../logger';
import { closeCodes } from '../protocol/close-codes';
import {
  serverMessageSchema,
  type ClientMessage,
  type RegisterMessage,
  type ServerMessage,
} from '../protocol/messages';
import { err, ok, type Result } from '../result';
import { createRelayAsks, isAnswer, type AskRelay, type RelayAnswer, type RelayAsks } from './relay-asks';
import {
  clockMarginMs,
  noAnswer,
  notReached,
  problems,
  sessionTimings,
  severalTimings,
  wentSilent,
} from './relay-session-words';
import { createRelayChoice, listFrom } from './relay-urls';
import { socketUrl, type OpenSocket, type SocketLike } from './socket';

export interface RelaySessionDeps {
  openSocket: OpenSocket;
  clock: Clock;
  /** 0 (included) to 1 (excluded). */
  random: () => number;
  newId: () => string;
  log: Logger;
}

export interface RelaySessionOptions {
  /** The first is tried first; another one where it does not answer. */
  relayUrls: readonly string[];
  /** Whether the relay may name others; a page of one relay stays with it. */
  takesRelays?: boolean;
  token: string;
  client: NonNullable<RegisterMessage['client']>;
}

export interface RelaySessionListener {
  onMessage(message: ServerMessage): void;
  onLink(link: Link): void;
  /** The relay refused the token; the session has stopped for good. */
  onRefused(): void;
  /** The relay named others than were known: the list from now on. */
  onRelays?(urls: readonly string[]): void;
}

export interface RelaySession extends RelayAsks {
  start(): void;
  /** The relay that it is connected to, or tries. */
  relayUrl(): string;
  /** Ends the session for good; link `off`. */
  stop(): void;
  /** Tries at once instead of waiting (network back, computer woke up); while connected it asks for a sign of life. */
  wake(): void;
}

type Answered = (result: Result<RelayAnswer, AppError>) => void;

const isErrorCode = (code: string): code is ErrorCode => code in errorCodes;

const parse = (text: string): ServerMessage | null => {
  try {
    const result = serverMessageSchema.safeParse(JSON.parse(text));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
};

export const createRelaySession = (
  { openSocket, clock, random, newId, log }: RelaySessionDeps,
  { relayUrls, token, client, takesRelays = false }: RelaySessionOptions,
  listener: RelaySessionListener,
): RelaySession => {
  const choice = createRelayChoice(relayUrls, {
    clock,
    random,
    baseMs: sessionTimings.retryBaseMs,
    maxMs: sessionTimings.retryMaxMs,
  });
  const host = (): string => new URL(choice.current()).host;
  const timings = () => ({ ...sessionTimings, ...(choice.all().length > 1 && severalTimings) });
  /** Since the last time that one took it in: who did not answer, and who refused the token. */
  const failedAt = new Set<string>();
  const refusedAt = new Set<string>();
  const isAll = (urls: ReadonlySet<string>): boolean => choice.all().every((url) => urls.has(url));
  const asked = new Map<string, Answered>();
  let socket: SocketLike | null = null;
  /** Rises with each socket; whatever an older one still says is ignored. */
  let generation = 0;
  let registered = false;
  let stopped = true;
  let everRegistered = false;
  let lastSeen: { at: string; relayUrl: string } | null = null;
  let link: Link = { state: 'off', since: null, ...noTrouble };
  let cancelTimer = (): void => {};

  const timer = (delayMs: number, task: () => void): void => {
    cancelTimer();
    cancelTimer = clock.after(delayMs, task);
  };

  const setLink = (state: Link['state'], trouble: Trouble = noTrouble): void => {
    if (link.state === state && link.problem === trouble.problem) return;
    link = { state, ...trouble, since: link.state === state ? link.since : iso(clock.now()) };
    listener.onLink(link);
  };

  const send = (message: ClientMessage): void => socket?.send(JSON.stringify(message));

  const failAsked = (message: string, details?: ErrorDetails): void => {
    for (const done of asked.values())
      done(err(new AppError('unavailable', message, { retryable: true, details })));
    asked.clear();
  };

  const ask: AskRelay = (message, timeoutMs, { offline, late }) =>
    new Promise((resolve) => {
      if (!registered) {
        resolve(err(new AppError('unavailable', offline, { details: because('relay-offline') })));
        return;
      }
      const cancel = clock.after(timeoutMs, () => {
        asked.delete(message.id);
        resolve(err(late));
      });
      asked.set(message.id, (result) => {
        cancel();
        resolve(result);
      });
      send(message);
    });

  const askForLife = (withinMs: number = timings().answerMs): void => {
    send({ type: 'ping', id: newId() });
    timer(withinMs, () => lost(wentSilent));
  };

  const drop = (code?: number): void => {
    cancelTimer();
    generation += 1;
    const old = socket;
    socket = null;
    registered = false;
    old?.close(code);
  };

  const lost = (trouble: Trouble): void => {
    drop();
    failAsked('The connection to the relay was lost before it had answered.', because('relay-lost'));
    if (stopped) return;
    failedAt.add(choice.current());
    // At the first time nothing is wrong before all have been asked.
    if (everRegistered || isAll(failedAt)) setLink('down', trouble);
    const delayMs = choice.failed();
    log.info('relay link lost, trying again', { problem: trouble.problem, relay: host(), delayMs });
    timer(delayMs, connect);
  };

  const takeRelays = (named: readonly string[] | undefined): void => {
    const urls = takesRelays ? listFrom(named ?? [], choice.current()) : [];
    if (urls.length === 0 || urls.join() === choice.all().join()) return;
    choice.setAll(urls);
    listener.onRelays?.(urls);
  };

  const handle = (message: ServerMessage): void => {
    if (message.type === 'pong') return;
    if (isAnswer(message)) {
      asked.get(message.re)?.(ok(message));
      asked.delete(message.re);
      return;
    }
    if (message.type === 'error') {
      const { code, message: text, details } = message.error;
      const waiting = message.re === null ? undefined : asked.get(message.re);
      waiting?.(err(new AppError(isErrorCode(code) ? code : 'internal', text, { details })));
      if (waiting && message.re !== null) asked.delete(message.re);
      else log.debug('the relay answered with an error', { code });
      return;
    }
    if (message.type === 'registered') {
      registered = true;
      everRegistered = true;
      choice.succeeded();
      failedAt.clear();
      refusedAt.clear();
      log.info('registered at the relay', { agent: message.agent.id, relay: host() });
      takeRelays(message.relays);
    }
    lastSeen = { at: message.at, relayUrl: choice.current() };
    listener.onMessage(message);
    // After the listener, so that the snapshot is in place when the link turns green.
    if (message.type === 'registered') setLink('connected');
    if (message.type === 'screen_pop') send({ type: 'ack', id: message.id });
  };

  const closed = (code: number): void => {
    if (code === closeCodes.unauthorized) {
      refusedAt.add(choice.current());
      // One that has just been set up may not know yet whom the others know.
      if (!registered && !isAll(refusedAt)) {
        lost(problems[code] ?? noTrouble);
        return;
      }
      stopped = true;
      drop();
      failAsked('The relay no longer accepts this sign-in.', because('token-refused'));
      setLink('down', problems[code]);
      listener.onRefused();
      return;
    }
    lost(problems[code] ?? notReached(host()));
  };

  /** Until when everything is known, by the clock of the relay that is asked. */
  const seenAt = (): string | null => {
    if (lastSeen === null || lastSeen.relayUrl === choice.current()) return lastSeen && lastSeen.at;
    return iso(Date.parse(lastSeen.at) - clockMarginMs);
  };

  const connect = (): void => {
    drop();
    const mine = generation;
    if (link.state === 'off') setLink('connecting');
    timer(timings().registerMs, () => lost(noAnswer(host())));
    socket = openSocket(socketUrl(choice.current()), {
      opened: () => {
        if (mine !== generation) return;
        const lastSeenAt = seenAt();
        send({ type: 'register_agent', token, client, ...(lastSeenAt !== null && { lastSeenAt }) });
      },
      received: (text) => {
        if (mine !== generation) return;
        const message = parse(text);
        if (registered || message?.type === 'registered') timer(timings().silentMs, askForLife);
        if (message) handle(message);
        else log.warn('a message of the relay was not understood and is ignored', { bytes: text.length });
      },
      closed: (code) => {
        if (mine === generation) closed(code);
      },
    });
  };

  return {
    relayUrl: () => choice.current(),
    start: () => {
      if (!stopped) return;
      stopped = false;
      connect();
    },
    stop: () => {
      stopped = true;
      drop(1000);
      failAsked('The Companion was disconnected from the relay.');
      setLink('off');
    },
    wake: () => {
      if (stopped) return;
      if (registered) askForLife(sessionTimings.wokenMs);
      else connect();
    },
    ...createRelayAsks(ask, newId),
  };
};
