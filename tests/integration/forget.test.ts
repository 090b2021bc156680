/** A number is forgotten by a relay that runs: afterwards no byte of the data folder has it, in any spelling, nor what was said. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CrmClient } from '../../src/crm/port';
import { createForgetCommand } from '../../src/relay/cli/forget';
import { createSqliteStore } from '../../src/relay/store/sqlite';
import { systemClock } from '../../src/shared/clock';
import { AppError } from '../../src/shared/errors';
import { silentLogger } from '../../src/shared/logger';
import { forgetReportSchema, type ForgetReport } from '../../src/shared/protocol/forget';
import { err, ok } from '../../src/shared/result';
import { audio, createElevenLabsSimulator, transcription } from '../../src/simulators/elevenlabs';
import { aCall, aLeg, answeredBy, ended, endedCall, maria } from '../support/calls';
import { spellings } from '../support/spellings';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';
import { API_KEY, signIn, startRelay, withKey, withToken } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';
const number = '+491711234567';
const written = spellings({ callingCode: '49', national: '1711234567', trunk: '0' });
const other = (patch: object = {}) =>
  endedCall({
    remote: { number: '+4930999888', display: '+49 30 999888', name: 'Somebody Else', anonymous: false },
    ...patch,
  });
/** What only this person has said. */
const secretWords = 'my-grandmother-is-called-Wilhelmine';

const silentCrm = (): { crm: CrmClient; logged: string[]; searched: string[]; refuse: { on: boolean } } => {
  const state = { logged: [] as string[], searched: [] as string[], refuse: { on: false } };
  const unasked = () => Promise.reject(new Error('not asked for'));
  const crm: CrmClient = {
    kind: 'suitecrm',
    findByNumber: (asked) => {
      state.searched.push(asked);
      return Promise.resolve(ok(asked === number ? { contact: maria, accountId: null, title: null } : null));
    },
    context: unasked,
    candidate: () => Promise.resolve(ok(null)),
    logCall: ({ id }) => {
      if (state.refuse.on)
        return Promise.resolve(err(new AppError('crm_unavailable', 'away', { retryable: true })));
      state.logged.push(id);
      return Promise.resolve(ok({ id, url: `https://crm.example/${id}` }));
    },
    logConversation: () => Promise.resolve(ok({})),
    logNote: unasked,
    logFollowUp: unasked,
    noteIds: ({ id }) => [id],
    check: () => Promise.resolve(ok({ userId: '1', userName: 'Relay' })),
    recordUrl: (module, id) => `https://crm.example/${module}/${id}`,
    close: () => {},
  };
  return { crm, ...state };
};

const start = async () => {
  const crm = silentCrm();
  const relay = await startRelay({
    crm: crm.crm,
    env: { ELEVENLABS_WEBHOOK_SECRET: secret },
    file: { elevenlabs: { joinSeconds: 0 } },
  });
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await relay.stop();
    running = false;
  };
  onTestFinished(stop);
  const forget = async (typed: string, erase: boolean): Promise<ForgetReport> =>
    forgetReportSchema.parse(
      (await relay.request('POST', '/api/forget', { ...withKey, body: { number: typed, erase } })).body,
    );
  return { ...relay, stop, crm, forget };
};

const counts = ({ kinds }: ForgetReport) => Object.fromEntries(kinds.map(({ kind, count }) => [kind, count]));

/** Every byte of the data folder and of what the relay has logged. */
const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path).toString('latin1'))
    .join('\n');

it('counts first, then erases everywhere, says what stays in the CRM, and leaves the others', async () => {
  const { pbx, forget, config, crm, url, log, request, stop } = await start();
  const eleven = createElevenLabsSimulator({ url: `${url}/webhook/elevenlabs`, secret });
  // Many, so that pages are split and copies come about.
  for (let n = 0; n < 400; n += 1)
    pbx.tell(
      (n % 4 === 0 ? endedCall : other)({
        linkedId: `${n * 7_919}.${n}`,
        queue: 'q'.repeat((n * 37) % 900),
      }),
    );
  const said = endedCall({ linkedId: '1764000000.1' });
  pbx.tell(said);
  const withTransfer = other({
    linkedId: '5.5',
    transfers: [{ kind: 'blind', from: '1001', to: '00491711234567', at: said.startedAt }],
  });
  pbx.tell(withTransfer);
  const callStart = Date.parse(said.startedAt) / 1_000;
  await eleven.send(
    transcription({
      conversationId: 'conv_his',
      startedAt: callStart + 3,
      headers: { 'X-Call-ID': said.linkedId },
      lines: [['user', secretWords, 1]],
    }),
  );
  await eleven.send(audio('conv_his', Buffer.from('mp3'), callStart + 4));
  await eleven.send(
    transcription({
      conversationId: 'conv_other',
      startedAt: callStart + 3,
      customer: '+4930999888',
      headers: { 'X-Call-ID': withTransfer.linkedId },
      lines: [['user', 'call my husband at 0171 / 12345 67, please', 1]],
    }),
  );
  const dry = async (): Promise<ForgetReport> => forget('0171 1234567', false);
  await until(() => crm.logged.length === 402);
  for (;;) {
    const seen = await dry();
    if (counts(seen)['AI conversations with their transcripts'] === 1 && seen.struckOut === 3) break;
  }
  const expected = {
    calls: 101,
    'records of what made a call': 0,
    'jobs for the CRM': 102,
    "agents' notes": 0,
    'AI conversations with their transcripts': 1,
    'webhooks as they came': 2,
    'recordings of AI conversations': 1,
  };
  expect(counts(await dry())).toEqual(expected);
  expect(bytesOf(config.dataDir)).toContain(number);

  const report = await forget('0049 171 1234567', true);
  expect(report).toMatchObject({
    erased: true,
    number: '***567',
    running: [],
    rewritten: true,
    struckOut: 3,
  });
  expect(counts(report)).toEqual(expected);
  const modules = report.remains.map(({ module }) => module);
  expect([modules.filter((module) => module === 'Calls').length, modules.includes('Contacts')]).toEqual([
    101,
    true,
  ]);
  expect(report.remains.every(({ id, url: link }) => link?.includes(id) === true || link === maria.url)).toBe(
    true,
  );
  expect(JSON.stringify(report)).not.toContain('1711234567');

  const left = bytesOf(config.dataDir);
  for (const spelling of written) expect(left).not.toContain(spelling);
  expect(left).not.toContain(secretWords);
  expect(readdirSync(join(config.dataDir, 'recordings'))).toEqual([]);
  expect(counts(await dry())).toEqual(Object.fromEntries(Object.keys(expected).map((kind) => [kind, 0])));
  expect(log.text()).toMatch(/A number was forgotten.*\*\*\*567/);
  for (const spelling of written) expect(log.text()).not.toContain(spelling);

  // What was compressed is not seen by a search of bytes: every record is read.
  expect((await request('GET', `/api/calls/${said.id}`, withKey)).status).toBe(404);
  expect(JSON.stringify((await request('GET', `/api/calls/${withTransfer.id}`, withKey)).body)).toContain(
    '"to":"***"',
  );
  // The same webhook again, and a late one of the same conversation, are known and not kept.
  expect(await eleven.send(audio('conv_his', Buffer.from('mp3'), callStart + 99))).toMatchObject({
    status: 200,
  });
  expect(readdirSync(join(config.dataDir, 'recordings'))).toEqual([]);
  await stop();
  const store = createSqliteStore({ dir: config.dataDir }, { clock: systemClock, logger: silentLogger });
  const texts = (['call', 'events', 'conversation', 'webhook'] as const).flatMap((kind) =>
    store.personalTexts(kind, null, 1_000).map(({ text }) => text),
  );
  expect(texts.length).toBeGreaterThan(300);
  for (const spelling of written) expect(texts.join('\n')).not.toContain(spelling);
  expect(texts.join('\n')).not.toContain(secretWords);
  expect(store.countCalls()).toBe(301);
  store.close();
});

it('a call that runs stays and is named; when it is over it can be forgotten, and no late word brings it back', async () => {
  const { pbx, forget, crm, request } = await start();
  crm.refuse.on = true;
  const talking = answeredBy(aCall({ legs: [aLeg('1001')] }), '1001');
  pbx.tell(talking);
  expect(await forget(number, true)).toMatchObject({ running: [talking.id], rewritten: false });
  expect((await request('GET', `/api/calls/${talking.id}`, withKey)).status).toBe(200);
  pbx.tell(ended(talking));
  await until(() => crm.searched.length > 0);
  expect(await forget(number, true)).toMatchObject({ running: [], unsent: [talking.id], rewritten: true });
  expect((await request('GET', `/api/calls/${talking.id}`, withKey)).status).toBe(404);
  expect((await request('GET', '/api/call-log', withKey)).body).toMatchObject({ jobs: [] });
  expect(crm.logged).toEqual([]);
});

it('what the CRM said of the number is not remembered', async () => {
  const { pbx, forget, crm } = await start();
  const ring = (linkedId: string): void => pbx.tell(aCall({ linkedId }));
  ring('1.1');
  await until(() => pbx.call('pbx:1.1')?.contact !== null);
  pbx.tell(ended(pbx.call('pbx:1.1') ?? aCall()));
  await forget(number, true);
  const before = crm.searched.length;
  ring('2.2');
  await until(() => crm.searched.length > before);
});

it('goes at the desks, too: at once where they are open, else at the next sign-in; nobody else hears of it', async () => {
  const { pbx, forget, url } = await start();
  const call = endedCall();
  pbx.tell(call);
  const anna = await signIn(url, 'anna');
  const ben = await signIn(url, 'ben');
  expect(anna.registered.forgotten).toEqual([]);
  await forget(number, true);
  expect((await anna.nextOfType('calls_forgotten')).callIds).toEqual([call.id]);
  // Answered in their order: what was sent before is there.
  ben.send({ type: 'ping', id: 'barrier' });
  await ben.nextOfType('pong');
  expect(ben.messages.map(({ type }) => type)).not.toContain('calls_forgotten');

  const lastSeenAt = anna.registered.at;
  expect((await signIn(url, 'anna', { lastSeenAt })).registered.forgotten).toEqual([call.id]);
  expect((await signIn(url, 'anna')).registered.forgotten).toEqual([call.id]);
  const later = new Date(Date.now() + 60_000).toISOString();
  expect((await signIn(url, 'anna', { lastSeenAt: later })).registered.forgotten).toEqual([]);
  expect((await signIn(url, 'ben')).registered.forgotten).toEqual([]);
});

it("agents' notes go with their calls; in a note about somebody else the number is struck out", async () => {
  const { pbx, forget, url, request } = await start();
  const his = endedCall();
  const theirs = other({ linkedId: '5.5' });
  for (const call of [his, theirs]) pbx.tell(call);
  const anna = await signIn(url, 'anna');
  const note = async (callId: string, text: string): Promise<void> => {
    anna.send({ type: 'call_note', id: callId, callId, text, writer: 'desktop' });
    await anna.nextOfType('noted');
  };
  await note(his.id, 'wants the new tariff');
  await note(theirs.id, 'ask Maria, 0171 1234567');
  const dry = await forget(number, false);
  expect([counts(dry)["agents' notes"], dry.struckOut]).toEqual([1, 1]);
  await forget(number, true);
  expect((await request('GET', `/api/calls/${theirs.id}/notes`, withKey)).body).toMatchObject({
    notes: [{ text: 'ask Maria, ***' }],
  });
  expect(counts(await forget(number, false))["agents' notes"]).toBe(0);
});

it('is for the API key, and for numbers of people', async () => {
  const { request } = await start();
  const ask = (headers: object, body: unknown) => request('POST', '/api/forget', { ...headers, body });
  expect((await ask({}, { number })).status).toBe(401);
  expect((await ask(withToken('anna'), { number })).status).toBe(403);
  expect((await ask(withKey, { number: '1001' })).body).toMatchObject({ error: { code: 'bad_number' } });
  expect((await ask(withKey, { number, all: true })).status).toBe(400);
});

it('at the terminal: a dry run says what to add, then it is done; JSON for the files', async () => {
  const { pbx, url } = await start();
  const call = endedCall();
  pbx.tell(call);
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const terminal = { env: { API_KEY }, cwd: tempFolder('command'), print, complain: print };
    const code = await createForgetCommand().run([...args, '--url', url], terminal);
    return { code, said: lines.join('\n') };
  };
  const dry = await run('0171', '1234567');
  expect(dry.said).toMatch(/\*\*\*567 \(nothing was changed\):\n +1 {2}calls[^]*Add --yes/);
  expect(await run('0171 1234567', '--yes')).toMatchObject({ code: 0 });
  const again = await run('+49 171 1234567', '--json');
  expect(forgetReportSchema.parse(JSON.parse(again.said))).toMatchObject({ erased: false });
  expect((await run('1001')).said).toContain('no number that can be forgotten');
  await expect(run()).rejects.toThrow(/number is missing/);
});
