/** What an AI agent and a customer said reaches SuiteCRM once and whole, through every trouble. Real HTTP, a real store. */
import { expect, it } from 'vitest';
import { callLogPageSchema } from '../../src/shared/protocol/call-log';
import { transcription } from '../../src/simulators/elevenlabs';
import { until } from '../support/until';
import { startAll, startedAt } from './ai-crm-harness';
import { withKey } from './relay-harness';

const words = [
  ['agent', 'Hello <b>Maria</b> & "you"', 0],
  ['user', "It's about <sip:bob@x> and a < b 👍", 4],
] as const;

it('a webhook while the call runs: told to the desktop, added to the record, noted for call and contact', async () => {
  const { relay, crm, aCall, record, notes } = await startAll();
  const { desktop, pop, done, logged } = await aCall();
  const event = transcription({
    conversationId: 'conv_1',
    startedAt: startedAt(),
    headers: { 'X-Call-ID': pop.linkedId },
    evaluation: { solved: 'success' },
    collected: { order: 4711 },
    lines: words,
  });
  for (let time = 0; time < 2; time += 1)
    expect(await relay.eleven.send(event)).toMatchObject({ status: 200 });
  expect((await desktop.nextOfType('ai_transcription')).callData.id).toBe(pop.id);
  await done;
  const call = await logged();
  // The part of the description is written last.
  await until(() => record(call.crmRecord.id)?.values['description']?.includes('conv_1') === true);

  expect(call.ai).toMatchObject({ conversationId: 'conv_1', matchedBy: 'header' });
  const { values } = record(call.crmRecord.id) ?? {};
  expect(values?.['description']).toContain(
    [
      `Call id: ${call.id}`,
      '',
      'AI conversation: conv_1',
      'AI agent: Nora, 42 s, successful',
      'AI summary: The customer misses delivery 4711 and wants to talk to somebody.',
      'AI goal solved: success (Because of what was said about solved.)',
      'AI found order: 4711',
    ].join('\n'),
  );
  // A change loses the start where it is not repeated.
  expect(values?.['date_start']).toBe(call.startedAt.slice(0, 19).replace('T', ' '));
  expect(values?.['date_end']).not.toBe('');
  expect(notes()).toHaveLength(1);
  expect(notes()[0]?.values).toMatchObject({
    name: expect.stringMatching(/^Conversation with Nora, \d{4}/) as string,
    description:
      '[0:00] Nora: Hello < b>Maria< /b> & "you"\n[0:04] Customer: It\'s about < sip:bob@x> and a < b 👍',
    parent_type: 'Calls',
    parent_id: call.crmRecord.id,
    contact_id: call.contact?.id,
  });
  expect(crm.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
});

it('hours after the record was written, and edited: added below, once, whatever fails on the way', async () => {
  const { aCall, crm, record, notes, restart, log } = await startAll();
  const { pop, done, logged } = await aCall();
  await done;
  const call = await logged();
  const written = record(call.crmRecord.id)?.values['description'] ?? '';
  const again = await restart();

  crm.faults.failAfterPatch = 2;
  crm.faults.failBeforeSave = 1;
  crm.faults.failAfterSave = 2;
  const event = transcription({
    conversationId: 'conv_late',
    startedAt: startedAt(),
    headers: { 'X-Linkedid': pop.linkedId },
  });
  expect(await again.eleven.send(event)).toMatchObject({ status: 200 });
  await until(() => log.text().includes('What was said in a call is in the CRM'));

  const { values } = record(call.crmRecord.id) ?? {};
  const description = values?.['description'] ?? '';
  expect(description.startsWith(`${written}\n\nAI conversation: conv_late\n`)).toBe(true);
  expect(description.match(/AI conversation/g)).toHaveLength(1);
  expect(values?.['date_start']).toBe(call.startedAt.slice(0, 19).replace('T', ' '));
  expect(notes()).toHaveLength(1);
  expect(crm.records('Calls').filter(({ id }) => id === call.crmRecord.id)).toHaveLength(1);

  // A second conversation of the same call is added, the first is not written again.
  await again.eleven.send(
    transcription({
      conversationId: 'conv_two',
      startedAt: startedAt(),
      headers: { 'X-Linkedid': pop.linkedId },
    }),
  );
  await until(() => record(call.crmRecord.id)?.values['description']?.includes('conv_two') === true);
  expect(record(call.crmRecord.id)?.values['description']?.match(/AI conversation/g)).toHaveLength(2);
  expect(notes()).toHaveLength(2);
});

it('a long conversation is noted in full, in several notes; one of an unknown call is logged as a call', async () => {
  const { relay, crm, notes, log } = await startAll();
  const lines = Array.from({ length: 900 }, (_, n) => ['user', `${n} ${"it's ".repeat(30)}`, n] as const);
  await relay.eleven.send(
    transcription({ conversationId: 'conv_long', startedAt: startedAt(), customer: '+491711234567', lines }),
  );
  await until(() => log.text().includes('What was said in a call is in the CRM'));
  const own = crm
    .records('Calls')
    .filter(({ values }) => values['description']?.includes('Call id: ai:conv_long'));
  expect(own).toHaveLength(1);
  expect(own[0]?.contacts).toHaveLength(1);
  const texts = notes().map(({ values }) => [values['name'], values['description']]);
  expect(texts.map(([name]) => name?.replace(/.* \(/, '('))).toEqual(
    texts.map((_, index) => `(${index + 1} of ${texts.length})`),
  );
  expect(texts.length).toBeGreaterThan(1);
  expect(
    texts
      .map(([, text]) => text)
      .join('\n')
      .match(/Customer: \d+ it's/g),
  ).toHaveLength(900);
});

it('what is configured goes into fields of the record; one that SuiteCRM does not have is named, the rest is written', async () => {
  const { relay, aCall, record, notes, crm, log } = await startAll({
    elevenlabs: { crmFields: { 'data.order': 'cti_recording_url_c', summary: 'ai_summary_c' } },
    callLog: { fields: { cti_call_id_c: '{callId} {agent}', queue_c: '{dialled}' } },
  });
  const { pop, done, logged } = await aCall();
  await done;
  const call = await logged();
  await relay.eleven.send(
    transcription({
      conversationId: 'conv_1',
      startedAt: startedAt(),
      headers: { 'X-Call-ID': pop.linkedId },
      collected: { order: 4711 },
    }),
  );
  await until(() => log.text().includes('What was said in a call is in the CRM'));
  const { values } = record(call.crmRecord.id) ?? {};
  expect(values).toMatchObject({ cti_call_id_c: `${call.id} Anna`, cti_recording_url_c: '4711' });
  expect(values?.['description']).toContain('AI conversation: conv_1');
  expect(values?.['date_start']).toBe(call.startedAt.slice(0, 19).replace('T', ' '));
  expect([crm.records('Calls').filter(({ id }) => id === call.crmRecord.id).length, notes().length]).toEqual([
    1, 1,
  ]);

  const response = await fetch(`${relay.url}/api/call-log?status=logged`, { headers: { ...withKey } });
  const body = callLogPageSchema.parse(await response.json());
  const told = Object.fromEntries(body.jobs.map(({ kind, error }) => [kind, error]));
  expect(told['call']).toMatch(/does not have the field "queue_c" in Calls.*callLog\.fields/);
  expect(told['conversation']).toMatch(
    /does not have the field "ai_summary_c" in Calls.*elevenlabs\.crmFields/,
  );
  expect(call.crmRecord.error).toBeNull();
});
