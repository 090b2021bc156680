import { expect, it, onTestFinished } from 'vitest';
import { createSendTestWebhookCommand } from '../../src/relay/cli/send-test-webhook';
import { systemClock } from '../../src/shared/clock';
import { endedCall } from '../support/calls';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';
import { startRelay } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';

const send = async (args: string[], env: Record<string, string> = { ELEVENLABS_WEBHOOK_SECRET: secret }) => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const terminal = { env, cwd: tempFolder('command'), print, complain: print };
  const code = await createSendTestWebhookCommand(systemClock).run(args, terminal);
  return { code, said: lines.join('\n') };
};
const start = async (env: Record<string, string> = { ELEVENLABS_WEBHOOK_SECRET: secret }) => {
  const relay = await startRelay({ env });
  onTestFinished(relay.stop);
  return relay;
};

it('is taken by a relay with the same secret; nothing is made of it but a line in the log', async () => {
  const { url, log } = await start();
  const { code, said } = await send(['--url', url], {
    ELEVENLABS_WEBHOOK_SECRET: `${secret},wsec_older-0123`,
  });
  expect([code, said]).toEqual([0, expect.stringContaining('/webhook/elevenlabs answered 200.')]);
  await until(() => log.text().includes('without a phone call'));
});

it('is joined to the call that is named', async () => {
  const { url, pbx } = await start();
  pbx.tell(endedCall());
  expect(await send(['--url', url, '--call', endedCall().id])).toMatchObject({ code: 0 });
  await until(() => pbx.call(endedCall().id)?.ai?.summary === 'A test conversation, sent by hand.');
});

it('says what is wrong', async () => {
  const { url } = await start();
  expect(await send(['--url', url], { ELEVENLABS_WEBHOOK_SECRET: 'wsec_another-secret' })).toMatchObject({
    code: 2,
    said: expect.stringMatching(/answered 401[^]*another secret/) as string,
  });
  const without = await start({});
  expect((await send(['--url', without.url])).said).toMatch(/answered 503[^]*ELEVENLABS_WEBHOOK_SECRET/);
  expect(await send(['--url', 'http://127.0.0.1:1'])).toMatchObject({
    code: 2,
    said: expect.stringContaining('could not be reached') as string,
  });
  await expect(send(['--url', 'relay'])).rejects.toMatchObject({ code: 'config' });
  await expect(send([], {})).rejects.toThrow('ELEVENLABS_WEBHOOK_SECRET is not set');
});
