/** Ten thousand frames of garbage from many sockets, and garbage from the PBX: everybody else is served as ever. */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually, openHouse, residentMiB, type House } from '../support/faults/house';
import { settle } from '../support/faults/tally';

const frames = 10_000;
const sockets = 50;
const times = { ringMs: 1_500, talkMs: 1_000 };

const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
/** What stands in a frame: each kind in turn. */
const kinds: readonly (() => string | Buffer)[] = [
  () => randomBytes(200),
  () => randomBytes(50).toString('latin1'),
  () => '{"type":"ack"',
  () => nested,
  () => JSON.stringify({ type: 'dial', id: 1, number: { toString: 'x' } }),
  () => JSON.stringify({ type: '__proto__', id: 'x'.repeat(5_000) }),
  () => JSON.stringify({ type: 'call_note', id: 'n', callId: '../../x', text: '\u0000'.repeat(9_000) }),
  () => 'x'.repeat(70_000),
];

/** Sends until it is closed, or has sent its share. @returns how many frames went out, and how it ended */
const pester = (url: string, token: string | null, share: number): Promise<{ sent: number; code: number }> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`);
    let sent = 0;
    const send = (): void => {
      if (socket.readyState !== socket.OPEN) return;
      if (sent >= share) {
        socket.close();
        return;
      }
      const kind = kinds[Math.floor(Math.random() * kinds.length)];
      socket.send(kind?.() ?? '');
      sent += 1;
      setImmediate(send);
    };
    socket.on('open', () => {
      if (token !== null) socket.send(JSON.stringify({ type: 'register_agent', token }));
      send();
    });
    socket.on('error', () => {});
    socket.on('close', (code) => resolve({ sent, code }));
  });

/** Bytes that are no frames, after a handshake that is one: without a mask, half, of a length that never comes. */
const breakFraming = (url: string, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => {
      const key = randomBytes(16).toString('base64');
      socket.write(
        `GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      );
      socket.write(bytes, () => setTimeout(() => socket.destroy(), 50));
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });

const broken = (): Buffer[] => [
  Buffer.from([0x81, 0x05, 1, 2, 3, 4, 5]),
  Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]),
  Buffer.from([0xf1, 0x80, 1, 2, 3, 4]),
  Buffer.from([0x89, 0xfe, 0xff, 0xff, 1, 2, 3, 4]),
  Buffer.from([0x01, 0x81, 1]),
  randomBytes(500),
];

const callWhile = async (house: House, trouble: () => Promise<unknown>): Promise<void> => {
  const calls: Promise<void>[] = [];
  const state = { over: false };
  const done = trouble().finally(() => (state.over = true));
  while (!state.over || calls.length < 60) {
    calls.push(house.call({ kind: 'inbound', ...times }).done);
    await house.pass(60);
  }
  await done;
  await Promise.all(calls);
  await house.logged();
};

it('serves everybody while ten thousand frames of garbage come from many sockets', async () => {
  const house = await openHouse({ agents: 30 });
  await house.openDesks();
  const codes = new Map<number, number>();
  let sent = 0;
  await callWhile(house, async () => {
    await Promise.all(
      Array.from({ length: sockets }, async (_none, n) => {
        while (sent < frames) {
          // Half of them are agents who went mad; an agent's own desk must not suffer for it.
          const token = n % 2 === 0 ? (house.agents[n % house.agents.length]?.token ?? null) : null;
          const one = await pester(house.url, token, 60);
          sent += one.sent;
          codes.set(one.code, (codes.get(one.code) ?? 0) + 1);
        }
      }),
    );
    for (let round = 0; round < 20; round += 1)
      await Promise.all(broken().map((bytes) => breakFraming(house.url, bytes)));
  });
  await eventually(async () => (await house.relay().status()).agents.sockets === house.agents.length);
  expect(house.desks().connected()).toBe(house.agents.length);
  const memoryMiB = residentMiB(house.relay().pid);
  expect(memoryMiB).toBeLessThan(500);
  const ends = [...codes].map(([code, times]) => `${code}: ${times}`).join(', ');
  settle(
    house,
    'Garbage on WebSockets',
    `; ${sent} frames, sockets ended ${ends}, ${Math.round(memoryMiB)} MiB`,
  );
});

it('reads on after whatever the PBX sends', async () => {
  const house = await openHouse({ agents: 30 });
  await house.openDesks();
  const word = fc.constantFrom(
    'Event',
    'Response',
    'ActionID',
    'Uniqueid',
    'Channel',
    'DialString',
    'Hangup',
    'Newchannel',
  );
  const line = fc.tuple(word, fc.string({ unit: 'binary' })).map(([name, value]) => `${name}: ${value}\r\n`);
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
    fc.array(line, { maxLength: 40 }).map((lines) => Buffer.from(`${lines.join('')}\r\n`)),
    fc.integer({ min: 1_000, max: 300_000 }).map((length) => Buffer.alloc(length, 'x')),
  );
  const chunks = fc.sample(chunk, { numRuns: 400, seed: 5 });
  await callWhile(house, async () => {
    for (const bytes of chunks) {
      house.asterisk.raw(Buffer.concat([bytes, Buffer.from('\r\n\r\n')]));
      await house.pass(5);
    }
  });
  const { pbx } = await house.relay().status();
  expect(pbx[0]?.state).toBe('connected');
  settle(house, 'Garbage from the PBX', `; ${chunks.length} pieces`);
});
