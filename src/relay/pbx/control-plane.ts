/**
 * The hand on the PBX: actions with a deadline, on a login of its own. A slow or broken command can never make the pops
 * deaf, because nothing here touches the event plane.
 */
import { fullJitterMs } from '../../shared/backoff';
import type { Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import { err, ok, type Result } from '../../shared/result';
import { checkHeaders } from './action-headers';
import {
  type ActionAnswer,
  type ManagerConnection,
  type ManagerEnd,
  type ManagerOptions,
  openManager,
} from './manager-connection';

export interface ControlPlaneOptions extends ManagerOptions {
  /** How long an action may take, the wait for a connection included. Milliseconds. */
  actionTimeoutMs: number;
  pingIntervalMs: number;
}

const retry = { baseMs: 500, maxMs: 30_000 };
const retryRefused = { baseMs: 15_000, maxMs: 60_000 };

export const createControlPlane = (
  options: ControlPlaneOptions,
  { clock, random, log, onReady }: { clock: Clock; random: () => number; log: Logger; onReady?: () => void },
) => {
  const idPrefix = `ctl-${Math.floor(random() * 2 ** 48).toString(36)}-`;
  let lastId = 0;
  const nextActionId = (): string => `${idPrefix}${(lastId += 1)}`;
  let connection: ManagerConnection | null = null;
  let ready = false;
  let running = false;
  let attempt = 0;
  let problem: string | null = null;
  let waiting: (() => void)[] = [];
  let cancelRetry = (): void => {};
  let cancelPing = (): void => {};

  const wakeWaiting = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  const ping = (current: ManagerConnection): void => {
    cancelPing = clock.after(options.pingIntervalMs, () => {
      const headers = { action: 'ping', actionid: nextActionId() };
      current.send(headers, options.actionTimeoutMs, (answer) => {
        if (answer.kind === 'timeout') {
          current.giveUp('Asterisk no longer answers the control plane. The connection is made anew.');
        } else if (answer.kind === 'answered') ping(current);
      });
    });
  };

  const ended = ({ kind, problem: text }: ManagerEnd): void => {
    cancelPing();
    connection = null;
    ready = false;
    const isNews = text !== problem;
    problem = text;
    const limits = kind === 'refused' ? retryRefused : retry;
    const jitterMs = fullJitterMs(attempt, { ...limits, random });
    const waitMs = kind === 'refused' ? Math.max(limits.baseMs, jitterMs) : jitterMs;
    attempt += 1;
    log[isNews ? 'warn' : 'debug'](`Control plane: ${text}`, { retryInMs: waitMs });
    cancelRetry = clock.after(waitMs, connect);
    if (kind === 'refused') wakeWaiting();
  };

  const connect = (): void => {
    const current = openManager(
      options,
      {
        onReady: () => {
          ready = true;
          attempt = 0;
          problem = null;
          ping(current);
          wakeWaiting();
          onReady?.();
        },
        onEnd: ended,
      },
      { clock, nextActionId },
    );
    connection = current;
  };

  const unavailable = (): AppError =>
    new AppError(
      'pbx_unavailable',
      `The PBX can not be commanded just now. ${problem ?? 'The connection is still being made.'}`,
      { retryable: true },
    );

  /** Waits until logged in; gives up at the deadline, or at once when the login is refused. */
  const whenReady = (): Promise<boolean> =>
    new Promise((resolve) => {
      if (ready || !running) {
        resolve(ready);
        return;
      }
      const cancel = clock.after(options.actionTimeoutMs, () => resolve(false));
      waiting.push(() => {
        cancel();
        resolve(ready);
      });
    });

  return {
    start: (): void => {
      if (running) return;
      running = true;
      connect();
    },
    stop: (): void => {
      running = false;
      cancelRetry();
      cancelPing();
      connection?.close();
      connection = null;
      ready = false;
      wakeWaiting();
    },
    ready: (): boolean => ready,
    nextActionId,
    /**
     * A variable of a channel (needs `write = call` or `reporting`).
     * @returns null where it is not set, may not be read, or the PBX can not be asked just now
     */
    variable: async (channel: string, name: string): Promise<string | null> => {
      const headers = checkHeaders({ action: 'Getvar', channel, variable: name });
      if (!headers.ok || !ready || !connection) return null;
      const current = connection;
      const answer = await new Promise<ActionAnswer>((resolve) =>
        current.send({ actionid: nextActionId(), ...headers.value }, options.actionTimeoutMs, resolve),
      );
      return answer.kind === 'answered' && answer.success ? answer.value || null : null;
    },
    /**
     * Names, in small letters, of the actions that this user may use (any user may ask).
     * @returns null where the PBX can not be asked just now
     */
    commands: async (): Promise<ReadonlySet<string> | null> => {
      if (!ready || !connection) return null;
      const current = connection;
      const headers = { actionid: nextActionId(), action: 'ListCommands' };
      const answer = await new Promise<ActionAnswer>((resolve) =>
        current.send(headers, options.actionTimeoutMs, resolve),
      );
      return answer.kind === 'answered' && answer.success ? answer.names : null;
    },
    /**
     * @param headers header name -> value; `actionid` may be given (see `nextActionId`)
     * @returns Asterisk's message; `bad_request` (a value that may not be sent), `pbx_unavailable`, `pbx_refused`
     *   (Asterisk said no) or `pbx_timeout` (no answer: it may or may not have been done)
     */
    action: async (headers: Readonly<Record<string, string>>): Promise<Result<string, AppError>> => {
      const checked = checkHeaders(headers);
      if (!checked.ok) return checked;
      if (!(await whenReady()) || !connection) return err(unavailable());
      const current = connection;
      const answer = await new Promise<ActionAnswer>((resolve) =>
        current.send({ actionid: nextActionId(), ...checked.value }, options.actionTimeoutMs, resolve),
      );
      switch (answer.kind) {
        case 'lost':
          return err(unavailable());
        case 'timeout':
          current.giveUp('Asterisk left an action without an answer. The connection is made anew.');
          return err(
            new AppError(
              'pbx_timeout',
              `The PBX did not answer within ${options.actionTimeoutMs / 1000} s. It may still do what was asked.`,
            ),
          );
        case 'answered':
          return answer.success
            ? ok(answer.message)
            : err(new AppError('pbx_refused', `The PBX refused: ${answer.message}`));
      }
    },
  };
};
export type ControlPlane = ReturnType<typeof createControlPlane>;
