/**
 * Signed webhooks of 20 KB to the real relay process, ten at a time: how many a second are on the disk, what one costs the
 * relay's core, and how long until all are joined; beside them a bare fastify route that reads the body, appends it to a file
 * and waits until that is on the disk. Prints figures; judges nothing.
 */
import { fork, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastify from 'fastify';
import { transcription } from '../../src/simulators/elevenlabs';

/** Reads a body and answers when it is on the disk: what nobody can go below. */
const serveBare = async (folder: string): Promise<void> => {
  const file = await open(join(folder, 'bodies'), 'a');
  const app = fastify();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post<{ Body: Buffer }>('/webhook/elevenlabs', async ({ body }) => {
    await file.write(body);
    await file.datasync();
    return { ok: true };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  process.send?.(typeof address === 'object' ? address?.port : 0);
};

if (process.argv[2] === 'bare') await serveBare(process.argv[3] ?? '');
else await measure();

async function measure(): Promise<void> {
  const secret = 'wsec_of-the-bench-0123456789';
  const webhooks = 3_000;
  /** Sent before, so that code is compiled and tables have begun: a relay runs for weeks. */
  const warmUp = 1_000;
  const atOnce = 10;
  /** What Linux counts CPU time in. */
  const ticksPerSecond = 100;

  const lines = Array.from(
    { length: 94 },
    (_, n) => ['user', `Line ${n}, about as long as a customer's sentence is`, n] as const,
  );
  const bodies = Array.from({ length: warmUp + webhooks }, (_, n) =>
    Buffer.from(
      JSON.stringify(
        transcription({
          conversationId: `conv_${n}`,
          startedAt: 1_790_000_000 + n,
          customer: `+4930${String(n).padStart(6, '0')}`,
          lines,
        }),
      ),
    ),
  );

  const freePort = (): Promise<number> =>
    new Promise((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
  const cpuMs = (pid: number): number => {
    const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return ((user + system) / ticksPerSecond) * 1_000;
  };

  const dir = mkdtempSync(join(tmpdir(), 'cti-bench-'));
  writeFileSync(
    join(dir, 'config.json'),
    JSON.stringify({ elevenlabs: { requestsPerMinute: 1_000_000, joinSeconds: 0 } }),
  );
  const port = await freePort();
  const relay = spawn(process.execPath, [join(process.cwd(), 'dist/relay/index.js')], {
    cwd: dir,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      AMI_HOST: '127.0.0.1',
      AMI_PORT: '1',
      AMI_USERNAME: 'u',
      AMI_SECRET: 's',
      ELEVENLABS_WEBHOOK_SECRET: secret,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  const said = (what: string, times = 1): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (log.split(what).length > times) resolve();
        else setTimeout(look, 20);
      };
      look();
    });
  relay.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await said('listens on');

  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  let tookMs: number[] = [];
  const send = (to: number, body: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const t = Math.floor(Date.now() / 1_000);
      const v0 = createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
      const from = performance.now();
      const sent = request(
        `http://127.0.0.1:${to}/webhook/elevenlabs`,
        { method: 'POST', agent, headers: { 'elevenlabs-signature': `t=${t},v0=${v0}` } },
        (answer) => {
          answer.resume();
          answer.on('end', () => {
            tookMs.push(performance.now() - from);
            if (answer.statusCode === 200) resolve();
            else reject(new Error(`HTTP ${answer.statusCode ?? 0}`));
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  const sendEach = async (to: number, some: Iterator<Buffer>): Promise<void> => {
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let next = some.next(); next.done !== true; next = some.next()) await send(to, next.value);
      }),
    );
  };

  /** All but those of the warm-up. @returns how long it took, and the CPU time of who took them, in ms */
  const sendAll = async (to: number, pid: number): Promise<{ ms: number; cpu: number }> => {
    tookMs = [];
    const [began, cpuFrom] = [performance.now(), cpuMs(pid)];
    await sendEach(to, bodies.slice(warmUp).values());
    return { ms: performance.now() - began, cpu: cpuMs(pid) - cpuFrom };
  };

  const bare = fork(fileURLToPath(import.meta.url), ['bare', dir]);
  const barePort = await new Promise<number>((resolve) => bare.once('message', (at) => resolve(Number(at))));
  const first = (): Iterator<Buffer> => bodies.slice(0, warmUp).values();
  await sendEach(barePort, first());
  const plain = await sendAll(barePort, bare.pid ?? 0);
  bare.kill();

  await sendEach(port, first());
  await said('was joined to its call', warmUp);
  const from = performance.now();
  const stored = await sendAll(port, relay.pid ?? 0);
  await said('was joined to its call', warmUp + webhooks);
  const joinedMs = performance.now() - from;
  const sorted = [...tookMs].sort((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1);

  console.log(`
ElevenLabs webhooks: ${webhooks} of ${((bodies[0]?.length ?? 0) / 1_024).toFixed(1)} KiB, ${atOnce} at a time
  on the disk, a second                ${Math.round((webhooks / stored.ms) * 1_000)}  (the bare route ${Math.round((webhooks / plain.ms) * 1_000)}; ratio ${(plain.ms / stored.ms).toFixed(2)})
  CPU of the relay each, ms            ${(stored.cpu / webhooks).toFixed(2)}  (what it joined meanwhile included; the bare route ${(plain.cpu / webhooks).toFixed(2)})
  so many a second fill one core       ${Math.round((webhooks / stored.cpu) * 1_000)}
  answered after, ms (p50, p99)        ${at(0.5)}, ${at(0.99)}
  all of them calls of their own, s    ${(joinedMs / 1_000).toFixed(1)}`);
  relay.kill('SIGTERM');
  await new Promise((resolve) => relay.once('exit', resolve));
  agent.destroy();
  rmSync(dir, { recursive: true, force: true });
}
