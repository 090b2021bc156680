/** The relay with TLS_CERT and TLS_KEY: what it serves, and what stops its start. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateLookMs } from '../../src/relay/http/certificate';
import { createCertificates, type Certificate } from '../support/certificates';
import { createFakeClock } from '../support/fake-clock';
import { openDesktop, startRelay, testConfig, tokenOf, withKey } from './relay-harness';

const certificates = createCertificates();
let good: Certificate;
let other: Certificate;
beforeAll(() => {
  good = certificates.make('relay');
  other = certificates.make('other');
});
afterAll(certificates.remove);

const tlsEnv = (cert: string, key: string) => ({ TLS_CERT: cert, TLS_KEY: key });

/** On a connection of its own, unless an agent keeps one. */
const get = (
  url: string,
  path: string,
  ca?: string,
  agent: Agent | false = false,
): Promise<{ status: number | undefined; body: string }> =>
  new Promise((resolve, reject) => {
    request(`${url}${path}`, { ca, headers: withKey, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode, body: Buffer.concat(parts).toString('utf8') }),
      );
    })
      .on('error', reject)
      .end();
  });

/** Sends these bytes to the port and waits for the other side to close. @returns what came back */
const talkPlainly = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
  });

describe('a relay with a certificate', () => {
  it('serves REST and the WebSocket over TLS, to those who trust it', async () => {
    const relay = await startRelay({
      env: { ...tlsEnv(good.certPath, good.keyPath), HOST: '127.0.0.1' },
    });
    expect(relay.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const agents = await get(relay.url, '/api/agents', good.pem);
    expect(agents.status).toBe(200);
    expect(agents.body).toContain('"anna"');
    await expect(get(relay.url, '/health')).rejects.toThrow('self-signed certificate');
    await expect(get(relay.url, '/health', other.pem)).rejects.toThrow('self-signed certificate');

    const desktop = openDesktop(relay.url, { ca: good.pem });
    await desktop.opened();
    desktop.send({ type: 'register_agent', token: tokenOf('anna') });
    expect((await desktop.nextOfType('registered')).agent.id).toBe('anna');
    desktop.close();
    await desktop.closed();
    await relay.stop();
  });

  it('ends a plain HTTP request at once, and goes on', async () => {
    const relay = await startRelay({
      env: { ...tlsEnv(good.certPath, good.keyPath), HOST: '127.0.0.1' },
    });
    const port = Number(new URL(relay.url).port);
    for (const path of ['/health', '/ws']) {
      const answer = await talkPlainly(port, `GET ${path} HTTP/1.1\r\nHost: relay\r\n\r\n`);
      expect(answer).not.toMatch(/^HTTP\/1\.1 [1-3]/);
      expect(answer).not.toContain('status');
    }
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow('fetch failed');
    expect((await get(relay.url, '/health', good.pem)).status).toBe(200);
    expect(relay.log.text()).not.toMatch(/^error/m);
    await relay.stop();
  });
});

describe('a certificate that is renewed', () => {
  it('is served to new connections without a restart; a broken one is not, and is said once', async () => {
    const { dir } = certificates;
    const [certPath, keyPath] = [join(dir, 'live.pem'), join(dir, 'live.key')];
    const put = ({ certPath: cert, keyPath: key }: Certificate): void => {
      copyFileSync(cert, certPath);
      copyFileSync(key, keyPath);
    };
    put(good);
    const clock = createFakeClock(Date.now());
    const relay = await startRelay({ env: { ...tlsEnv(certPath, keyPath), HOST: '127.0.0.1' }, clock });
    const kept = new Agent({ keepAlive: true });
    expect((await get(relay.url, '/health', good.pem, kept)).status).toBe(200);

    copyFileSync(other.certPath, certPath);
    await clock.advanceAsync(certificateLookMs);
    await clock.advanceAsync(certificateLookMs);
    expect(relay.log.text().match(/The new certificate is not taken/g)).toHaveLength(1);
    expect(relay.log.text()).toMatch(/TLS_KEY: ".*live\.key" does not fit the certificate/);
    expect((await get(relay.url, '/health', good.pem)).status).toBe(200);

    put(other);
    await clock.advanceAsync(certificateLookMs);
    expect(relay.log.text()).toMatch(/The certificate was renewed/);
    expect((await get(relay.url, '/health', other.pem)).status).toBe(200);
    await expect(get(relay.url, '/health', good.pem)).rejects.toThrow('self-signed certificate');
    expect((await get(relay.url, '/health', good.pem, kept)).status).toBe(200);
    kept.destroy();
    await relay.stop();
  });
});

describe('what stops the start', () => {
  const file = (name: string, text: string): string => {
    const path = join(certificates.dir, name);
    writeFileSync(path, text);
    return path;
  };
  it.each<[string, () => [string, string], RegExp]>([
    [
      'no file',
      () => ['/nowhere/cert.pem', good.keyPath],
      /^\s*TLS_CERT: "\/nowhere\/cert\.pem" can not be read/m,
    ],
    ['a folder', () => [good.certPath, certificates.dir], /^\s*TLS_KEY: .* can not be read/m],
    [
      'no certificate',
      () => [file('text.pem', 'hello'), good.keyPath],
      /^\s*TLS_CERT: .*text\.pem" is no certificate/m,
    ],
    ['no key', () => [good.certPath, good.certPath], /^\s*TLS_KEY: .*relay\.pem" is no private key/m],
    [
      'the key of another',
      () => [good.certPath, other.keyPath],
      /^\s*TLS_KEY: .*other\.key" does not fit the certificate/m,
    ],
  ])('%s', async (_, paths, sentence) => {
    await expect(startRelay({ env: tlsEnv(...paths()) })).rejects.toThrow(sentence);
  });

  it('a certificate without a key, and no text of a key is shown', async () => {
    await expect(startRelay({ env: { TLS_CERT: good.certPath } })).rejects.toThrow(/TLS_KEY: it is missing/);
    const broken = file(
      'broken.key',
      '-----BEGIN PRIVATE KEY-----\nMIGHAgEAsecret\n-----END PRIVATE KEY-----',
    );
    const start = startRelay({ env: tlsEnv(good.certPath, broken) });
    await expect(start).rejects.toThrow(/TLS_KEY: .*broken\.key" is no private key/);
    await expect(start).rejects.not.toThrow(/MIGHAgEA/);
  });
});

describe('where it listens', () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

  it('on this machine only without TLS, and where HOST says', async () => {
    const relay = await startRelay();
    expect(new URL(relay.url).hostname).toBe('127.0.0.1');
    if (outside !== undefined)
      await expect(fetch(`http://${outside}:${new URL(relay.url).port}/health`)).rejects.toThrow(
        'fetch failed',
      );
    await relay.stop();
    expect(testConfig({ env: { HOST: '127.0.0.2' } }).http.host).toBe('127.0.0.2');
    expect(testConfig({ env: tlsEnv(good.certPath, good.keyPath) }).http.host).toBe('0.0.0.0');
    const elsewhere = await startRelay({ env: { HOST: '127.0.0.2' } });
    expect((await fetch(`http://127.0.0.2:${new URL(elsewhere.url).port}/health`)).status).toBe(200);
    await elsewhere.stop();
  });
});
