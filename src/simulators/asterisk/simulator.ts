/**
 * A PBX on a real TCP port that speaks the manager interface of Asterisk 22: the demo's customers call through it, and
 * the tests replay real streams, drop, freeze and damage the line.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Clock, systemClock } from '../../shared/clock';
import { type Answer, type Connection, serveConnection } from './ami-connection';
import type { AmiUser } from './answers';
import { type Channel, createChannelTable, type Headers, headersOfMessage } from './channel-table';
import { hangUp } from './hang-up';
import { createIds } from './ids';
import { originate, type OriginateOptions } from './originate';
import { type Play, playOf, type Scenario } from './scenario';
import { fill, type Template, templates } from './template';

export interface AsteriskSimulatorOptions {
  /** 0 = any free port. */
  port?: number;
  host?: string;
  users?: readonly AmiUser[];
  tls?: { key: string; cert: string };
  clock?: Clock;
  random?: () => number;
  refusalDelayMs?: number;
  originate?: Partial<OriginateOptions>;
  /** Sees every action that a client sends (header names in lower case). */
  onAction?: (action: Headers) => void;
}

/** A call that runs: who is to answer it, and what managers have done to it. */
interface Playing {
  agent: string;
  isOver: boolean;
  pickUp: () => void;
  /** Uniqueids of phones that were hung up before anybody answered. */
  left: Set<string>;
}

/** The users of facts: `relay` with the least rights that serve, `readonly` that may only listen. */
export const defaultUsers: readonly AmiUser[] = [
  {
    username: 'relay',
    secret: 'relay-secret',
    read: ['call', 'agent'],
    write: ['call', 'originate', 'reporting'],
  },
  { username: 'readonly', secret: 'readonly-secret', read: ['call', 'agent'], write: [] },
];

export const createAsteriskSimulator = async (options: AsteriskSimulatorOptions = {}) => {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const ids = createIds({ now: () => clock.now(), random });
  const channels = createChannelTable(() => clock.now());
  const connections = new Set<Connection>();
  const cancels = new Set<() => void>();
  const originateOptions: OriginateOptions = {
    phones: new Map(),
    agentRingMs: 1_500,
    ringMs: 3_000,
    talkMs: 15_000,
    ...options.originate,
  };
  const plays = new Map<string, Playing>();
  let loginWaiters: (() => void)[] = [];
  let stalled = false;
  /** To listening clients that are gone. */
  let sentBefore = 0;

  const emit = (text: string): void => {
    const headers = headersOfMessage(text);
    channels.learn(headers);
    const privilege = headers.get('Privilege')?.split(',')[0] ?? '';
    const wire = text.replaceAll(/\r?\n/g, '\r\n');
    for (const connection of connections) connection.event(wire, privilege);
  };

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, () => {
        cancels.delete(cancel);
        resolve();
      });
      cancels.add(cancel);
    });

  /** @returns `done` settles when the last event is sent; never, where the simulator is stopped before */
  const play = ({ template: name, values, waits }: Play, firstId?: string) => {
    const template: Template = templates[name];
    const all = { ...values };
    for (let i = 1; i <= template.ids; i += 1) all[`id${i}`] = ids.uniqueId();
    for (let i = 1; i <= template.serials; i += 1) all[`serial${i}`] = ids.serial();
    for (let i = 1; i <= template.bridges; i += 1) all[`bridge${i}`] = ids.bridge();
    if (firstId !== undefined) all['id1'] = firstId;
    const linkedId = all['id1'] ?? '';
    const playing: Playing = {
      agent: values['agent'] ?? '',
      isOver: false,
      pickUp: () => {},
      left: new Set(),
    };
    plays.set(linkedId, playing);
    const happens = (event: string): void => {
      const text = fill(event, all);
      const headers = headersOfMessage(text);
      const about = [headers.get('Uniqueid'), headers.get('DestUniqueid')];
      if (!about.some((id) => id !== undefined && playing.left.has(id))) emit(text);
    };
    const run = async (): Promise<void> => {
      for (const step of template.steps) {
        const ms = waits[step.wait] ?? 0;
        const pickedUp = new Promise<void>((resolve) => (playing.pickUp = resolve));
        if (ms > 0) await (step.wait === 'ring' ? Promise.race([wait(ms), pickedUp]) : wait(ms));
        if (playing.isOver) return;
        step.events.forEach(happens);
      }
      plays.delete(linkedId);
    };
    return { linkedId, done: run() };
  };

  /** The phone that the call is to be answered at; where it goes, all is over. */
  const isAwaited = ({ headers }: Channel): boolean => {
    const awaited = plays.get(headers.get('Linkedid') ?? '')?.agent;
    return headers.get('Channel')?.startsWith(`PJSIP/${awaited ?? ''}-`) === true;
  };
  const onHangup = (action: Headers): Answer => {
    const result = hangUp(
      { name: action.get('channel') ?? '', cause: action.get('cause') ?? '' },
      channels,
      isAwaited,
    );
    if (!result.ok) return { response: 'Error', message: result.message };
    const playing = plays.get(result.linkedId);
    if (playing && result.left === null) playing.isOver = true;
    else if (playing && result.left !== null) playing.left.add(result.left);
    setImmediate(() => result.events.forEach(emit));
    return { response: 'Success', message: result.message };
  };
  /** Every phone here picks up on `Event: talk`. */
  const onNotify = (action: Headers): Answer => {
    const name = action.get('channel') ?? '';
    const channel = channels
      .all()
      .find(({ headers }) => headers.get('Uniqueid') === name || headers.get('Channel') === name);
    if (!channel) return { response: 'Error', message: 'Failed to initiate NOTIFY. Unknown channel' };
    const playing = plays.get(channel.headers.get('Linkedid') ?? '');
    if (action.get('variable') === 'Event=talk' && isAwaited(channel)) setImmediate(() => playing?.pickUp());
    return { response: 'Success', message: 'NOTIFY sent' };
  };

  const onOriginate = (action: Headers): Answer => {
    const result = originate(action, originateOptions);
    if (!result.ok) return { response: 'Error', message: result.message };
    // After the answer to the action, as Asterisk does.
    setImmediate(() => {
      if ('failure' in result) emit(result.failure.join('\n'));
      else void play(result.play, result.channelId ?? undefined).done;
    });
    return { response: 'Success', message: 'Originate successfully queued' };
  };

  const accept = (socket: Socket): void => {
    if (stalled) {
      socket.on('error', () => {});
      sockets.add(socket);
      return;
    }
    sockets.add(socket);
    const connection = serveConnection(socket, {
      users: options.users ?? defaultUsers,
      clock,
      channels,
      refusalDelayMs: options.refusalDelayMs ?? 1_000,
      onLogin: () => {
        const waiting = loginWaiters;
        loginWaiters = [];
        waiting.forEach((resolve) => resolve());
      },
      onOriginate,
      onHangup,
      onNotify,
      onAction: (action) => options.onAction?.(action),
    });
    connections.add(connection);
    socket.on('close', () => {
      if (connection.wantsEvents()) sentBefore += connection.sentBytes();
      connections.delete(connection);
      sockets.delete(socket);
    });
  };

  const sockets = new Set<Socket>();
  const server: Server = options.tls
    ? createTlsServer({ key: options.tls.key, cert: options.tls.cert }, accept)
    : createServer(accept);
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const bound = server.address();

  return {
    host,
    port: typeof bound === 'object' && bound ? bound.port : 0,
    /** Plays a call; its id on the relay is `<pbxId>:<linkedId>`. */
    call: (scenario: Scenario): { linkedId: string; done: Promise<void> } => play(playOf(scenario)),
    /** One event, lines split by `\n`, to everybody whose mask lets it through. */
    emit,
    /** Bytes of a recorded stream to every client that listens, unfiltered. */
    raw: (bytes: Buffer): void => {
      for (const connection of connections) if (connection.wantsEvents()) connection.raw(bytes);
    },
    /** The same to everybody, whether he wants events or not. */
    rawToAll: (bytes: Buffer): void => {
      for (const connection of connections) connection.raw(bytes);
    },
    connections: (): number => connections.size,
    /** Bytes sent to clients that listen to events: who has read as many has read all. */
    sentBytes: (): number =>
      [...connections]
        .filter((connection) => connection.wantsEvents())
        .reduce((sum, connection) => sum + connection.sentBytes(), sentBefore),
    /** Settles at the next accepted login. */
    nextLogin: (): Promise<void> => new Promise((resolve) => loginWaiters.push(resolve)),
    /** Breaks every connection without a goodbye. */
    drop: (): void => {
      for (const socket of sockets) socket.destroy();
    },
    /** From now on no byte goes out and none is answered, while the connections stay open (a dead network). */
    freeze: (): void => {
      for (const connection of connections) connection.freeze();
    },
    /** New connections get not even a banner. */
    stall: (on: boolean): void => {
      stalled = on;
    },
    /** All channels are gone, without an event (as after a restart). */
    forgetChannels: (): void => channels.clear(),
    stop: async (): Promise<void> => {
      cancels.forEach((cancel) => cancel());
      cancels.clear();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
export type AsteriskSimulator = Awaited<ReturnType<typeof createAsteriskSimulator>>;
