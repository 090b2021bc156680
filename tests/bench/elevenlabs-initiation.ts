/**
 * ElevenLabs asks who calls while the caller hears it ring: how long the relay takes to answer over HTTP with 200 calls
 * running, beside a bare Fastify route that answers the same text, in the same process and turn and turn about, so that the
 * machine's moods meet both. Prints figures; judges nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { CrmClient, CrmMatch } from '../../src/crm/port';
import { createRelay } from '../../src/relay/app';
import { loadConfig } from '../../src/relay/config/load';
import type { PbxLink } from '../../src/relay/pbx/port';
import type { CallChange } from '../../src/shared/call/change';
import type { Call } from '../../src/shared/call/call';
import { iso } from '../../src/shared/clock';
import { silentLogger } from '../../src/shared/logger';
import { ok } from '../../src/shared/result';
import { initiationBody } from '../../src/simulators/elevenlabs';
import { aCall, maria } from '../support/calls';

const calls = 200;
const rounds = 3_000;
const crmMs = 200;
const secret = 'initiation-secret-of-the-bench';

const never = () => Promise.reject(new Error('not asked for'));
const running = new Map<string, Call>();
const listeners: ((change: CallChange) => void)[] = [];
const ring = (call: Call): void => {
  const previous = running.get(call.id) ?? null;
  running.set(call.id, call);
  for (const listener of listeners) listener({ call, previous });
};
/** A PBX with calls that ring and never end. */
const pbx: PbxLink = {
  id: 'pbx',
  start: () => {},
  stop: () => Promise.resolve(),
  status: () => ({
    id: 'pbx',
    state: 'connected',
    since: iso(0),
    lagMs: 1,
    lastEventAt: null,
    problem: null,
  }),
  control: () => Promise.resolve(ok(null)),
  activeCalls: () => [...running.values()],
  call: (id) => running.get(id) ?? null,
  dial: never,
  onChange: (listener) => void listeners.push(listener),
  onStatus: () => {},
  sweep: () => Promise.resolve(),
  adopt: () => {},
  amend: (id, extras) => {
    const call = running.get(id);
    if (!call) return null;
    ring({ ...call, ...extras, version: call.version + 1 });
    return running.get(id) ?? null;
  },
  forget: () => {},
  stats: () => ({ events: 0, bytes: 0, dropped: 0, reconnects: 0 }),
};
const match: CrmMatch = { contact: maria, accountId: null, title: null };
const crm: CrmClient = {
  kind: 'suitecrm',
  findByNumber: () => new Promise((resolve) => setTimeout(() => resolve(ok(match)), crmMs)),
  context: never,
  candidate: never,
  logCall: never,
  logConversation: never,
  logNote: never,
  logFollowUp: never,
  check: () => Promise.resolve(ok({ userId: '1', userName: 'bench' })),
  recordUrl: () => '',
  close: () => {},
};
const dir = mkdtempSync(join(tmpdir(), 'cti-bench-'));
const { config } = loadConfig({
  cwd: dir,
  env: {
    AMI_HOST: 'unused',
    AMI_USERNAME: 'u',
    AMI_SECRET: 's',
    PORT: '0',
    ELEVENLABS_INITIATION_SECRET: secret,
  },
});
const relay = await createRelay(
  {
    ...config,
    dataDir: dir,
    http: { ...config.http, requestsPerMinute: 1_000_000 },
    elevenlabs: { ...config.elevenlabs, requestsPerMinute: 1_000_000 },
  },
  { logger: silentLogger, rendererDir: dir, createPbx: () => pbx, crm },
);
const url = await relay.start();
const number = (n: number): string => `+4930${String(1_000_000 + n)}`;
for (let n = 0; n < calls; n += 1)
  ring(
    aCall({
      linkedId: `17.${n}`,
      startedAt: iso(Date.now()),
      queue: 'sales',
      remote: { number: number(n), display: number(n), name: null, anonymous: false },
    }),
  );

const bare = Fastify();
let answerText = '';
bare.post('/webhook/elevenlabs/initiation', () => JSON.parse(answerText) as unknown);
await bare.listen({ port: 0, host: '127.0.0.1' });
const bareUrl = `http://127.0.0.1:${(bare.server.address() as AddressInfo).port}`;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const ask = (base: string, body: object): Promise<{ ms: number; text: string }> =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const from = performance.now();
    const sent = request(
      `${base}/webhook/elevenlabs/initiation`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'x-initiation-secret': secret,
        },
      },
      (answer) => {
        let got = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (got += part));
        answer.on('end', () => {
          const ms = performance.now() - from;
          if (answer.statusCode === 200) resolve({ ms, text: got });
          else reject(new Error(`HTTP ${answer.statusCode ?? 0}: ${got}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
const bodyOf = (n: number, callerId: string, callSid: string) =>
  initiationBody({ callerId, callSid, conversationId: `conv_${n}` });

// Nobody is known yet: each waits for its name as long as it may.
const cold: number[] = [];
for (let n = 0; n < 100; n += 1) {
  const stranger = `+4940${String(2_000_000 + n)}`;
  cold.push((await ask(url, bodyOf(n, stranger, `none.${n}`))).ms);
}
// Until every name is there.
for (let n = 0; n < calls; n += 1)
  while (!(await ask(url, bodyOf(n, number(n), `17.${n}`))).text.includes(maria.name));
answerText = (await ask(url, bodyOf(0, number(0), '17.0'))).text;

const took = { byId: [] as number[], byNumber: [] as number[], bare: [] as number[] };
for (let round = -300; round < rounds; round += 1) {
  const n = Math.abs(round) % calls;
  const byId = await ask(url, bodyOf(n, number(n), `17.${n}`));
  const byNumber = await ask(url, bodyOf(n, number(n), `SCL_${n}`));
  const base = await ask(bareUrl, bodyOf(n, number(n), `17.${n}`));
  if (round < 0) continue;
  took.byId.push(byId.ms);
  took.byNumber.push(byNumber.ms);
  took.bare.push(base.ms);
}
const row = (what: string, times: number[]): string => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(2).padStart(8);
  return `  ${what.padEnd(52)}${at(0.5)}${at(0.99)}${at(1)}`;
};
console.log(`
ElevenLabs asks who calls: ${rounds} times each in turn, ${calls} calls running, a CRM that takes ${crmMs} ms
  ms                                                       p50     p99     max
${row('a bare Fastify route, the same answer', took.bare)}
${row('known caller, its call by id', took.byId)}
${row('known caller, its call by number', took.byNumber)}
${row(`unknown yet: may wait ${config.elevenlabs.initiation.budgetMs} ms for a name (100 times)`, cold)}`);
agent.destroy();
await bare.close();
await relay.stop();
rmSync(dir, { recursive: true, force: true });
