/** One client of the simulated manager interface: login, rights, actions, and the events its mask lets through. */
import type { Socket } from 'node:net';
import type { Clock } from '../../shared/clock';
import { type AmiUser, answer, listCommands, mayUse } from './answers';
import { type ChannelTable, type Headers, headersOfMessage } from './channel-table';

export const banner = 'Asterisk Call Manager/11.0.0\r\n';

export interface ConnectionDeps {
  users: readonly AmiUser[];
  clock: Clock;
  channels: ChannelTable;
  /** Asterisk closes about a second after a refused login. Milliseconds. */
  refusalDelayMs: number;
  onLogin: () => void;
  onOriginate: (action: Headers) => Answer;
  onHangup: (action: Headers) => Answer;
  onNotify: (action: Headers) => Answer;
  onAction: (action: Headers) => void;
}

/** Asterisk's word on an action that it took, or not. */
export interface Answer {
  response: 'Success' | 'Error';
  message: string;
}

const parseMask = (mask: string | undefined, user: AmiUser): Set<string> => {
  const asked = (mask ?? 'on').toLowerCase();
  if (asked === 'off') return new Set();
  if (asked === 'on' || asked === 'all') return new Set(user.read);
  return new Set(asked.split(',').filter((name) => user.read.includes(name)));
};

export const serveConnection = (socket: Socket, deps: ConnectionDeps) => {
  let user: AmiUser | null = null;
  let mask = new Set<string>();
  let frozen = false;
  let received = '';
  let sent = 0;

  const write = (bytes: string | Buffer): void => {
    if (frozen || socket.destroyed) return;
    sent += Buffer.byteLength(bytes);
    socket.write(bytes);
  };
  const message = (lines: readonly string[]): void => write(`${lines.join('\r\n')}\r\n\r\n`);

  const login = (action: Headers, id: string[]): void => {
    if (user) {
      message(['Response: Success', ...id, 'Message: Already authenticated']);
      return;
    }
    const found = deps.users.find(
      (each) => each.username === action.get('username') && each.secret === action.get('secret'),
    );
    if (!found) {
      message(['Response: Error', ...id, 'Message: Authentication failed']);
      deps.clock.after(deps.refusalDelayMs, () => socket.end());
      return;
    }
    user = found;
    mask = parseMask(action.get('events'), found);
    message(['Response: Success', ...id, 'Message: Authentication accepted']);
    deps.onLogin();
  };

  const acts = new Map([
    ['originate', deps.onOriginate],
    ['hangup', deps.onHangup],
    ['pjsipnotify', deps.onNotify],
  ]);
  const act = (action: Headers): void => {
    deps.onAction(action);
    const actionId = action.get('actionid');
    const id = actionId === undefined ? [] : [`ActionID: ${actionId}`];
    const original = action.get('action');
    const name = original?.toLowerCase();
    const fail = (text: string): void => message(['Response: Error', ...id, `Message: ${text}`]);
    if (original === undefined || name === undefined) fail('Missing action in request');
    else if (name === 'login') login(action, id);
    else if (!user || !mayUse(user, name)) fail('Permission denied');
    else if (name === 'listcommands') message(listCommands(user, id));
    else if (name === 'events') {
      mask = parseMask(action.get('eventmask'), user);
      message(['Response: Success', ...id, `Events: ${mask.size > 0 ? 'On' : 'Off'}`]);
    } else if (name === 'logoff') {
      message(['Response: Goodbye', ...id, 'Message: Thanks for all the fish.']);
      socket.end();
    } else {
      const command = acts.get(name);
      if (command) {
        const { response, message: text } = command(action);
        message([`Response: ${response}`, ...id, `Message: ${text}`]);
        return;
      }
      const messages = answer(name, id, deps.channels, deps.clock.now());
      if (messages) messages.forEach(message);
      else fail(`Invalid/unknown command: ${original}. Use Action: ListCommands to show available commands.`);
    }
  };

  socket.setNoDelay(true);
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    if (frozen) return;
    received += chunk.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    for (let end = received.indexOf('\n\n'); end >= 0; end = received.indexOf('\n\n')) {
      const text = received.slice(0, end);
      received = received.slice(end + 2);
      const headers = headersOfMessage(text);
      act(new Map([...headers].map(([key, value]) => [key.toLowerCase(), value])));
    }
  });
  socket.on('error', () => {});
  write(banner);

  return {
    loggedIn: (): boolean => user !== null,
    /** An event, if the client's rights and mask let it through. */
    event: (text: string, privilege: string): void => {
      if (mask.has(privilege)) write(`${text}\r\n\r\n`);
    },
    /** Bytes as they are. */
    raw: (bytes: Buffer): void => write(bytes),
    wantsEvents: (): boolean => mask.size > 0,
    sentBytes: (): number => sent,
    freeze: (): void => {
      frozen = true;
    },
    drop: (): void => void socket.destroy(),
    end: (): void => void socket.end(),
  };
};
export type Connection = ReturnType<typeof serveConnection>;
