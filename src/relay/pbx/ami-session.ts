/**
 * One connection of the event plane, from the first byte to the last: banner, login, events, pings. It ends once and is
 * never used again; event-stream makes the next one.
 *
 * Everything is handed on in the order of the bytes and at once, because the order is the truth: a snapshot that
 * stood behind a promise would come after events that Asterisk sent later.
 */
import type { Clock } from '../../shared/clock';
import { because, type ErrorDetails } from '../../shared/error-reasons';
import type { AmiEvent } from './ami-event';
import type { WantedEvents } from './ami-headers';
import { type AmiReaderStats, type AmiResponse, createAmiReader } from './ami-reader';
import { type AmiAddress, addressOf, connectionProblem, connectionReason, openAmiSocket } from './ami-socket';

export interface AmiSessionOptions extends AmiAddress {
  username: string;
  secret: string;
  wanted: WantedEvents;
  /** From the first packet to the accepted login, milliseconds. */
  loginTimeoutMs: number;
  pingIntervalMs: number;
}

export interface AmiSessionHandlers {
  /** The login is accepted. */
  onUp: () => void;
  /** Bytes came; what they cause is done before the next ones are read. */
  onRead?: (() => void) | undefined;
  /** Called for each wanted event that answers no list action of ours. */
  onEvent: (event: AmiEvent) => void;
  /** A Ping's round trip in milliseconds, or how long its answer is overdue. */
  onLag: (ms: number) => void;
  /** Called once; nothing is called after it. */
  onEnd: (end: AmiSessionEnd) => void;
}

export interface AmiSessionEnd {
  /** `refused`: trying again soon can not help. */
  kind: 'refused' | 'lost';
  /** What happened and what to check. Never holds the secret. */
  problem: string;
  /** The same for an agent. */
  because: ErrorDetails;
}

export type ListAnswer = { ok: true; events: AmiEvent[] } | { ok: false; message: string };

export interface AmiSession {
  /** Sends a list action and collects its events; `done` runs when the last one was read, before any later event. */
  list(action: string, done: (answer: ListAnswer) => void, headers?: Record<string, string>): void;
  stats(): Readonly<AmiReaderStats>;
  /** Says goodbye and closes; `onEnd` is not called. */
  close(): void;
}

const missedPingsAllowed = 2;
// eslint-disable-next-line no-control-regex -- these are what must not get into an action
const control = /[\u0000-\u001f\u007f]/;

export const openAmiSession = (
  options: AmiSessionOptions,
  handlers: AmiSessionHandlers,
  { clock, random }: { clock: Clock; random: () => number },
): AmiSession => {
  const where = addressOf(options);
  /** Not to be guessed, so that no text in a call can pass for an answer to us. */
  const idPrefix = `cti-${Math.floor(random() * 2 ** 48).toString(36)}-`;
  const answers = new Map<string, (response: AmiResponse) => void>();
  const lists = new Map<string, { events: AmiEvent[]; done: (answer: ListAnswer) => void }>();
  const ping = { sentAt: null as number | null, missed: 0, bytesBefore: 0, cancel: () => {} };
  let actions = 0;
  let over = false;
  let lastError: NodeJS.ErrnoException | null = null;

  const end = (kind: AmiSessionEnd['kind'], problem: string, why: ErrorDetails): void => {
    if (over) return;
    finish();
    handlers.onEnd({ kind, problem, because: why });
  };
  const finish = (): void => {
    over = true;
    cancelLoginTimeout();
    ping.cancel();
    answers.clear();
    lists.clear();
    socket.destroy();
  };

  const send = (
    action: string,
    headers: Record<string, string>,
    answered?: (response: AmiResponse) => void,
  ): string => {
    actions += 1;
    const id = `${idPrefix}${actions}`;
    if (answered) answers.set(id, answered);
    const lines = Object.entries({ Action: action, ActionID: id, ...headers });
    socket.write(`${lines.map(([key, value]) => `${key}: ${value}`).join('\r\n')}\r\n\r\n`);
    return id;
  };

  const watch = (): void => {
    ping.cancel = clock.after(options.pingIntervalMs, () => {
      const { bytes } = reader.stats();
      if (ping.sentAt === null) {
        ping.sentAt = clock.now();
        send('Ping', {}, () => {
          if (ping.sentAt !== null) handlers.onLag(clock.now() - ping.sentAt);
          ping.sentAt = null;
          ping.missed = 0;
        });
      } else {
        // A busy Asterisk answers late while its events still flow: that is lag, not a dead link.
        ping.missed = bytes === ping.bytesBefore ? ping.missed + 1 : 0;
        if (ping.missed >= missedPingsAllowed) {
          const seconds = Math.round((clock.now() - ping.sentAt) / 1000);
          end(
            'lost',
            `Asterisk at ${where} has said nothing for ${seconds} s. The connection is made anew.`,
            because('pbx-silent', { seconds }),
          );
          return;
        }
        handlers.onLag(clock.now() - ping.sentAt);
      }
      ping.bytesBefore = bytes;
      watch();
    });
  };

  const login = (): void => {
    if (control.test(options.username) || control.test(options.secret)) {
      end(
        'refused',
        'AMI_USERNAME or AMI_SECRET holds a line break or another control character.',
        because('pbx-refused'),
      );
      return;
    }
    const headers = { Username: options.username, Secret: options.secret, Events: 'call,agent,user' };
    send('Login', headers, ({ response, message }) => {
      if (response !== 'Success') {
        end(
          'refused',
          `Asterisk at ${where} refused the manager user "${options.username}" (${message ?? response}). ` +
            'Check AMI_USERNAME and AMI_SECRET, and that the permit line of this user in manager.conf allows the address of this machine.',
          because('pbx-refused'),
        );
        return;
      }
      cancelLoginTimeout();
      watch();
      handlers.onUp();
    });
  };

  const reader = createAmiReader({
    wanted: options.wanted,
    onBanner: (line) => {
      if (line.startsWith('Asterisk Call Manager/')) login();
      else
        end(
          'refused',
          `What answers at ${where} is not Asterisk's manager interface. Check AMI_HOST and AMI_PORT.`,
          because('pbx-not-asterisk', { host: where }),
        );
    },
    onEvent: (event) => {
      if (over) return;
      const id = event.fields['ActionID'];
      const list = id === undefined ? undefined : lists.get(id);
      if (id === undefined || !list) handlers.onEvent(event);
      else if (!event.name.endsWith('Complete')) list.events.push(event);
      else {
        lists.delete(id);
        list.done({ ok: true, events: list.events });
      }
    },
    onResponse: (response) => {
      if (over || response.actionId === null) return;
      const answered = answers.get(response.actionId);
      answers.delete(response.actionId);
      answered?.(response);
    },
  });

  const socket = openAmiSocket(options, () => {});
  const cancelLoginTimeout = clock.after(options.loginTimeoutMs, () => {
    end(
      'lost',
      `${where} did not let us in within ${options.loginTimeoutMs / 1000} s. Check AMI_HOST, AMI_PORT, AMI_TLS and the firewall.`,
      because('pbx-away', { host: where }),
    );
  });
  socket.on('data', (chunk: Buffer) => {
    if (over) return;
    handlers.onRead?.();
    reader.push(chunk, clock.now());
  });
  socket.on('error', (error) => {
    lastError = error;
  });
  socket.on('close', () =>
    end('lost', connectionProblem(options, lastError), connectionReason(options, lastError)),
  );

  return {
    list: (action, done, headers = {}) => {
      if (over) return;
      const id = send(action, headers, ({ response, message }) => {
        if (response === 'Success') return;
        lists.delete(id);
        done({ ok: false, message: message ?? response });
      });
      lists.set(id, { events: [], done });
    },
    stats: reader.stats,
    close: () => {
      if (over) return;
      over = true;
      cancelLoginTimeout();
      ping.cancel();
      // A peer that reads no more must not keep the process alive.
      socket.unref();
      if (socket.connecting) socket.destroy();
      else socket.write('Action: Logoff\r\n\r\n', () => socket.destroy());
    },
  };
};
