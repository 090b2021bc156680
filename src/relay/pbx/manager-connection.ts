/**
 * One asterisk-manager instance for one connection, guarded against what measuring it showed: it has no deadline, leaks
 * a listener per unanswered action, keeps half a message over a reconnect (so it is never reconnected), speaks no TLS,
 * says `Event: off` where Asterisk reads `Events`, and prints to the console when it reconnects by itself (never asked to).
 */
import createManager from 'asterisk-manager';
import { z } from 'zod';
import type { Clock } from '../../shared/clock';
import { checkHeaders } from './action-headers';
import { type AmiAddress, addressOf, connectionProblem } from './ami-socket';
import { openTlsTunnel } from './tls-tunnel';

export interface ManagerOptions extends AmiAddress {
  username: string;
  secret: string;
  loginTimeoutMs: number;
}

export interface ManagerEnd {
  kind: 'refused' | 'lost';
  problem: string;
}

export type ActionAnswer =
  | {
      kind: 'answered';
      success: boolean;
      message: string;
      value: string | null;
      /** Of the answer's headers, in small letters. */
      names: ReadonlySet<string>;
    }
  | { kind: 'lost' }
  | { kind: 'timeout' };

const answerSchema = z.looseObject({
  response: z.string(),
  message: z.string().optional(),
  value: z.string().optional(),
});

export const openManager = (
  options: ManagerOptions,
  handlers: { onReady: () => void; onEnd: (end: ManagerEnd) => void },
  { clock, nextActionId }: { clock: Clock; nextActionId: () => string },
) => {
  const where = addressOf(options);
  const manager = createManager(null, options.host, options.username, options.secret, false);
  const abort = new AbortController();
  const pending = new Set<() => void>();
  let over = false;
  let lastError: NodeJS.ErrnoException | null = null;

  const finish = (): void => {
    over = true;
    cancelTimeout();
    for (const lose of [...pending]) lose();
    manager.removeAllListeners();
    // The library emits what it reads in the next tick; an 'error' without a listener would end the process.
    manager.on('error', () => {});
    abort.abort();
    manager.disconnect();
  };
  const end = (kind: ManagerEnd['kind'], problem: string): void => {
    if (over) return;
    finish();
    handlers.onEnd({ kind, problem });
  };
  const refused = (message: string): void =>
    end(
      'refused',
      `Asterisk at ${where} refused the manager user "${options.username}" of the control plane (${message}). ` +
        'Check AMI_CONTROL_USERNAME and AMI_CONTROL_SECRET (or AMI_USERNAME and AMI_SECRET), and the permit line of this user in manager.conf.',
    );

  /** @param headers already checked by `checkHeaders` */
  const send = (
    headers: Record<string, string>,
    timeoutMs: number,
    done: (answer: ActionAnswer) => void,
  ): void => {
    const settle = (answer: ActionAnswer): void => {
      if (!pending.delete(lose)) return;
      cancel();
      manager.removeListener(id, answered);
      done(answer);
    };
    const lose = (): void => settle({ kind: 'lost' });
    const answered = (_error: unknown, raw: unknown): void => {
      const parsed = answerSchema.safeParse(raw);
      if (!parsed.success)
        settle({
          kind: 'answered',
          success: false,
          message: 'an answer without sense',
          value: null,
          names: new Set(),
        });
      else {
        const { response, message, value } = parsed.data;
        settle({
          kind: 'answered',
          success: response === 'Success',
          message: message ?? response,
          value: value ?? null,
          names: new Set(Object.keys(parsed.data)),
        });
      }
    };
    pending.add(lose);
    const cancel = clock.after(timeoutMs, () => settle({ kind: 'timeout' }));
    const id = manager.action(headers, answered);
  };

  /**
   * Our own Login carries the right header, so not one event comes here. The library must also log in by its own
   * function, or it would hold every action back; Asterisk then says "Already authenticated".
   */
  const login = (): void => {
    const headers = checkHeaders({
      action: 'login',
      username: options.username,
      secret: options.secret,
      events: 'off',
    });
    if (!headers.ok) {
      end('refused', `The control plane can not log in: ${headers.error.message}`);
      return;
    }
    headers.value['actionid'] = nextActionId();
    send(headers.value, options.loginTimeoutMs, (answer) => {
      if (over || answer.kind !== 'answered') return;
      if (!answer.success) {
        refused(answer.message);
        return;
      }
      manager.login((error) => {
        if (over) return;
        if (error) refused('at the second login');
        else {
          cancelTimeout();
          handlers.onReady();
        }
      });
    });
  };

  const cancelTimeout = clock.after(options.loginTimeoutMs, () =>
    end('lost', `${where} did not let the control plane in within ${options.loginTimeoutMs / 1000} s.`),
  );
  manager.on('error', (error) => {
    lastError = error;
  });
  manager.on('close', () => end('lost', connectionProblem(options, lastError)));
  const connect = (target: { host: string; port: number } | { path: string }): void => {
    if (!over) manager.connect({ ...target, signal: abort.signal }, options.host, login);
  };
  if (options.tls) {
    openTlsTunnel(options, abort.signal, {
      onReady: (path) => connect({ path }),
      onError: (error) => end('lost', connectionProblem(options, error)),
    });
  } else connect({ host: options.host, port: options.port });

  return {
    send: (
      headers: Record<string, string>,
      timeoutMs: number,
      done: (answer: ActionAnswer) => void,
    ): void => {
      if (over) done({ kind: 'lost' });
      else send(headers, timeoutMs, done);
    },
    /** Ends it without telling `onEnd`. */
    close: (): void => {
      if (!over) finish();
    },
    /** Ends it because it is of no more use. */
    giveUp: (problem: string): void => end('lost', problem),
  };
};
export type ManagerConnection = ReturnType<typeof openManager>;
