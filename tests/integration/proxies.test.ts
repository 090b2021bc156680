/** nginx and Caddy with the files of resources/proxy, started for real in front of real relays. */
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { audio, transcription } from '../../src/simulators/elevenlabs';
import { agentListSchema } from '../../src/shared/protocol/rest';
import { aCall, aLeg } from '../support/calls';
import { createCertificates, type Certificate } from '../support/certificates';
import { startProxy, type ProxyFile } from '../support/proxy';
import { openDesktop, startRelay, tokenOf, withKey, withToken, type TestRelay } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';
/** This machine has many addresses of its own: the client comes from another one than the proxy. */
const clientAddress = '127.0.0.2';
const isThere = existsSync('/usr/sbin/nginx') && existsSync('/usr/bin/caddy');

const certificates = createCertificates();
let certificate: Certificate;
beforeAll(() => {
  certificate = certificates.make('proxy');
});
afterAll(certificates.remove);

const start = async (file: ProxyFile) => {
  const env = { HOST: '127.0.0.1', TRUST_PROXY: '127.0.0.1', ELEVENLABS_WEBHOOK_SECRET: secret };
  const relays: TestRelay[] = [await startRelay({ env })];
  if (file.includes('two')) relays.push(await startRelay({ env }));
  const proxy = await startProxy(
    file,
    relays.map(({ url }) => new URL(url).host),
    certificate,
  );
  onTestFinished(async () => {
    await proxy.stop();
    await Promise.all(relays.map(({ stop }) => stop()));
  });
  const ask = (
    method: string,
    path: string,
    { body, ...headers }: { body?: Buffer } & Record<string, unknown> = {},
  ): Promise<{ status: number; body: unknown }> =>
    new Promise((resolve, reject) => {
      const request = httpsRequest(
        `${proxy.url}${path}`,
        {
          method,
          ca: certificate.pem,
          localAddress: clientAddress,
          agent: false,
          headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            const text = Buffer.concat(parts).toString();
            const json: unknown = text.startsWith('{') ? JSON.parse(text) : text;
            resolve({ status: response.statusCode ?? 0, body: json });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  const desktop = async (headers: Record<string, string> = {}) => {
    const opened = openDesktop(proxy.url, { ca: certificate.pem, localAddress: clientAddress, headers });
    await opened.opened();
    opened.send({ type: 'register_agent', token: tokenOf('anna') });
    await opened.nextOfType('registered');
    return opened;
  };
  const webhook = (text: string) => {
    const body = Buffer.from(text);
    const t = Math.floor(Date.now() / 1_000);
    const v0 = createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
    return ask('POST', '/webhook/elevenlabs', {
      body,
      'content-type': 'application/json',
      'elevenlabs-signature': `t=${t},v0=${v0}`,
    });
  };
  const addressAt = async ({ request }: TestRelay): Promise<string | undefined> => {
    const { agents } = agentListSchema.parse((await request('GET', '/api/agents', withKey)).body);
    return agents.find(({ id }) => id === 'anna')?.online[0]?.address;
  };
  return { relays, proxy, ask, desktop, webhook, addressAt };
};

const files: ProxyFile[] = ['nginx.conf', 'Caddyfile', 'nginx-two-relays.conf', 'Caddyfile-two-relays'];

describe.runIf(isThere).each(files)('%s', (file) => {
  it('passes WebSockets, REST and webhooks as they are, and says who really asks', async () => {
    const { relays, ask, desktop, webhook, addressAt } = await start(file);
    // What the client itself claims counts for nothing.
    const anna = await desktop({ 'x-forwarded-for': '203.0.113.9' });
    for (const { pbx } of relays) pbx.tell(aCall({ legs: [aLeg('1001')] }));
    expect(await anna.nextOfType('screen_pop')).toMatchObject({ extension: '1001' });
    const addresses = await Promise.all(relays.map(addressAt));
    expect(addresses.filter((one) => one !== undefined)).toEqual([clientAddress]);

    expect(await ask('GET', '/health')).toMatchObject({ status: 200 });
    expect(await ask('GET', '/api/calls/active', withToken('anna'))).toMatchObject({ status: 200 });
    expect((await ask('GET', '/api/calls/active')).status).toBe(401);
    // The signature is over each byte: spaces, order and letters beyond ASCII.
    const event = transcription({ conversationId: 'conv_p', startedAt: 1, withoutPhone: true });
    const odd = JSON.stringify({ note: 'Größe 👋', ...event }, null, 3);
    expect(await webhook(odd)).toMatchObject({ status: 200, body: { received: true } });
  });

  it('lets a recording through, and nothing else of that size', async () => {
    const { ask, webhook } = await start(file);
    const recording = audio('conv_a', Buffer.alloc(3 * 1_024 * 1_024, 7), 1);
    expect(await webhook(JSON.stringify(recording))).toMatchObject({ status: 200 });
    const body = Buffer.from(JSON.stringify({ extension: '1001', number: '1'.repeat(2 * 1_024 * 1_024) }));
    const tooBig = { ...withKey, 'content-type': 'application/json', 'content-length': body.length, body };
    // It is answered before all was read; whether the client sees that, a closed connection or the proxy's word for one (502) is
    // the network's choice.
    const answer = await ask('POST', '/api/calls', tooBig).catch(() => ({ status: 413 }));
    expect([413, 502]).toContain(answer.status);
    expect(await ask('GET', '/health')).toMatchObject({ status: 200 });
  });
});

describe.runIf(isThere).each(files.filter((file) => file.includes('two')))('%s', (file) => {
  it('one relay gone: desktops come back at the other, requests go there at once', async () => {
    const { relays, ask, desktop, addressAt } = await start(file);
    const before = await desktop();
    const at = (await addressAt(relays[0] ?? never())) === undefined ? 1 : 0;
    const gone = relays[at] ?? never();
    const left = relays[1 - at] ?? never();
    await gone.stop();
    await before.closed();
    for (let n = 0; n < 6; n += 1) expect((await ask('GET', '/health')).status).toBe(200);
    const after = await desktop();
    left.pbx.tell(aCall({ legs: [aLeg('1001')] }));
    expect(await after.nextOfType('screen_pop')).toMatchObject({ extension: '1001' });
    expect(await addressAt(left)).toBe(clientAddress);
  });
});

const never = (): never => {
  throw new Error('There are two relays.');
};
