/** What is owed to the CRM, over the real REST and by the command; the CRM refuses until it is told not to. */
import { expect, it, onTestFinished } from 'vitest';
import type { CrmClient } from '../../src/crm/port';
import { createCallLogCommand } from '../../src/relay/cli/call-log';
import { callLogPageSchema } from '../../src/shared/protocol/call-log';
import { endedCall } from '../support/calls';
import { refused, stubbornCrm } from '../support/stubborn-crm';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';
import { API_KEY, startRelay, withKey, withToken } from './relay-harness';

const start = async (crm: CrmClient | null, file: Record<string, unknown> = {}) => {
  const relay = await startRelay({ crm, file });
  onTestFinished(relay.stop);
  const list = async (query = '') =>
    callLogPageSchema.parse((await relay.request('GET', `/api/call-log${query}`, withKey)).body).jobs;
  return { ...relay, list };
};

const run = async (args: string[], env: Record<string, string> = { API_KEY }) => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const terminal = { env, cwd: tempFolder('command'), print, complain: print };
  const code = await createCallLogCommand().run(args, terminal);
  return { code, said: lines.join('\n') };
};

const one = endedCall({ linkedId: '1.1' });
const two = endedCall({ linkedId: '2.2', startedAt: '2026-11-23T09:30:00.000Z' });

it('shows what was given up, without the number or a secret, and logs it once it is retried', async () => {
  const { crm, state } = stubbornCrm();
  const { pbx, request, list } = await start(crm);
  pbx.tell(one);
  pbx.tell(two);
  await until(() => [one, two].every(({ id }) => pbx.call(id)?.crmRecord.status === 'failed'));
  expect((await list('?status=failed&limit=1')).map(({ callId }) => callId)).toEqual([two.id]);
  const jobs = await list();
  expect(jobs[0]).toEqual({
    callId: two.id,
    kind: 'call',
    status: 'failed',
    startedAt: two.startedAt,
    tries: 1,
    nextTryAt: null,
    error: expect.stringMatching(/^SuiteCRM refused the request: phone /) as string,
  });
  expect(JSON.stringify(jobs)).not.toMatch(/1234567|abcdef/);

  state.mended = true;
  const path = `/api/call-log/${encodeURIComponent(one.id)}/retry`;
  expect(await request('POST', path, withKey)).toMatchObject({ status: 202, body: { retried: 1 } });
  await until(() => pbx.call(one.id)?.crmRecord.status === 'logged');
  expect(await request('POST', path, withKey)).toMatchObject({ status: 409 });
  expect(await list('?status=failed')).toHaveLength(1);
  expect(await request('POST', '/api/call-log/pbx:nowhere/retry', withKey)).toMatchObject({ status: 404 });
  expect(await request('POST', '/api/call-log/retry', withKey)).toMatchObject({ body: { retried: 1 } });
  await until(() => pbx.call(two.id)?.crmRecord.status === 'logged');
  expect(await request('POST', '/api/call-log/retry', withKey)).toMatchObject({ body: { retried: 0 } });
  expect(state.logged).toHaveLength(2);
});

it('refuses a query that is not as it should be', async () => {
  const { request } = await start(stubbornCrm().crm);
  for (const query of ['?status=lost', '?limit=0', '?cursor=x'])
    expect(await request('GET', `/api/call-log${query}`, withKey)).toMatchObject({ status: 400 });
});

it('retries nothing where there is no CRM', async () => {
  const { request, list } = await start(null);
  expect(await list()).toEqual([]);
  expect(await request('POST', '/api/call-log/retry', withKey)).toMatchObject({ status: 503 });
});

it('the command lists and retries', async () => {
  const { crm, state } = stubbornCrm();
  const { pbx, url } = await start(crm);
  expect(await run(['list', '--url', url])).toEqual({ code: 0, said: 'No call was to be logged yet.' });
  pbx.tell(one);
  pbx.tell(two);
  await until(() => [one, two].every(({ id }) => pbx.call(id)?.crmRecord.status === 'failed'));
  const { code, said } = await run(['list', '--status', 'failed', '--limit', '1', '--url', url]);
  expect(code).toBe(0);
  expect(said).toMatch(/^failed +2026-11-23T09:30:00.000Z {2}pbx:2\.2 {2}1 try\n +SuiteCRM refused/);
  expect(said).toContain('There are more');
  state.mended = true;
  expect((await run(['retry', one.id, '--url', url])).said).toContain('1 job is tried again now');
  await until(() => pbx.call(one.id)?.crmRecord.status === 'logged');
  expect(await run(['retry', one.id, '--url', url])).toEqual({
    code: 2,
    said: 'The call pbx:1.1 is in the CRM already.',
  });
  expect((await run(['retry', '--all', '--url', url])).said).toContain('1 job is');
  await until(() => pbx.call(two.id)?.crmRecord.status === 'logged');
  expect(await run(['retry', '--all', '--url', url])).toEqual({ code: 0, said: 'Nothing has failed.' });
});

it('keeps what failed until somebody gives it up, call by call or by age', async () => {
  const { pbx, url, request, list } = await start(stubbornCrm().crm);
  const endedAt = '2020-03-02T09:35:00.000Z';
  pbx.tell({ ...one, endedAt });
  pbx.tell({ ...two, endedAt });
  await until(() => [one, two].every(({ id }) => pbx.call(id)?.crmRecord.status === 'failed'));
  const path = `/api/call-log/${encodeURIComponent(one.id)}/give-up`;
  expect(await request('POST', path, withKey)).toMatchObject({ status: 200, body: { givenUp: 1 } });
  expect(pbx.call(one.id)?.crmRecord).toMatchObject({
    status: 'failed',
    error: 'An administrator has given it up, so it is not in the CRM.',
  });
  expect(await request('POST', path, withKey)).toMatchObject({ status: 404 });
  expect(await request('POST', path, withToken('anna'))).toMatchObject({ status: 403 });
  expect(await request('POST', '/api/call-log/give-up', { ...withKey, body: {} })).toMatchObject({
    status: 400,
  });
  expect((await list('?status=given-up')).map(({ callId }) => callId)).toEqual([one.id]);
  expect(await run(['give-up', '--older-than', '30000', '--url', url])).toEqual({
    code: 0,
    said: 'Nothing was given up.',
  });
  expect(await run(['give-up', '--older-than', '0', '--url', url])).toMatchObject({
    said: '1 job is given up.',
  });
  expect((await run(['list', '--status', 'given-up', '--url', url])).said).toContain(two.id);
  expect((await request('GET', '/api/status', withKey)).body).toMatchObject({
    callLog: { pending: 0, failed: 0, logged: 0, givenUp: 2 },
  });
  // A change of mind, as long as the call is in the history.
  expect((await run(['retry', two.id, '--url', url])).said).toContain('1 job is tried again now');
  await until(() => pbx.call(two.id)?.crmRecord.error === refused.message);
  expect(await run(['give-up', two.id, '--url', url])).toMatchObject({ said: '1 job is given up.' });
});

it('the command says what is wrong', async () => {
  const { url } = await start(null);
  expect(await run(['list', '--url', url], { API_KEY: 'another-key-0123456789' })).toEqual({
    code: 2,
    said: 'The API key is not the right one.',
  });
  expect(await run(['list', '--url', 'http://127.0.0.1:1'])).toMatchObject({
    code: 2,
    said: expect.stringContaining('Does the relay run?') as string,
  });
  await expect(run(['list'], {})).rejects.toThrow('API_KEY is not set');
  for (const args of [
    [],
    ['lst'],
    ['retry'],
    ['retry', 'x', '--all'],
    ['list', '--status', 'lost'],
    ['give-up'],
    ['give-up', 'x', '--older-than', '3'],
    ['give-up', '--older-than', '1.5'],
  ])
    await expect(run(args)).rejects.toMatchObject({ code: 'config' });
});

it('logs what config.json says, in its words, for the user it names', async () => {
  const { crm, state } = stubbornCrm();
  state.mended = true;
  const userId = 'a9e00000-0000-4000-8000-000000000009';
  const { pbx, request } = await start(crm, {
    callLog: {
      missed: false,
      internal: true,
      userId,
      subject: '{direction}: {who}',
      description: '{callId}',
    },
  });
  const internal = endedCall({ linkedId: '3.3', direction: 'internal' });
  const missed = endedCall({ linkedId: '4.4', outcome: 'abandoned' });
  for (const call of [missed, one, internal]) pbx.tell(call);
  await until(() => state.logged.length === 2);
  expect(state.logged.sort((a, b) => a.subject.localeCompare(b.subject))).toMatchObject([
    { subject: 'inbound: +49 171 1234567', description: one.id, assignedUserId: userId },
    { subject: 'internal: +49 171 1234567', description: internal.id, assignedUserId: userId },
  ]);
  expect(pbx.call(missed.id)?.crmRecord.status).toBe('off');
  expect((await request('GET', '/api/status', withKey)).body).toMatchObject({
    callLog: { fallbackUserId: userId, agentsWithoutUser: 2 },
  });
});
