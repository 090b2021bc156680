/** An AI agent had the caller first: what the pop and the call's page show of it. */
import { expect, it } from 'vitest';
import type { Call } from '../../src/shared/call/call';
import type { Conversation } from '../../src/shared/protocol/conversation';
import { contrastOf } from '../support/chromium';
import { chromiumStage, overflow, picture, text } from '../support/chromium-stage';
import { aCall, aState, known, popState } from '../support/chromium-states';

const show = chromiumStage();

const ai: NonNullable<Call['ai']> = {
  conversationId: 'conv_1',
  agentId: 'agent_1',
  summary: 'Delivery 4711 is late. The customer needs it on Friday and wants to talk to dispatch.',
  success: 'success',
  durationSeconds: 51,
  transcriptLines: 3,
  matchedBy: 'header',
};
const conversation: Conversation = {
  conversationId: 'conv_1',
  agentId: 'agent_1',
  agentName: 'Nora',
  startedAt: '2026-03-03T13:03:00.000Z',
  durationSeconds: 51,
  summary: ai.summary,
  success: 'success',
  ended: null,
  evaluation: [{ name: 'order_found', result: 'success', why: 'The number was given.' }],
  collected: [{ name: 'order', value: '4711' }],
  transcript: [
    { speaker: 'assistant', text: 'Hello, this is Nora. How can I help?', atSeconds: 0 },
    { speaker: 'customer', text: '<b>My delivery</b> 4711 has not come 😕', atSeconds: 4.2 },
    { speaker: 'assistant', text: 'I will put you through.', atSeconds: null },
  ],
};
const answers = {
  'call:transcript': {
    ok: true as const,
    value: { callId: 'x', conversations: [conversation] },
  },
};

it('the pop says that the assistant handed over and what it learnt; nothing above it moves when it comes', async () => {
  const call = aCall();
  const ringing = popState(call, { crm: { [call.id]: known } });
  const { page, push } = await show('popup', ringing);
  const top = () => page.locator('.pop-facts').boundingBox();
  const before = await top();
  expect(await page.getByTestId('pop-assistant').count()).toBe(0);
  await push({
    ...ringing,
    version: ringing.version + 1,
    calls: [{ ...call, ai, version: call.version + 1 }],
  });
  await page.getByTestId('pop-assistant').waitFor();
  expect(await top()).toEqual(before);
  const said = await text(page, 'pop-assistant');
  expect(said).toContain('Handed over by the assistant');
  expect(said).toContain('needs it on Friday');
  expect(await contrastOf(page, '.pop-assistant strong')).toBeGreaterThan(4.5);
  await picture(page, 'pop-handed-over');
});

it('a long summary leaves the pop its size, and a probable join says so', async () => {
  const call = aCall({ ai: { ...ai, summary: 'It goes on and on. '.repeat(80), matchedBy: 'probable' } });
  const { page } = await show('popup', popState(call, { crm: { [call.id]: known } }), { scheme: 'dark' });
  expect(await text(page, 'pop-assistant')).toContain('Probably handed over');
  const box = await page.locator('main').boundingBox();
  expect(box?.height).toBeLessThanOrEqual(520);
  expect(await contrastOf(page, '.pop-assistant strong')).toBeGreaterThan(4.5);
  await picture(page, 'pop-handed-over-long-dark');
});

const soFar = {
  ...ai,
  success: 'unknown' as const,
  durationSeconds: 0,
  transcriptLines: 0,
  partial: true as const,
  handOver: {
    at: '2026-03-03T13:04:00.000Z',
    facts: [
      { name: 'reason', value: 'Delivery 4711 is late <b>again</b>' },
      { name: 'name', value: `Maria ${'Lindqvist-'.repeat(20)}` },
      { name: 'order_number', value: '4711' },
      { name: 'constructor', value: 'is a word like any other' },
      { name: 'fifth', value: 'stands on the page of the call' },
    ],
  },
};

it.each(['light', 'dark'] as const)(
  'at the first ring it shows what the assistant told (%s)',
  async (scheme) => {
    const call = aCall({ ai: soFar });
    const { page } = await show('popup', popState(call, { crm: { [call.id]: known } }), { scheme });
    const said = await text(page, 'pop-assistant');
    expect(said).toContain('Handed over by the assistant');
    expect(said).toContain('Reason\nDelivery 4711 is late <b>again</b>');
    expect(said).toContain('Order number\n4711');
    expect(said).toContain('Constructor\nis a word');
    expect(said).not.toContain('Fifth');
    const [card, facts] = [page.locator('.pop-assistant'), page.getByTestId('handed-over-facts')];
    expect((await facts.boundingBox())?.width ?? 0).toBeLessThanOrEqual(
      (await card.boundingBox())?.width ?? 0,
    );
    for (const part of ['.pop-assistant strong', '.handed-over-facts dt', '.handed-over-facts dd'])
      expect(await contrastOf(page, part)).toBeGreaterThan(4.5);
    await picture(page, `pop-handed-over-facts-${scheme}`);
  },
);

it('the page of the call has them all, and says what is still to come', async () => {
  const call = aCall({ ai: soFar });
  const none = { 'call:transcript': { ok: true as const, value: { callId: call.id, conversations: [] } } };
  const { page, navigate } = await show('companion', aState({ calls: [call] }), {}, none);
  await navigate({ view: 'history', callId: call.id });
  await page.getByText('has not sent its own report yet').waitFor();
  expect(await text(page, 'ai')).toContain('Fifth');
});

it.each([
  [1120, 'light'],
  [420, 'dark'],
] as const)('the page of the call shows the conversation (%i px, %s)', async (width, scheme) => {
  const call = aCall({ ai });
  const state = aState({ calls: [call] });
  const { page, navigate, asked } = await show('companion', state, { width, scheme }, answers);
  await navigate({ view: 'history', callId: call.id });
  await page.getByTestId('ai-transcript').waitFor();
  expect(await asked('call:transcript')).toEqual([{ callId: call.id }]);
  const shown = await text(page, 'ai');
  for (const part of [ai.summary ?? '', 'order', '4711', 'successful', 'Nora', 'Customer'])
    expect(shown).toContain(part);
  // Words are words, never markup.
  expect(shown).toContain('<b>My delivery</b> 4711 has not come 😕');
  expect(await page.locator('[data-speaker="customer"]').count()).toBe(1);
  expect(await overflow(page)).toBe(0);
  await page.getByTestId('ai').scrollIntoViewIfNeeded();
  await picture(page, `call-conversation-${width}`);
});

it('says so where the words can not be had', async () => {
  const call = aCall({ ai });
  const { page, navigate } = await show(
    'companion',
    aState({ calls: [call] }),
    {},
    {
      'call:transcript': {
        ok: false,
        error: { code: 'unavailable', message: 'The relay can not be reached.' },
      },
    },
  );
  await navigate({ view: 'history', callId: call.id });
  await page.getByText('The relay can not be reached.').waitFor();
  expect(await text(page, 'ai')).toContain('needs it on Friday');
});
