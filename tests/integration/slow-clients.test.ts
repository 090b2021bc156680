/** Connections that only hold a place: silent ones, headers that drip, and too many from one address. Real sockets. */
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { expect, it, onTestFinished } from 'vitest';
import { createCertificates } from '../support/certificates';
import { openDesktop, signIn, startRelay, tokenOf } from './relay-harness';

const start = async (file: Record<string, unknown>) => {
  const relay = await startRelay({ file });
  onTestFinished(relay.stop);
  return { ...relay, port: Number(new URL(relay.url).port) };
};

/** Writes a byte of these now and again. @returns what came back, once the relay has closed the connection */
const drip = (port: number, text: string): Promise<string> =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    let at = 0;
    const timer = setInterval(() => {
      if (at < text.length) socket.write(text.charAt((at += 1) - 1));
    }, 100);
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      resolve(Buffer.concat(parts).toString('latin1'));
    });
  });

it('a connection that says nothing, or says its headers letter by letter, is closed; others are served meanwhile', async () => {
  const { port, request } = await start({ http: { requestTimeoutSeconds: 1 } });
  const headers = `GET /health HTTP/1.1\r\nhost: relay\r\nx-slow: ${'a'.repeat(10_000)}`;
  const slow = [drip(port, ''), ...Array.from({ length: 50 }, () => drip(port, headers))];
  expect((await request('GET', '/health')).status).toBe(200);
  const [silent, ...dripped] = await Promise.all(slow);
  expect(silent === '' || silent?.startsWith('HTTP/1.1 408')).toBe(true);
  for (const answer of dripped) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect((await request('GET', '/health')).status).toBe(200);
}, 30_000);

it('with TLS, too: one that begins no handshake is closed', async () => {
  const certificates = createCertificates();
  onTestFinished(certificates.remove);
  const { certPath, keyPath } = certificates.make('relay');
  const relay = await startRelay({
    env: { TLS_CERT: certPath, TLS_KEY: keyPath, HOST: '127.0.0.1' },
    file: { http: { requestTimeoutSeconds: 1 } },
  });
  onTestFinished(relay.stop);
  expect(await drip(Number(new URL(relay.url).port), '')).toBe('');
});

it('a WebSocket that never registers is closed with 4408, and its place is free again', async () => {
  const { url } = await start({
    webSocket: { registerTimeoutSeconds: 0.2, maxSockets: 2, maxSocketsPerAddress: 1 },
  });
  const idle = openDesktop(url);
  await idle.opened();
  expect(await idle.closed()).toMatchObject({ code: 4408 });
  expect((await signIn(url, 'anna')).registered.agent.id).toBe('anna');
});

/** How the relay answers one that wants to be a WebSocket. */
const upgraded = (url: string, options: { localAddress?: string; origin?: string } = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, options);
    onTestFinished(() => socket.terminate());
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });

it('one address has its share of the places, the rest is for others, and not more than all', async () => {
  const { url } = await start({ webSocket: { maxSockets: 4, maxSocketsPerAddress: 3 } });
  const here = { localAddress: '127.0.0.2' };
  expect(await Promise.all([upgraded(url, here), upgraded(url, here), upgraded(url, here)])).toEqual([
    101, 101, 101,
  ]);
  expect(await upgraded(url, here)).toBe(429);
  expect(await upgraded(url, { localAddress: '127.0.0.3' })).toBe(101);
  expect(await upgraded(url, { localAddress: '127.0.0.4' })).toBe(503);
});

it('a page of another origin opens no WebSocket and reads no answer; an allowed one does', async () => {
  const { relay, url, request } = await (async () => {
    const started = await startRelay({ env: { ALLOWED_ORIGINS: 'https://desk.example' } });
    onTestFinished(started.stop);
    return started;
  })();
  expect(relay).toBeDefined();
  expect(await upgraded(url, { origin: 'https://evil.example' })).toBe(403);
  expect(await upgraded(url, { origin: 'https://desk.example' })).toBe(101);
  expect(await upgraded(url, { origin: url })).toBe(101);
  const allowOf = async (origin: string) =>
    (await request('GET', '/health', { origin })).headers.get('access-control-allow-origin');
  expect(await allowOf('https://evil.example')).toBeNull();
  expect(await allowOf('https://desk.example')).toBe('https://desk.example');
});

it('a desktop that sends too much is closed with 4429, at its burst and not before', async () => {
  const { url } = await start({ webSocket: { messagesPerTenSeconds: 20 } });
  const desktop = openDesktop(url);
  await desktop.opened();
  desktop.send({ type: 'register_agent', token: tokenOf('anna') });
  await desktop.nextOfType('registered');
  for (let n = 0; n < 19; n += 1) desktop.send({ type: 'ping', id: `p${n}` });
  while ((await desktop.nextOfType('pong')).re !== 'p18');
  for (let n = 0; n < 60; n += 1) desktop.send({ type: 'ping', id: `q${n}` });
  expect(await desktop.closed()).toMatchObject({ code: 4429 });
});
