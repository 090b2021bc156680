/**
 * One desktop's connection to the relay: registers, hands every valid message on, acknowledges pops, comes back with
 * full jitter after a loss.
 *
 * Liveness: a browser shows no WebSocket ping frames, and a half-open TCP connection shows nothing at all. So after
 * `silentMs` without a message the session asks with `ping`; any message counts as an answer (a relay that does not
 * know `ping` answers `error`, which is as good). No answer within `answerMs` and the session connects anew.
 */
import { fullJitterMs } from '../backoff';
import { iso, type Clock } from '../clock';
import { AppError, type ErrorCode } from '../errors';
import { errorCodes } from '../errors';
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
import type { NoteMessage } from './notes/outbox';
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
  relayUrl: string;
  token: string;
  client: NonNullable<RegisterMessage['client']>;
}

export interface RelaySessionListener {
  onMessage(message: ServerMessage): void;
  onLink(link: Link): void;
  /** The relay refused the token; the session has stopped for good. */
  onRefused(): void;
}

export interface RelaySession {
  start(): void;
  /** Ends the session for good; link `off`. */
  stop(): void;
  /** Tries at once instead of waiting (network back, computer woke up); while connected it asks for a sign of life. */
  wake(): void;
  dial(number: string): Promise<Result<{ callId: string }, AppError>>;
  /** Tells what the agent wrote about a call. @returns once the relay keeps it */
  note(note: NoteMessage): Promise<Result<null, AppError>>;
}

export const sessionTimings = {
  /** From opening the socket to `registered`. */
  registerMs: 10_000,
  silentMs: 20_000,
  answerMs: 10_000,
  dialMs: 20_000,
  /** The relay may wait for its own writing into the CRM. */
  noteMs: 60_000,
  retryBaseMs: 1_000,
  retryMaxMs: 30_000,
} as const;

const problems: Readonly<Record<number, string>> = {
  [closeCodes.unauthorized]:
    'The relay no longer accepts this sign-in. Ask your administrator for a new code and connect again.',
  [closeCodes.badRegister]:
    'The relay did not understand this Companion. One of the two needs an update; trying again.',
  [closeCodes.registerTimeout]:
    'The sign-in reached the relay too late. Trying again; if this stays, check your network.',
  [closeCodes.goingAway]: 'The relay is restarting. The Companion reconnects by itself.',
  [closeCodes.tooBig]:
    'The relay hung up because this computer read its messages too slowly or sent one that is too long. Connecting again; if this stays, check your network and update the Companion.',
  [closeCodes.rateLimited]: 'The relay asked this Companion to slow down. Trying again in a moment.',
};

/** What the relay answers to a question of ours, by the question's id. */
type Answer = Extract<ServerMessage, { type: 'dialling' | 'noted' }>;
type Answered = (result: Result<Answer, AppError>) => void;
/** What is said where no answer came. */
interface Unanswered {
  offline: string;
  late: AppError;
}

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
  { relayUrl, token, client }: RelaySessionOptions,
  listener: RelaySessionListener,
): RelaySession => {
  const host = new URL(relayUrl).host;
  const url = socketUrl(relayUrl);
  const asked = new Map<string, Answered>();
  let socket: SocketLike | null = null;
  /** Rises with each socket; whatever an older one still says is ignored. */
  let generation = 0;
  let registered = false;
  let stopped = true;
  let attempt = 0;
  let lastSeenAt: string | undefined;
  let link: Link = { state: 'off', since: null, problem: null };
  let cancelTimer = (): void => {};

  const timer = (delayMs: number, task: () => void): void => {
    cancelTimer();
    cancelTimer = clock.after(delayMs, task);
  };

  const setLink = (state: Link['state'], problem: string | null): void => {
    if (link.state === state && link.problem === problem) return;
    link = { state, problem, since: link.state === state ? link.since : iso(clock.now()) };
    listener.onLink(link);
  };

  const send = (message: ClientMessage): void => socket?.send(JSON.stringify(message));

  const failAsked = (message: string): void => {
    for (const done of asked.values()) done(err(new AppError('unavailable', message, { retryable: true })));
    asked.clear();
  };

  const ask = (
    message: Extract<ClientMessage, { type: 'dial' | 'call_note' }>,
    timeoutMs: number,
    { offline, late }: Unanswered,
  ): Promise<Result<Answer, AppError>> =>
    new Promise((resolve) => {
      if (!registered) {
        resolve(err(new AppError('unavailable', offline)));
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

  const askForLife = (): void => {
    send({ type: 'ping', id: newId() });
    timer(sessionTimings.answerMs, () => lost('The relay stopped answering. Trying again.'));
  };

  const drop = (code?: number): void => {
    cancelTimer();
    generation += 1;
    const old = socket;
    socket = null;
    registered = false;
    old?.close(code);
  };

  const lost = (problem: string): void => {
    const wasRegistered = registered;
    drop();
    failAsked('The connection to the relay was lost before it had answered.');
    if (stopped) return;
    if (wasRegistered) attempt = 0;
    setLink('down', problem);
    const delayMs = fullJitterMs(attempt, {
      baseMs: sessionTimings.retryBaseMs,
      maxMs: sessionTimings.retryMaxMs,
      random,
    });
    attempt += 1;
    log.info('relay link lost, trying again', { problem, attempt, delayMs });
    timer(delayMs, connect);
  };

  const handle = (message: ServerMessage): void => {
    if (message.type === 'pong') return;
    if (message.type === 'dialling' || message.type === 'noted') {
      asked.get(message.re)?.(ok(message));
      asked.delete(message.re);
      return;
    }
    if (message.type === 'error') {
      const { code, message: text } = message.error;
      const waiting = message.re === null ? undefined : asked.get(message.re);
      waiting?.(err(new AppError(isErrorCode(code) ? code : 'internal', text)));
      if (waiting && message.re !== null) asked.delete(message.re);
      else log.debug('the relay answered with an error', { code });
      return;
    }
    if (message.type === 'registered') {
      registered = true;
      attempt = 0;
      log.info('registered at the relay', { agent: message.agent.id, relay: message.relayVersion });
    }
    lastSeenAt = message.at;
    listener.onMessage(message);
    // After the listener, so that the snapshot is in place when the link turns green.
    if (message.type === 'registered') setLink('connected', null);
    if (message.type === 'screen_pop') send({ type: 'ack', id: message.id });
  };

  const closed = (code: number): void => {
    if (code === closeCodes.unauthorized) {
      stopped = true;
      drop();
      failAsked('The relay no longer accepts this sign-in.');
      setLink('down', problems[code] ?? null);
      listener.onRefused();
      return;
    }
    lost(problems[code] ?? `The relay at ${host} can not be reached. Trying again.`);
  };

  const connect = (): void => {
    drop();
    const mine = generation;
    if (link.state === 'off') setLink('connecting', null);
    timer(sessionTimings.registerMs, () => lost(`The relay at ${host} does not answer. Trying again.`));
    socket = openSocket(url, {
      opened: () => {
        if (mine !== generation) return;
        send({ type: 'register_agent', token, client, ...(lastSeenAt && { lastSeenAt }) });
      },
      received: (text) => {
        if (mine !== generation) return;
        const message = parse(text);
        if (registered || message?.type === 'registered') timer(sessionTimings.silentMs, askForLife);
        if (message) handle(message);
        else log.warn('a message of the relay was not understood and is ignored', { bytes: text.length });
      },
      closed: (code) => {
        if (mine === generation) closed(code);
      },
    });
  };

  return {
    start: () => {
      if (!stopped) return;
      stopped = false;
      connect();
    },
    stop: () => {
      stopped = true;
      drop(1000);
      failAsked('The Companion was disconnected from the relay.');
      setLink('off', null);
    },
    wake: () => {
      if (stopped) return;
      if (registered) askForLife();
      else connect();
    },
    dial: async (number) => {
      const answer = await ask({ type: 'dial', id: newId(), number }, sessionTimings.dialMs, {
        offline: 'Not connected to the relay, so nothing can be dialled now.',
        late: new AppError('pbx_timeout', 'The phone system did not answer in time. Try again.'),
      });
      return answer.ok ? ok({ callId: answer.value.callId }) : answer;
    },
    note: async (note) => {
      const answer = await ask({ type: 'call_note', id: newId(), ...note }, sessionTimings.noteMs, {
        offline: 'Not connected to the relay.',
        late: new AppError('unavailable', 'The relay did not answer in time.', { retryable: true }),
      });
      return answer.ok ? ok(null) : answer;
    },
  };
};
