/** A conversation begins: ElevenLabs is told who calls, at once and whatever happens. Real HTTP, a real store. */
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { CrmClient, CrmMatch } from '../../src/crm/port';
import { initiationAnswerSchema } from '../../src/shared/protocol/initiation';
import { statusSchema } from '../../src/shared/protocol/rest';
import { iso } from '../../src/shared/clock';
import { ok, type Result } from '../../src/shared/result';
import type { AppError } from '../../src/shared/errors';
import {
  beginConversation,
  createElevenLabsSimulator,
  transcription,
  type BeginningCall,
} from '../../src/simulators/elevenlabs';
import type { Call } from '../../src/shared/call/call';
import { aCall, ended, maria } from '../support/calls';
import { createFakeClock } from '../support/fake-clock';
import { until } from '../support/until';
import { startRelay, withKey, type RelayTestOptions } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';
const initiationSecret = 'the-initiation-secret-of-this-test';
const right = { 'x-initiation-secret': initiationSecret };
/** A call that rings now. */
const ringing = (patch: Partial<Call> = {}): Call => aCall({ startedAt: iso(Date.now()), ...patch });
const match: CrmMatch = { contact: maria, accountId: 'a-1', title: null };

/** A CRM that is asked for one thing only. */
const crmThat = (find: (number: string) => Promise<Result<CrmMatch | null, AppError>>): CrmClient => {
  const never = () => Promise.reject(new Error('not asked for'));
  return {
    kind: 'suitecrm',
    findByNumber: find,
    context: never,
    candidate: never,
    logCall: never,
    logConversation: never,
    logNote: never,
    logFollowUp: never,
    check: () => Promise.resolve(ok({ userId: '1', userName: 'relay' })),
    recordUrl: () => '',
    close: () => {},
  };
};

const start = async ({
  elevenlabs = {},
  env = {},
  ...options
}: RelayTestOptions & { elevenlabs?: object } = {}) => {
  const relay = await startRelay({
    env: { ELEVENLABS_WEBHOOK_SECRET: secret, ELEVENLABS_INITIATION_SECRET: initiationSecret, ...env },
    file: { elevenlabs: { joinSeconds: 0, ...elevenlabs }, http: { requestsPerMinute: 100_000 } },
    crm: crmThat(() => Promise.resolve(ok(match))),
    ...options,
  });
  onTestFinished(relay.stop);
  const url = `${relay.url}/webhook/elevenlabs/initiation`;
  const ask = async (call: BeginningCall | string, headers: Record<string, string> = right) => {
    const { status, body } = await beginConversation(url, call, headers);
    return { status, body };
  };
  const told = async (call: BeginningCall | string) => {
    const { status, body } = await ask(call);
    expect(status).toBe(200);
    return initiationAnswerSchema.parse(body);
  };
  const eleven = createElevenLabsSimulator({ url: `${relay.url}/webhook/elevenlabs`, secret });
  return { ...relay, ask, told, eleven };
};

it('tells who calls, in which queue and which call it is', async () => {
  const { told, pbx, request } = await start();
  const call = ringing({ queue: 'sales' });
  pbx.tell(call);
  expect(await told({ callerId: '0171 1234567', callSid: call.linkedId })).toEqual({
    type: 'conversation_initiation_client_data',
    dynamic_variables: {
      caller_name: 'Maria Lindqvist',
      caller_account: 'Nordwind',
      caller_known: true,
      caller_language: 'de',
      queue: 'sales',
      linkedid: call.linkedId,
      call_id: call.id,
    },
  });
  const { body } = await request('GET', '/api/status', withKey);
  expect(statusSchema.parse(body).conversations.initiation).toEqual({ enabled: true, answered: 1, known: 1 });
});

it('sets the language where the agent speaks it, and names the variables as configured', async () => {
  const { told } = await start({
    elevenlabs: {
      initiation: {
        variables: { kunde: 'name', von: 'number', land: 'country' },
        language: { byCountry: { CH: 'fr' }, override: ['de', 'fr'] },
      },
    },
  });
  expect(await told({ callerId: '+41446681800' })).toEqual({
    type: 'conversation_initiation_client_data',
    dynamic_variables: { kunde: 'Maria Lindqvist', von: '+41446681800', land: 'CH' },
    conversation_config_override: { agent: { language: 'fr' } },
  });
  expect((await told({ callerId: '+12125550123' })).conversation_config_override).toBeUndefined();
});

it('a CRM that does not answer in time costs the name, not the answer; the next time it is there', async () => {
  const clock = createFakeClock();
  let answer: (match: Result<CrmMatch | null, AppError>) => void = () => {};
  let asked = 0;
  const crm = crmThat(() => {
    asked += 1;
    return new Promise((resolve) => (answer = resolve));
  });
  const { told } = await start({ crm, clock });
  const first = told({ callerId: '+491711234567' });
  await until(() => asked === 1);
  clock.advance(24);
  let isThere = false;
  void first.then(() => (isThere = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isThere).toBe(false);
  clock.advance(1);
  expect((await first).dynamic_variables).toMatchObject({
    caller_name: '',
    caller_known: false,
    caller_language: 'de',
  });
  answer(ok(match));
  expect((await told({ callerId: '+491711234567' })).dynamic_variables).toMatchObject({
    caller_name: 'Maria Lindqvist',
  });
  expect(asked).toBe(1);
});

it('greets nobody by the name of another who has the same number', async () => {
  const shared = { ...match, contact: { ...maria, others: 1 }, others: [match] };
  const one = await start({ crm: crmThat(() => Promise.resolve(ok(shared))) });
  expect((await one.told({ callerId: '+491711234567' })).dynamic_variables).toMatchObject({
    caller_name: '',
    caller_account: 'Nordwind',
    caller_known: true,
  });
  const other = { ...match, contact: { ...maria, account: 'Another' } };
  const two = await start({ crm: crmThat(() => Promise.resolve(ok({ ...shared, others: [other] }))) });
  expect((await two.told({ callerId: '+491711234567' })).dynamic_variables).toMatchObject({
    caller_account: '',
    caller_known: true,
  });
  const call = ringing({ contact: { ...maria, others: 1, matchedBy: 'picked' } });
  two.pbx.tell(call);
  expect((await two.told({ callerId: '+491711234567' })).dynamic_variables).toMatchObject({
    caller_name: 'Maria Lindqvist',
  });
});

it('lets in who has a secret, in the header that is configured, and tells other agents nothing', async () => {
  const { ask, log } = await start({
    elevenlabs: { initiation: { header: 'X-Our-Secret' }, agentIds: ['agent_a'] },
    env: { ELEVENLABS_INITIATION_SECRET: `${initiationSecret}-new,${initiationSecret}` },
  });
  const call = { callerId: '+491711234567', agentId: 'agent_a' };
  for (const headers of [{}, right, { 'x-our-secret': '' }, { 'x-our-secret': `${initiationSecret}x` }])
    expect(await ask(call, headers as Record<string, string>)).toMatchObject({
      status: 401,
      body: { error: { message: 'The secret of this request is not the right one.' } },
    });
  const both = [`${initiationSecret}-new`, initiationSecret].map((one) => ({ 'x-our-secret': one }));
  for (const headers of both) expect(await ask(call, headers)).toMatchObject({ status: 200 });
  const [, own = {}] = both;
  const other = await ask({ ...call, agentId: 'agent_b' }, own);
  expect(initiationAnswerSchema.parse(other.body).dynamic_variables).toMatchObject({
    caller_name: '',
    caller_known: false,
    caller_language: '',
  });
  expect(log.text()).not.toContain(initiationSecret);
});

it('is off without a secret, and answers no address that is not allowed', async () => {
  const off = await start({ env: { ELEVENLABS_INITIATION_SECRET: '' } });
  expect(await off.ask({ callerId: '1' })).toMatchObject({
    status: 503,
    body: { error: { message: expect.stringContaining('ELEVENLABS_INITIATION_SECRET') as string } },
  });
  expect(await off.ask({ callerId: '1' }, {})).toMatchObject({ status: 503 });
  const far = await start({ elevenlabs: { allowedAddresses: ['192.0.2.1'] } });
  expect(await far.ask({ callerId: '1' })).toMatchObject({ status: 403 });
});

it('the conversation is joined by the id that was noted when it began, also where its webhook tells none', async () => {
  const { told, pbx, eleven, log } = await start();
  const call = ringing();
  const twin = ringing({ linkedId: '1700000000.9' });
  pbx.tell(call);
  await told({
    callerId: '+491711234567',
    conversationId: 'conv_1',
    sipHeaders: { 'X-Linkedid': call.linkedId },
  });
  // A second call of the number: by number and time alone nobody could tell them apart.
  pbx.tell(twin);
  for (const one of [call, twin]) pbx.tell({ ...ended(one), endedAt: iso(Date.now() + 1_000) });
  await eleven.send(transcription({ conversationId: 'conv_1', startedAt: Math.ceil(Date.now() / 1_000) }));
  await until(() => pbx.call(call.id)?.ai !== null);
  expect(pbx.call(call.id)?.ai).toMatchObject({ conversationId: 'conv_1', matchedBy: 'header' });
  expect(pbx.call(twin.id)?.ai).toBeNull();
  expect(log.text()).not.toContain('+491711234567');
});

it('any body gets an answer', async () => {
  const { told, log } = await start({ crm: null });
  for (const body of ['', 'no JSON', '[]', '"x"', '{"caller_id":', '\u0000'])
    expect((await told(body)).dynamic_variables['caller_known']).toBe(false);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc
          .record(
            {
              caller_id: fc.oneof(fc.string(), fc.constantFrom('+491711234567', 'anonymous', '1001')),
              agent_id: fc.anything(),
              called_number: fc.string(),
              call_sid: fc.oneof(fc.string(), fc.constant('1700000000.1')),
              conversation_id: fc.oneof(fc.string(), fc.nat()),
              sip_headers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.array(fc.string())),
            },
            { requiredKeys: [] },
          )
          .map((body) => JSON.stringify(body)),
      ),
      async (body) => {
        const { dynamic_variables: variables } = await told(body);
        expect(Object.keys(variables)).toHaveLength(7);
      },
    ),
    { numRuns: 150 },
  );
  expect(log.text()).not.toContain('failed inside');
});
