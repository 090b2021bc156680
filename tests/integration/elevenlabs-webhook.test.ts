/** `POST /webhook/elevenlabs` on a real port: who is let in, what is on the disk before 200 is said, and what is refused. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  audio,
  createElevenLabsSimulator,
  initiationFailure,
  transcription,
  type WebhookEvent,
} from '../../src/simulators/elevenlabs';
import { startRelay, type RelayTestOptions } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';
const minute = 60_000;
const rowSchema = z.object({
  type: z.string(),
  body: z.instanceof(Buffer),
  audioFile: z.string().nullable(),
});

const start = async ({ env, ...options }: RelayTestOptions = {}) => {
  const relay = await startRelay({ env: { ELEVENLABS_WEBHOOK_SECRET: secret, ...env }, ...options });
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (!stopped) await relay.stop();
    stopped = true;
  };
  onTestFinished(stop);
  /** What is on the disk, by another hand than the relay's. */
  const onDisk = () => {
    const db = new Database(join(relay.config.dataDir, 'relay.db'), { readonly: true });
    const rows = db.prepare('SELECT type, body, audio_file AS audioFile FROM webhooks ORDER BY rowid').all();
    db.close();
    return z
      .array(rowSchema)
      .parse(rows)
      .map(({ type, body, audioFile }) => ({ type, body: inflateRawSync(body).toString(), audioFile }));
  };
  const recordings = (): string[] => {
    const dir = join(relay.config.dataDir, 'recordings');
    return existsSync(dir) ? readdirSync(dir) : [];
  };
  const url = `${relay.url}/webhook/elevenlabs`;
  return { ...relay, stop, onDisk, recordings, eleven: createElevenLabsSimulator({ url, secret }) };
};

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
const aChat = (conversationId = 'conv_chat'): WebhookEvent =>
  transcription({ conversationId, startedAt: nowSeconds(), withoutPhone: true });

it.each<[string, WebhookEvent | string]>([
  ['post_call_transcription', aChat()],
  [
    'call_initiation_failure',
    initiationFailure('conv_f', { to: '+491711234567', reason: 'busy', callSid: 'x', eventAt: 1 }),
  ],
  ['something_new', '{"type":"something_new", "data": {"hello":"world 👋"}}'],
  ['unreadable', '{"type": "post_call_transcription", "data": {'],
])('%s is on the disk, byte for byte, when 200 is said', async (type, event) => {
  const { eleven, onDisk } = await start();
  expect(await eleven.send(event)).toEqual({ status: 200, body: '{"received":true}' });
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  expect(onDisk()).toEqual([{ type, body, audioFile: null }]);
  expect(await eleven.send(event)).toMatchObject({ status: 200 });
  expect(onDisk()).toHaveLength(1);
});

it('a recording is streamed into a file, once; what was cut off leaves nothing', async () => {
  const { eleven, onDisk, recordings, config } = await start({ file: { elevenlabs: { audioLimitMiB: 1 } } });
  const mp3 = Buffer.from(Array.from({ length: 700_001 }, (_, n) => (n * 31) % 251));
  const event = audio('conv_a', mp3, 1);
  for (const chunkBytes of [4_096, 65_536])
    expect(await eleven.send(event, { chunkBytes })).toMatchObject({ status: 200 });
  const [row, ...others] = onDisk();
  expect(others).toEqual([]);
  expect(recordings()).toEqual([row?.audioFile]);
  expect(readFileSync(join(config.dataDir, 'recordings', row?.audioFile ?? '')).equals(mp3)).toBe(true);
  expect(row?.body).toContain('"full_audio":""');

  const tooLong = audio('conv_b', Buffer.alloc(1_100_000), 1);
  expect(await eleven.send(tooLong, { chunkBytes: 65_536 })).toMatchObject({ status: 413 });
  expect(await eleven.send(audio('conv_c', mp3, 1), { secret: 'not the secret' })).toMatchObject({
    status: 401,
  });
  expect([onDisk().length, recordings().length]).toEqual([1, 1]);
});

it('recordings are not kept where the settings say so', async () => {
  const { eleven, onDisk, recordings } = await start({ file: { elevenlabs: { keepAudio: false } } });
  expect(await eleven.send(audio('conv_a', Buffer.alloc(5_000), 1))).toMatchObject({ status: 200 });
  expect([onDisk().map(({ audioFile }) => audioFile), recordings()]).toEqual([[null], []]);
});

it('every false signature gets the same answer, and none of it reaches the disk or the log', async () => {
  const { eleven, onDisk, log } = await start();
  const event = aChat('conv_forged');
  const answers = [
    await eleven.send(event, { secret: 'wsec_another' }),
    await eleven.send(event, { signature: null }),
    await eleven.send(event, { signature: 't=1,v0=zz' }),
    await eleven.send(event, { signedAt: Date.now() - 61 * minute }),
    await eleven.send(event, { signedAt: Date.now() + 6 * minute }),
  ];
  const refusal = {
    status: 401,
    body: '{"error":{"code":"unauthorized","message":"The signature of this webhook is not valid."}}',
  };
  expect(answers).toEqual(answers.map(() => refusal));
  expect(onDisk()).toEqual([]);
  expect(log.text()).not.toMatch(/conv_forged|wsec_|v0=/);
  expect(log.text().match(/was refused/g)).toHaveLength(5);
});

it('a late attempt is taken when its event was never seen, and only then changes anything', async () => {
  const { eleven, onDisk } = await start();
  const late = { signedAt: Date.now() - 45 * minute };
  const event = aChat('conv_late');
  expect(await eleven.send(event, late)).toMatchObject({ status: 200 });
  expect(await eleven.send(event, late)).toMatchObject({ status: 200 });
  // It can not be told from a replay, because it names no event.
  expect(await eleven.send('{"type":"something_new","data":{}}', late)).toMatchObject({ status: 401 });
  expect(onDisk()).toHaveLength(1);
});

it('takes every secret while one is being replaced', async () => {
  const next = 'wsec_the-next-secret-0123456789';
  const { eleven } = await start({ env: { ELEVENLABS_WEBHOOK_SECRET: `${next},${secret}` } });
  expect(await eleven.send(aChat('conv_1'))).toMatchObject({ status: 200 });
  expect(await eleven.send(aChat('conv_2'), { secret: next })).toMatchObject({ status: 200 });
});

it('has its own limits: of the body, of the rate, of the addresses', async () => {
  const file = { elevenlabs: { bodyLimitKiB: 300, requestsPerMinute: 3 }, http: { bodyLimitKiB: 1 } };
  const { eleven } = await start({ file });
  const long = (bytes: number): string =>
    JSON.stringify({ ...aChat(`conv_${bytes}`), more: 'x'.repeat(bytes) });
  expect(await eleven.send(long(250_000))).toMatchObject({ status: 200 });
  expect(await eleven.send(long(350_000))).toMatchObject({ status: 413 });
  expect(await eleven.send(aChat())).toMatchObject({ status: 200 });
  expect(await eleven.send(aChat())).toMatchObject({ status: 429 });

  const elsewhere = await start({ file: { elevenlabs: { allowedAddresses: ['34.67.146.145'] } } });
  expect(await elsewhere.eleven.send(aChat())).toMatchObject({ status: 403 });
  const here = await start({ file: { elevenlabs: { allowedAddresses: ['34.67.146.145', '127.0.0.0/8'] } } });
  expect(await here.eleven.send(aChat())).toMatchObject({ status: 200 });
});

it('without a secret it says so, to the sender and in the log', async () => {
  const { eleven, onDisk, log } = await start({ env: { ELEVENLABS_WEBHOOK_SECRET: '' } });
  expect(await eleven.send(aChat())).toMatchObject({
    status: 503,
    body: expect.stringContaining('ELEVENLABS_WEBHOOK_SECRET is not set') as string,
  });
  expect(onDisk()).toEqual([]);
  expect(log.text()).toContain('"elevenlabs":"off: ELEVENLABS_WEBHOOK_SECRET is not set"');
});
