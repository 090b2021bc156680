/** One call through every part, and the log asked for its id: PBX, list of calls, notes, CRM, AI and HTTP each have a line. */
import { expect, it } from 'vitest';
import { transcription } from '../../src/simulators/elevenlabs';
import { until } from '../support/until';
import { startAll, startedAt } from './ai-crm-harness';
import { API_KEY } from './relay-harness';

it('every part that has to do with a call writes its id, and a request its own', async () => {
  const { relay, log, aCall } = await startAll();
  const { desktop, pop, done, logged } = await aCall();
  const conversation = {
    conversationId: 'conv_1',
    startedAt: startedAt(),
    headers: { 'X-Call-ID': pop.linkedId },
  };
  await relay.eleven.send(transcription(conversation));
  desktop.send({ type: 'call_note', id: 'n', callId: pop.id, text: 'Wants the invoice again.' });
  await done;
  await logged();
  const answer = await fetch(`${relay.url}/api/calls/${pop.id}/events`, {
    headers: { 'x-api-key': API_KEY },
  });
  await answer.text();

  const lines = (): string[] =>
    log
      .text()
      .split('\n')
      .filter((line) => line.includes(`"callId":"${pop.id}"`));
  for (const part of [
    'The PBX tells of a call.',
    'The PBX tells that a call is over.',
    'A call is stored.',
    'A note is stored.',
    'A conversation was joined to its call.',
    'Call logged in the CRM',
    'A request was answered.',
  ])
    await until(() => lines().some((line) => line.includes(part)));
  const requestId = answer.headers.get('x-request-id') ?? 'none';
  expect(lines().find((line) => line.includes(requestId))).toMatch(
    /"route":"\/api\/calls\/:id\/events".*"status":200/,
  );
  // Ids, and nothing of what was said or of who called.
  expect(lines().join('\n')).not.toMatch(/Maria|1711234567|invoice/);
  desktop.close();
});
