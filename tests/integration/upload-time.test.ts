/** How long a request may take to arrive, on real sockets: a webhook has its own time. */
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createElevenLabsSimulator, transcription } from '../../src/simulators/elevenlabs';
import { startRelay } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';

const start = async (file: Record<string, unknown>) => {
  const relay = await startRelay({ file, env: { ELEVENLABS_WEBHOOK_SECRET: secret } });
  onTestFinished(relay.stop);
  const event = transcription({ conversationId: 'conv_1', startedAt: 1_795_421_135, withoutPhone: true });
  const eleven = createElevenLabsSimulator({ url: `${relay.url}/webhook/elevenlabs`, secret });
  /** A request whose body never comes whole. @returns what the relay said until it cut the line */
  const stall = (path: string): Promise<string> =>
    new Promise((resolve) => {
      const { port } = new URL(relay.url);
      const socket = connect(Number(port), '127.0.0.1');
      let said = '';
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n` +
          `ElevenLabs-Signature: t=${Math.floor(Date.now() / 1_000)},v0=${'0'.repeat(64)}\r\n\r\n{"code":`,
      );
      socket.on('data', (data) => (said += data.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(said));
    });
  return { eleven, event, stall };
};

it('a webhook may take longer than any other request, which is cut in its time', async () => {
  const { eleven, event, stall } = await start({ http: { requestTimeoutSeconds: 1 } });
  const others = stall('/api/enrol');
  expect(await eleven.send(event, { halfUntil: others })).toMatchObject({ status: 200 });
  expect(await others).toMatch(/^HTTP\/1\.1 408 /);
});

it('but not for ever', async () => {
  const { eleven, event, stall } = await start({ elevenlabs: { uploadSeconds: 1 } });
  expect(await stall('/webhook/elevenlabs')).toMatch(/^HTTP\/1\.1 408 /);
  expect(await eleven.send(event)).toMatchObject({ status: 200 });
});
