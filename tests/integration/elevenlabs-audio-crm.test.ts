/** A recording reaches its call in SuiteCRM once and whole, or says why not. Real HTTP, a real store, real files. */
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { callLogPageSchema } from '../../src/shared/protocol/call-log';
import { audio, transcription } from '../../src/simulators/elevenlabs';
import type { FaultyRequest } from '../../src/simulators/suitecrm';
import { until } from '../support/until';
import { startAll, startedAt } from './ai-crm-harness';
import { withKey } from './relay-harness';

const mp3 = (bytes = 2_000): Buffer => Buffer.concat([Buffer.from('ID3'), randomBytes(bytes)]);
const carriesFile = ({ method, body }: FaultyRequest): boolean =>
  method !== 'GET' && JSON.stringify(body ?? null).includes('"filecontents"');

const world = async ({
  audioToCrm = {},
  crmSettings = {},
}: {
  audioToCrm?: object;
  crmSettings?: object;
}) => {
  const all = await startAll({ elevenlabs: { audioToCrm: { enabled: true, ...audioToCrm } }, crmSettings });
  const { relay, crm, aCall, dataDir } = all;
  /** A customer's call, once it is in the CRM. */
  const loggedCall = async () => {
    const { pop, done, logged } = await aCall();
    await done;
    const call = await logged();
    return { call, linkedId: pop.linkedId };
  };
  const said = (linkedId: string, conversationId = 'conv_1', by = relay) =>
    by.eleven.send(
      transcription({ conversationId, startedAt: startedAt(), headers: { 'X-Call-ID': linkedId } }),
    );
  const heard = (file: Buffer, conversationId = 'conv_1', by = relay) =>
    by.eleven.send(audio(conversationId, file, startedAt()));
  const recordings = () => crm.records('Notes').filter(({ values }) => values['filename'] !== undefined);
  const job = async (by = relay) => {
    const response = await fetch(`${by.url}/api/call-log`, { headers: { ...withKey } });
    const { jobs } = callLogPageSchema.parse(await response.json());
    return jobs.find(({ kind }) => kind === 'audio') ?? null;
  };
  const jobIs = async (status: string, by = relay) => {
    for (;;) {
      const now = await job(by);
      if (now?.status === status) return now;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const post = (path: string, by = relay) =>
    fetch(`${by.url}/api/call-log${path}`, { method: 'POST', headers: { ...withKey } });
  const files = () => readdirSync(join(dataDir, 'recordings'));
  return { ...all, loggedCall, said, heard, recordings, job, jobIs, post, files };
};

it('is switched off unless it is configured', async () => {
  const { relay, notes, aCall } = await startAll();
  const { pop, done, logged } = await aCall();
  await done;
  await logged();
  await relay.eleven.send(
    transcription({
      conversationId: 'conv_1',
      startedAt: startedAt(),
      headers: { 'X-Call-ID': pop.linkedId },
    }),
  );
  await relay.eleven.send(audio('conv_1', mp3(), startedAt()));
  await until(() => notes().length === 1);
  const response = await fetch(`${relay.url}/api/call-log`, { headers: { ...withKey } });
  const { jobs } = callLogPageSchema.parse(await response.json());
  expect(jobs.map(({ kind }) => kind).sort()).toEqual(['call', 'conversation']);
});

it.each(['after', 'before'])('%s the transcript: a file of the call and its contact, once', async (order) => {
  const { loggedCall, said, heard, recordings, jobIs, crm } = await world({ audioToCrm: { maxMiB: 16 } });
  const { call, linkedId } = await loggedCall();
  // More than many a library's own limit for a body.
  const file = mp3(12 * 1_024 * 1_024);
  if (order === 'before') await heard(file);
  await said(linkedId);
  if (order === 'after') await heard(file);
  expect(await jobIs('logged')).toMatchObject({ callId: call.id, tries: 1, error: null });
  // The same once more changes nothing.
  await heard(file);
  const [note, ...others] = recordings();
  expect(others).toEqual([]);
  expect(note?.file?.equals(file)).toBe(true);
  expect(note?.values).toMatchObject({
    name: expect.stringMatching(/^Recording of the conversation with Nora, \d{4}-/) as string,
    filename: expect.stringMatching(/^conversation-\d{4}-\d\d-\d\d-\d\d-\d\d\.mp3$/) as string,
    file_mime_type: 'audio/mpeg',
    parent_type: 'Calls',
    parent_id: call.crmRecord.id,
    contact_id: call.contact?.id,
  });
  expect(crm.records('Notes')).toHaveLength(2);
});

it('hours later and through every trouble: there once, with its file', async () => {
  const { loggedCall, said, heard, recordings, jobIs, crm, restart } = await world({
    audioToCrm: { timeoutSeconds: 1 },
  });
  const { linkedId } = await loggedCall();
  await said(linkedId);
  await until(() => crm.records('Notes').length === 1);
  const again = await restart();
  crm.faults.failBeforeSave = 1;
  crm.faults.failBeforeFile = 2;
  let unanswered = 2;
  crm.faults.perRequest = (request) =>
    carriesFile(request) && crm.faults.failBeforeFile === 0 && unanswered-- > 0
      ? { done: unanswered === 0, answer: 'never' }
      : null;
  const file = mp3();
  await heard(file, 'conv_1', again);
  await jobIs('logged', again);
  expect(recordings().map(({ file: kept }) => kept?.equals(file))).toEqual([true]);
});

it('an ending that SuiteCRM refuses: named, not repeated, and attached to the same note once it is allowed', async () => {
  const { loggedCall, said, heard, recordings, jobIs, post, crm, job } = await world({});
  const { call, linkedId } = await loggedCall();
  crm.faults.refusedExtensions.push('mp3');
  await said(linkedId);
  const file = mp3();
  await heard(file);
  const failed = await jobIs('failed');
  expect(failed).toMatchObject({ tries: 1, nextTryAt: null });
  expect(failed.error).toMatch(/does not take files that end in "\.mp3".*upload_badext.*retry/);
  expect(recordings().map((note) => note.file)).toEqual([null]);

  expect((await post(`/${call.id}/retry`)).status).toBe(202);
  await jobIs('failed');
  expect(recordings()).toHaveLength(1);

  crm.faults.refusedExtensions = [];
  await post(`/${call.id}/retry`);
  await jobIs('logged');
  expect(recordings().map((note) => note.file?.equals(file))).toEqual([true]);
  expect((await job())?.error).toBeNull();
});

it('given up by hand stays so until somebody retries it', async () => {
  const { loggedCall, said, heard, recordings, jobIs, post, crm } = await world({});
  const { call, linkedId } = await loggedCall();
  crm.faults.refusedExtensions.push('mp3');
  await said(linkedId);
  await heard(mp3());
  await jobIs('failed');
  await post(`/${call.id}/give-up`);
  await jobIs('given-up');
  crm.faults.refusedExtensions = [];
  await post(`/${call.id}/retry`);
  await jobIs('logged');
  expect(recordings()[0]?.file).not.toBeNull();
});

it('one that is too large stays with the relay, and one that is gone is let go, each with a sentence', async () => {
  const { loggedCall, said, heard, recordings, jobIs, post, crm, files, dataDir } = await world({
    audioToCrm: { maxMiB: 1 },
  });
  const { call, linkedId } = await loggedCall();
  await said(linkedId);
  await heard(mp3(1.5 * 1_024 * 1_024));
  expect((await jobIs('failed')).error).toMatch(/^The recording has 1\.5 MiB, and .*maxMiB allows 1\./);
  for (const name of files()) rmSync(join(dataDir, 'recordings', name));
  await post(`/${call.id}/retry`);
  expect((await jobIs('given-up')).error).toMatch(/no longer in the recordings folder/);
  expect(recordings()).toEqual([]);
  expect(crm.records('Notes')).toHaveLength(1);
});

it('may take longer than other requests, keeps none of them waiting, and survives a relay that goes meanwhile', async () => {
  const { loggedCall, said, heard, recordings, jobIs, crm, restart } = await world({
    crmSettings: { timeoutSeconds: 1, parallelWrites: 1 },
  });
  const { linkedId } = await loggedCall();
  await said(linkedId);
  let slow = true;
  let isThere: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (isThere = resolve));
  crm.faults.delayMs = (request) => {
    if (!carriesFile(request) || !slow) return 0;
    isThere();
    return 60_000;
  };
  const file = mp3();
  await heard(file);
  await arrived;
  const other = await loggedCall();
  expect(other.call.crmRecord.status).toBe('logged');
  expect(recordings()).toEqual([]);

  const again = await restart();
  slow = false;
  // Longer than crm.timeoutSeconds.
  let sent = 0;
  crm.faults.delayMs = (request) => {
    if (!carriesFile(request)) return 0;
    sent += 1;
    return 1_500;
  };
  const logged = await jobIs('logged', again);
  expect(logged.error).toBeNull();
  // Its answer was waited for: the restart's one try, and no read-back.
  expect([sent, logged.tries]).toEqual([1, 1]);
  expect(recordings().map((note) => note.file?.equals(file))).toEqual([true]);
});
