/**
 * Signed webhooks of 20 KB to the real relay process, ten at a time: how many a second are on the disk, what one costs the
 * relay's core, and how long until all are joined. Prints figures; judges nothing.
 */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transcription } from '../../src/simulators/elevenlabs';

const secret = 'wsec_of-the-bench-0123456789';
const webhooks = 3_000;
const atOnce = 10;
/** What Linux counts CPU time in. */
const ticksPerSecond = 100;

const lines = Array.from(
  { length: 94 },
  (_, n) => ['user', `Line ${n}, about as long as a customer's sentence is`, n] as const,
);
const bodies = Array.from({ length: webhooks }, (_, n) =>
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
const tookMs: number[] = [];
const send = (body: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const t = Math.floor(Date.now() / 1_000);
    const v0 = createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
    const from = performance.now();
    const sent = request(
      `http://127.0.0.1:${port}/webhook/elevenlabs`,
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

const pid = relay.pid ?? 0;
const [from, cpuFrom] = [performance.now(), cpuMs(pid)];
let next = 0;
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let body = bodies[next++]; body; body = bodies[next++]) await send(body);
  }),
);
const storedMs = performance.now() - from;
const cpuStored = cpuMs(pid) - cpuFrom;
await said('was joined to its call', webhooks);
const joinedMs = performance.now() - from;
const sorted = [...tookMs].sort((a, b) => a - b);
const at = (part: number): string => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1);

console.log(`
ElevenLabs webhooks: ${webhooks} of ${((bodies[0]?.length ?? 0) / 1_024).toFixed(1)} KiB, ${atOnce} at a time
  on the disk, a second                ${Math.round((webhooks / storedMs) * 1_000)}
  CPU of the relay each, ms            ${(cpuStored / webhooks).toFixed(2)}  (what it joined meanwhile included)
  answered after, ms (p50, p99)        ${at(0.5)}, ${at(0.99)}
  all of them calls of their own, s    ${(joinedMs / 1_000).toFixed(1)}`);
relay.kill('SIGTERM');
await new Promise((resolve) => relay.once('exit', resolve));
agent.destroy();
rmSync(dir, { recursive: true, force: true });
