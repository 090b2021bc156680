/** Transcripts and recordings go when the settings say, with the clock turned. A real store and real files. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { createAiCalls } from '../../src/relay/ai';
import { signBody } from '../../src/relay/ai/signature';
import { createCallBook } from '../../src/relay/calls/call-book';
import { createSqliteStore } from '../../src/relay/store/sqlite';
import { audio, transcription, type WebhookEvent } from '../../src/simulators/elevenlabs';
import { endedCall } from '../support/calls';
import { createFakeClock } from '../support/fake-clock';
import { createMemoryLog } from '../support/log';
import { testConfig } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';
const day = 24 * 60 * 60_000;

it('transcripts go after their days, recordings after theirs, half a recording at the next start', async () => {
  const config = testConfig({
    env: { ELEVENLABS_WEBHOOK_SECRET: secret },
    // Calls go before the transcripts would: nothing of one stays longer than its call may.
    file: { retentionDays: 20, elevenlabs: { transcriptRetentionDays: 90, audioRetentionDays: 10 } },
  });
  const clock = createFakeClock();
  const log = createMemoryLog();
  const store = createSqliteStore({ dir: config.dataDir }, { clock, logger: log });
  onTestFinished(() => store.close());
  const book = createCallBook({
    links: [],
    store,
    clock,
    logger: log,
    isLogged: () => false,
    tell: () => {},
    onLogJob: () => {},
  });
  const ai = createAiCalls(
    { ...config.elevenlabs, dataDir: config.dataDir, retentionDays: config.retentionDays },
    {
      store,
      calls: book,
      pbxIds: ['pbx'],
      country: 'DE',
      clock,
      log,
      isLogged: () => false,
      tell: () => {},
      onLogJob: () => {},
      lookup: null,
    },
  );
  const recordings = join(config.dataDir, 'recordings');
  mkdirSync(recordings);
  writeFileSync(join(recordings, 'half.part'), 'x');
  store.saveCall(endedCall());
  await ai.start();
  expect(readdirSync(recordings)).toEqual([]);

  const receive = async (event: WebhookEvent): Promise<void> => {
    const body = JSON.stringify(event);
    const result = await ai.route.receive?.(
      signBody(body, secret, clock.now()),
      Readable.from([Buffer.from(body)]),
    );
    expect(result).toEqual({ ok: true, value: 'stored' });
  };
  await receive(
    transcription({
      conversationId: 'conv_1',
      startedAt: clock.now() / 1_000,
      headers: { 'X-Call-ID': endedCall().linkedId },
    }),
  );
  await receive(audio('conv_1', Buffer.from('mp3'), 1));
  await clock.advanceAsync(1_000);
  const kept = () => [store.conversationsOf(endedCall().id).length, readdirSync(recordings).length];
  expect(kept()).toEqual([1, 1]);

  await clock.advanceAsync(9 * day);
  await ai.purge();
  expect(kept()).toEqual([1, 1]);
  await clock.advanceAsync(2 * day);
  await ai.purge();
  expect(kept()).toEqual([1, 0]);
  await clock.advanceAsync(10 * day);
  await ai.purge();
  expect(kept()).toEqual([0, 0]);
  // The call keeps the short of it.
  expect(store.getCall(endedCall().id)?.ai?.conversationId).toBe('conv_1');
  expect(existsSync(recordings)).toBe(true);
  ai.stop();
});
