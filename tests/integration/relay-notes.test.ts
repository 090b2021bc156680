/** What agents write about their calls, on real sockets: who may, what is kept, and who may read it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callNotesSchema } from '../../src/shared/protocol/call-note';
import { callPageSchema } from '../../src/shared/protocol/rest';
import { aCall, aLeg, endedCall } from '../support/calls';
import { signIn, startRelay, withKey, withToken, type TestRelay } from './relay-harness';

let relay: TestRelay;
beforeEach(async () => {
  relay = await startRelay({ file: { callLog: { dispositions: ['Solved', 'Call back'] } } });
});
afterEach(() => relay.stop());

const followUp = {
  id: '7d0e4b1c-6b1e-4d46-9a43-0f6d1c2b3a49',
  kind: 'task',
  dueAt: '2026-11-24T09:00:00.000Z',
  subject: 'Send the invoice',
};
const note = (callId: string, more: object = {}) => ({
  type: 'call_note',
  id: 'n-1',
  callId,
  text: 'Wants an invoice',
  ...more,
});
const read = (id: string, who: Record<string, string> = withKey) =>
  relay.request('GET', `/api/calls/${encodeURIComponent(id)}/notes`, who);
const notesOf = async (id: string) => callNotesSchema.parse((await read(id)).body).notes;

it('tells desktops the dispositions of the house, and that nobody logs', async () => {
  const anna = await signIn(relay.url, 'anna');
  expect(anna.registered).toMatchObject({ dispositions: ['Solved', 'Call back'], callLog: 'off' });
  anna.close();
});

it('keeps the newest of each agent, and what he leaves out as it was', async () => {
  const call = aCall({ legs: [aLeg('1001'), aLeg('1002')] });
  const [anna, ben] = [await signIn(relay.url, 'anna'), await signIn(relay.url, 'ben')];
  relay.pbx.tell(call);
  anna.send(note(call.id, { disposition: 'Call back', followUps: [followUp] }));
  expect(await anna.nextOfType('noted')).toMatchObject({ re: 'n-1', callId: call.id });
  ben.send(note(call.id, { id: 'n-2', text: '\u0000Emoji 👍 <b>"so"</b>', writer: 'desktop' }));
  expect(await ben.nextOfType('noted')).toMatchObject({ re: 'n-2' });
  anna.send(note(call.id, { id: 'n-3', text: 'Wants two' }));
  await anna.nextOfType('noted');
  expect(await notesOf(call.id)).toEqual([
    {
      agentId: 'anna',
      agentName: 'Anna',
      at: expect.any(String) as string,
      text: 'Wants two',
      disposition: 'Call back',
      followUps: [followUp],
    },
    expect.objectContaining({
      agentId: 'ben',
      text: '\u0000Emoji 👍 <b>"so"</b>',
      disposition: null,
      followUps: [],
    }),
  ]);
  anna.send(note(call.id, { id: 'n-4', text: ' ', disposition: null, followUps: [] }));
  await anna.nextOfType('noted');
  expect((await notesOf(call.id)).map(({ agentId }) => agentId)).toEqual(['ben']);
  anna.close();
  ben.close();
});

it('is for calls in which the agent has a part, during and after them', async () => {
  const his = endedCall({ linkedId: 'over', legs: [aLeg('1012')] });
  const elsewhere = aCall({ linkedId: 'elsewhere', pbxId: 'north', legs: [aLeg('1002')] });
  for (const call of [his, elsewhere]) relay.pbx.tell(call);
  const [anna, ben] = [await signIn(relay.url, 'anna'), await signIn(relay.url, 'ben')];
  const answers = async (desk: typeof anna, message: object) => {
    desk.send(message);
    return desk.next();
  };
  for (const [desk, id] of [
    [anna, his.id],
    [anna, 'pbx:none'],
    [ben, elsewhere.id],
  ] as const)
    expect(await answers(desk, note(id))).toMatchObject({
      type: 'error',
      re: 'n-1',
      error: { code: 'not_found', message: `You have no call with the id ${id}, so it takes no note.` },
    });
  expect(await answers(ben, note(his.id))).toMatchObject({ type: 'noted' });
  expect((await read(his.id, withToken('ben'))).status).toBe(200);
  expect((await read(his.id, withToken('anna'))).status).toBe(404);
  expect((await read(his.id, {})).status).toBe(401);
  anna.close();
  ben.close();
});

it('has bounds, and says which was passed', async () => {
  const call = aCall();
  relay.pbx.tell(call);
  const anna = await signIn(relay.url, 'anna');
  const longest = '\u0001'.repeat(10_000);
  anna.send(note(call.id, { text: longest }));
  expect(await anna.next()).toMatchObject({ type: 'noted' });
  for (const [more, field] of [
    [{ text: `${longest}x` }, 'text'],
    [{ disposition: 'x'.repeat(61) }, 'disposition'],
    [{ followUps: Array.from({ length: 21 }, () => followUp) }, 'followUps'],
    [{ followUps: [{ ...followUp, id: '1' }] }, 'followUps.0.id'],
    [{ followUps: [{ ...followUp, dueAt: 'tomorrow' }] }, 'followUps.0.dueAt'],
    [{ writer: 'me' }, 'writer'],
  ] as const) {
    anna.send(note(call.id, more));
    expect(await anna.next()).toMatchObject({
      type: 'error',
      re: 'n-1',
      error: { code: 'bad_request', message: expect.stringContaining(`(${field}: `) as string },
    });
  }
  expect((await notesOf(call.id))[0]?.text).toBe(longest);
  anna.send(note(call.id, { text: 'x'.repeat(70_000) }));
  expect((await anna.closed()).code).toBe(1009);
});

it('come with the pages of his history where he asks for them: his own, and no word of a colleague', async () => {
  const call = endedCall({ legs: [aLeg('1001'), aLeg('1002')] });
  const [anna, ben] = [await signIn(relay.url, 'anna'), await signIn(relay.url, 'ben')];
  relay.pbx.tell(call);
  anna.send(note(call.id));
  await anna.nextOfType('noted');
  ben.send(note(call.id, { text: 'Said nothing' }));
  await ben.nextOfType('noted');
  const page = async (query: string, who: Record<string, string>) =>
    callPageSchema.parse((await relay.request('GET', `/api/calls${query}`, who)).body).notes;
  expect(await page('?notes=mine', withToken('anna'))).toEqual({ [call.id]: 'Wants an invoice' });
  expect(await page('?notes=mine', withToken('ben'))).toEqual({ [call.id]: 'Said nothing' });
  expect(await page('', withToken('anna'))).toBeUndefined();
  expect(await page('?notes=mine', withKey)).toBeUndefined();
  expect((await relay.request('GET', '/api/calls?notes=all', withToken('anna'))).status).toBe(400);
  anna.close();
  ben.close();
});
