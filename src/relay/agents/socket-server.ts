/** The WebSocket at /ws: the thin shell around conversation and hub. What a socket keeps is small: there are thousands. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Call } from '../../shared/call/call';
import { iso, type Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { Agent } from '../../shared/protocol/agent';
import { closeCodes } from '../../shared/protocol/close-codes';
import type { ClientMessage, PbxStatus, RegisterMessage } from '../../shared/protocol/messages';
import { MAX_FRAME_BYTES, PROTOCOL_VERSION } from '../../shared/protocol/version';
import type { Config } from '../config/config';
import { answerTo, refusalOf, type AnswerDeps } from './answers';
import { fullAllowance, judgeRegistration, readMessage, spend, type Allowance } from './conversation';
import type { Frames, MessageBody } from './frames';
import { createGate, type GateOptions } from './gate';
import type { Desktop, Hub } from './hub';
import type { SignedIn } from './registry';
import { createRounds } from './rounds';

export interface SocketDeps extends AnswerDeps {
  clock: Clock;
  logger: Logger;
  hub: Hub;
  frames: Frames;
  version: string;
  /** Whether agents may read CRM data through the relay. */
  crmContext: boolean;
  country: string;
  /** How a call may have ended, in the house's words. */
  dispositions: readonly string[];
  /** For how long calls are kept, so that desktops keep them no longer. Days; 0: for ever. */
  retentionDays: number;
  /** Who logs calls: the relay, or with `off` nobody, unless a desktop does. */
  callLog: 'relay' | 'off';
  /** Of all relays; empty: nobody has said. */
  relays: readonly string[];
  authenticate: (token: string) => SignedIn | null;
  /** It signed in, or has left. */
  seen(device: SignedIn): void;
  snapshot(agent: Agent, lastSeenAt: string | undefined): { live: Call[]; ended: Call[] };
  /** Ids of his calls that were forgotten since then, or at all. */
  forgotten(agent: Agent, lastSeenAt: string | undefined): string[];
  pbxStatuses(): PbxStatus[];
}

type Options = Config['webSocket'] & GateOptions;

interface Session extends Allowance {
  socket: WebSocket;
  /** Null until it has registered. */
  desktop: Desktop | null;
  /** Pings without an answer. */
  missed: number;
  address: string;
  /** When the last ping went out, by `clock.elapsed`. */
  pingedAt: number;
  roundTripMs: number | null;
}

/** How long a client that is cut for slow reading has to read up to its close frame. */
const cutGraceMs = 5_000;

const textOf = (data: RawData): string =>
  Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString();

export type SocketServer = ReturnType<typeof createSocketServer>;

export const createSocketServer = (options: Options, deps: SocketDeps) => {
  const { clock, logger, hub, frames } = deps;
  // No per-message deflate: it costs 230 kB a connection and puts the p99 at 38 ms.
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  const sessions = new Set<Session>();
  const gate = createGate(options);
  const maxBuffered = options.maxBufferedKiB * 1024;

  /**
   * For who reads too slowly nothing more is kept. The close frame stands behind what he has not read yet; who does not
   * come to it in time is dropped without one, so that his share of the memory is free.
   */
  const cut = (session: Session): void => {
    const { socket, desktop } = session;
    logger.warn('A desktop reads too slowly and is cut; it will come back and take a snapshot.', {
      agentId: desktop?.agent.id,
    });
    if (desktop) hub.remove(desktop);
    socket.close(closeCodes.tooBig, 'You read too slowly; come back for a snapshot.');
    socket.once(
      'close',
      clock.after(cutGraceMs, () => socket.terminate()),
    );
  };

  const sendTo = (session: Session, bytes: Buffer): void => {
    const { socket } = session;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxBuffered) {
      cut(session);
      return;
    }
    socket.send(bytes, { binary: false });
  };
  const answer = (session: Session, body: MessageBody): void => sendTo(session, frames.of(body).bytes);

  /** A full disk keeps nobody out, and must not end the relay. */
  const seen = (device: SignedIn): void => {
    try {
      deps.seen(device);
    } catch (error) {
      logger.warn('It could not be noted that a desktop was seen.', { agentId: device.agent.id, error });
    }
  };

  const register = (session: Session, signedIn: SignedIn, message: RegisterMessage): void => {
    const { agent, deviceId } = signedIn;
    const since = iso(clock.now());
    const desktop: Desktop = {
      agent,
      send: (bytes) => sendTo(session, bytes),
      close: (code, reason) => session.socket.close(code, reason),
      link: () => ({
        since,
        client: message.client?.name ?? null,
        version: message.client?.version ?? null,
        address: session.address,
        deviceId,
        roundTripMs: session.roundTripMs,
      }),
    };
    session.desktop = desktop;
    seen(signedIn);
    session.socket.once('close', () => seen(signedIn));
    const desktops = hub.add(desktop);
    answer(session, {
      type: 'registered',
      protocol: PROTOCOL_VERSION,
      relayVersion: deps.version,
      agent,
      desktops,
      pbx: deps.pbxStatuses().filter(({ id }) => id === agent.pbxId),
      crmContext: deps.crmContext,
      country: deps.country,
      dispositions: [...deps.dispositions],
      retentionDays: deps.retentionDays,
      callLog: deps.callLog,
      ...(deps.relays.length > 0 && { relays: [...deps.relays] }),
      forgotten: deps.forgotten(agent, message.lastSeenAt),
      snapshot: deps.snapshot(agent, message.lastSeenAt),
    });
    ping(session);
    logger.info('A desktop signed in.', { agentId: agent.id, client: message.client });
  };

  const handle = async (session: Session, agent: Agent, message: ClientMessage): Promise<void> => {
    if (message.type === 'ack' && session.desktop) hub.acknowledge(message.id, session.desktop);
    const body = await answerTo(agent, message, deps);
    if (body) answer(session, body);
  };

  const onMessage = (session: Session, text: string, cancelDeadline: () => void): void => {
    if (!spend(session, clock.elapsed(), options.messagesPerTenSeconds)) {
      session.socket.close(closeCodes.rateLimited, 'Too many messages.');
      return;
    }
    if (session.desktop) {
      const { agent } = session.desktop;
      const read = readMessage(text);
      if (!read.ok) {
        answer(session, refusalOf(read.re, { code: 'bad_request', message: read.message }));
        return;
      }
      handle(session, agent, read.message).catch((error: unknown) =>
        logger.error('A message of a desktop could not be handled.', { agentId: agent.id, error }),
      );
      return;
    }
    cancelDeadline();
    const verdict = judgeRegistration(text, deps.authenticate);
    if (verdict.ok) {
      register(session, verdict.signedIn, verdict.message);
      return;
    }
    logger.warn('A desktop was refused.', { code: verdict.close, reason: verdict.reason });
    session.socket.close(verdict.close, verdict.reason);
  };

  /** The time goes along and comes back, so that a late answer is not taken for that to the next one. */
  const ping = (session: Session): void => {
    session.pingedAt = clock.elapsed();
    session.socket.ping(String(session.pingedAt));
  };

  const accept = (socket: WebSocket, address: string): void => {
    const session: Session = {
      socket,
      desktop: null,
      missed: 0,
      address,
      pingedAt: 0,
      roundTripMs: null,
      ...fullAllowance(options.messagesPerTenSeconds, clock.elapsed()),
    };
    sessions.add(session);
    const leave = gate.entered(address);
    const cancelDeadline = clock.after(options.registerTimeoutSeconds * 1_000, () =>
      socket.close(closeCodes.registerTimeout, 'No register_agent in time.'),
    );
    socket.on('message', (data) => {
      // What still arrives after a close was sent is not for us.
      if (socket.readyState === socket.OPEN) onMessage(session, textOf(data), cancelDeadline);
    });
    socket.on('pong', (data) => {
      session.missed = 0;
      if (data.toString() === String(session.pingedAt))
        session.roundTripMs = Math.round((clock.elapsed() - session.pingedAt) * 10) / 10;
    });
    socket.on('error', (error) => logger.debug('A WebSocket failed.', { error }));
    socket.on('close', () => {
      cancelDeadline();
      leave();
      sessions.delete(session);
      if (session.desktop) hub.remove(session.desktop);
    });
  };

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const entry = gate.check(request, socket);
    if (entry) server.handleUpgrade(request, socket, head, (opened) => accept(opened, entry.address));
  };

  /** A ping to each; and the state of the PBX as a sign of life, because a browser does not see pings. */
  const heartbeat = createRounds({
    clock,
    everyMs: options.heartbeatSeconds * 1_000,
    everybody: sessions,
    visit: (some) => {
      for (const session of some) {
        if (session.missed >= 2) session.socket.terminate();
        else {
          session.missed += 1;
          ping(session);
        }
      }
      const desktops = some.flatMap(({ desktop }) => desktop ?? []);
      for (const status of deps.pbxStatuses()) hub.pbxStatus(status, desktops);
    },
  });

  return {
    attach: (http: Server): void => {
      http.on('upgrade', onUpgrade);
      heartbeat.start();
    },
    count: (): number => sessions.size,
    /** Tells every desktop to come back later, and waits until they have left or `graceMs` is over. */
    close: async (graceMs = 2_000): Promise<void> => {
      heartbeat.stop();
      const left = [...sessions].map(
        ({ socket }) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
      );
      for (const { socket } of sessions)
        socket.close(closeCodes.goingAway, 'The relay stops; come back soon.');
      const cancel = clock.after(graceMs, () => {
        for (const { socket } of sessions) socket.terminate();
      });
      await Promise.all(left);
      cancel();
      server.close();
    },
  };
};
