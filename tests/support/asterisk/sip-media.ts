/**
 * Silence as RTP while a call is up. It is not for the ear: only where sound flows does Asterisk take Local channels out of
 * the way (optimization), as it does in real calls.
 */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';

const packetMs = 20;
/** 8000 samples a second of G.711; 0xff is silence in u-law. */
const samples = 160;
const headerBytes = 12;

export type Media = Awaited<ReturnType<typeof openMedia>>;
export type MediaStream = ReturnType<Media['stream']>;

/** One socket for all calls of a phone; Asterisk has a port of its own for each. @param ip where the phone is */
export const openMedia = async (ip: string) => {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  socket.bind(0, ip);
  await once(socket, 'listening');
  const timers = new Set<NodeJS.Timeout>();
  const listeners = new Set<(from: RemoteInfo) => void>();
  socket.on('message', (_packet, from) => {
    for (const listen of [...listeners]) listen(from);
  });

  const stream = () => {
    const source = randomBytes(4);
    let far: { ip: string; port: number } | null = null;
    let sequence = 0;
    let timer: NodeJS.Timeout | null = null;
    const heard = new Promise<void>((resolve) => {
      const listen = ({ address, port }: RemoteInfo): void => {
        if (port !== far?.port || address !== far.ip) return;
        listeners.delete(listen);
        resolve();
      };
      listeners.add(listen);
    });

    const send = (): void => {
      if (!far) return;
      const packet = Buffer.alloc(headerBytes + samples, 0xff);
      sequence += 1;
      packet.writeUInt16BE(0x8000, 0);
      packet.writeUInt16BE(sequence % 0x1_0000, 2);
      packet.writeUInt32BE(sequence * samples, 4);
      source.copy(packet, 8);
      socket.send(packet, far.port, far.ip);
    };
    return {
      port: socket.address().port,
      /** Resolves once sound has come: from then on Asterisk has joined this call with another, not only answered it. */
      heard,
      /** The other side's session description says where it listens. */
      follow: (sdp: string): void => {
        const [port, address] = [/^m=audio (\d+)/m.exec(sdp)?.[1], /^c=IN IP4 (\S+)/m.exec(sdp)?.[1]];
        if (port && address) far = { ip: address, port: Number(port) };
      },
      start: (): void => {
        timer ??= setInterval(send, packetMs);
        timers.add(timer);
      },
      stop: (): void => {
        if (!timer) return;
        clearInterval(timer);
        timers.delete(timer);
      },
    };
  };
  return {
    stream,
    close: (): void => {
      for (const timer of timers) clearInterval(timer);
      socket.close();
    },
  };
};
