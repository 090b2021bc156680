/** An agent's note, result and follow-ups, in a real browser; the pictures in test-results/ui/ are there to be looked at. */
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/shared/call/call';
import type { NoteState } from '../../src/shared/ipc/notes';
import type { CompanionState } from '../../src/shared/ipc/state';
import type { StoredNote } from '../../src/shared/protocol/call-note';
import { contrastOf } from '../support/chromium';
import { chromiumStage, overflow, picture, text } from '../support/chromium-stage';
import { aCall, aDay, ago, aPop, aState, known, maria, NOW, popState } from '../support/chromium-states';

const show = chromiumStage();
const dispositions = ['Sold', 'Call back later', 'Not interested', 'Wrong number'];
const aNote = (part: Partial<NoteState> = {}): NoteState => ({
  text: 'Wants the new tariff from March',
  disposition: null,
  status: 'kept',
  problem: null,
  followUps: [],
  ...part,
});
const followUp = (part: Partial<NoteState['followUps'][number]> = {}) => ({
  id: '11111111-2222-4333-8444-555555555555',
  kind: 'call' as const,
  dueAt: '2026-03-04T08:00:00.000Z',
  subject: 'Call back Maria Lindqvist',
  status: 'waiting' as const,
  problem: null,
  url: null,
  ...part,
});
const later = (state: CompanionState, part: Partial<CompanionState>): CompanionState => ({
  ...state,
  ...part,
  version: state.version + 1_000,
});
const withSummary = (call: Call): Call => ({
  ...call,
  ai: {
    conversationId: 'conv_1',
    agentId: 'agent_1',
    summary: 'Asks for the tariff of 2026, has 12 lorries, wants an offer by Friday. '.repeat(4),
    success: 'success',
    durationSeconds: 60,
    transcriptLines: 8,
    matchedBy: 'header',
  },
});
const ended = (call: Call): Call => ({
  ...call,
  state: 'ended',
  outcome: 'answered',
  answeredAt: ago(60),
  endedAt: NOW,
  talkSeconds: 60,
  version: call.version + 1,
});

describe('the note on the pop', () => {
  it.each(['light', 'dark'] as const)('opens in place and keeps what is typed, %s', async (scheme) => {
    const call = aCall({ state: 'connected', answeredAt: ago(40) });
    const state = popState(call, { crm: { [call.id]: known }, dispositions });
    const { page, asked, push } = await show('popup', state, { scheme });
    expect(await page.getByTestId('call-note').count()).toBe(0);
    await page.getByRole('button', { name: 'Note' }).click();
    // The click alone leads the keys there.
    await page.keyboard.type('Wants the new tariff');
    await page.keyboard.press('Enter');
    await page.keyboard.type('from March');
    await expect
      .poll(() => asked('note:save'))
      .toContainEqual({ callId: call.id, text: 'Wants the new tariff\nfrom March', disposition: null });
    // ⏎ was a line break and nothing else.
    expect(await asked('call:open-in-crm')).toEqual([]);
    await page.getByRole('combobox', { name: 'Result of the call' }).selectOption('Sold');
    const note = aNote({ text: 'Wants the new tariff\nfrom March', disposition: 'Sold' });
    await push(later(state, { notes: { [call.id]: note } }));
    await page.getByText('Kept on this computer, goes into SuiteCRM after the call.').waitFor();
    expect(await page.getByTestId('note-field').inputValue()).toBe('Wants the new tariff\nfrom March');
    expect(await overflow(page)).toBe(0);
    expect(await contrastOf(page, '.note-status span')).toBeGreaterThanOrEqual(4.5);
    expect(await contrastOf(page, '.note-field')).toBeGreaterThanOrEqual(4.5);
    await picture(page, `pop-note-${scheme}`);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByTestId('call-note').waitFor({ state: 'detached' });
    // What is written can be seen from outside, and the keys are back on the button.
    expect(await page.getByRole('button', { name: 'Note, something is written' }).count()).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('pop-note');
  });

  it('is never higher than a pop may be', async () => {
    const call = withSummary(aCall({ contact: maria }));
    const notes = { [call.id]: aNote({ text: 'Line\n'.repeat(40), followUps: [followUp()] }) };
    const state = popState(call, { crm: { [call.id]: known }, dispositions, notes });
    const { page, asked } = await show('popup', state);
    await page.getByTestId('pop-note').click();
    await page.getByTestId('note-field').waitFor();
    const heights = async () =>
      (await asked('pop:resize')).map((input) => (input as { height: number }).height);
    await expect.poll(async () => (await heights()).length).toBeGreaterThan(0);
    expect(Math.max(...(await heights()))).toBeLessThanOrEqual(520);
    // And there is nothing to scroll for.
    expect((await page.locator('body.popup main').boundingBox())?.height).toBeLessThanOrEqual(520);
    await picture(page, 'pop-note-full');
  });

  it('tells main as long as somebody types, and keeps its card in front of a new ring', async () => {
    const call = aCall({ state: 'connected', answeredAt: ago(40) });
    const state = popState(call, { crm: { [call.id]: known } });
    const { page, asked, push } = await show('popup', state);
    await page.getByTestId('pop-note').click();
    await page.keyboard.type('Half a sen');
    await expect.poll(() => asked('pop:writing')).toEqual([{ callId: null }, { callId: call.id }]);
    // The call is over, its pop on the way out, and another phone rings: nothing moves under his hands.
    const over = ended(call);
    const other = aCall();
    const closing = { why: 'ended', by: null, at: NOW } as const;
    const busy = later(state, { calls: [other, over], pops: [aPop(other), aPop(over, { closing })] });
    await push(busy);
    await page.getByTestId('pop-row').waitFor();
    await page.keyboard.type('tence');
    expect(await page.getByTestId('note-field').inputValue()).toBe('Half a sentence');
    expect(await page.getByTestId('pop-card').getAttribute('data-call')).toBe(call.id);
    expect(await page.locator('.pop-body').evaluate((body) => getComputedStyle(body).opacity)).toBe('1');
    await picture(page, 'pop-note-over');
    // Done: what he typed is saved, and who rings comes to the front.
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.getByTestId('pop-card').getAttribute('data-call')).toBe(other.id);
    expect((await asked('note:save')).at(-1)).toEqual({
      callId: call.id,
      text: 'Half a sentence',
      disposition: null,
    });
    expect((await asked('pop:writing')).at(-1)).toEqual({ callId: null });
  });

  it('is saved with the last letter when its pop leaves', async () => {
    const call = aCall({ state: 'connected', answeredAt: ago(40) });
    const state = popState(call);
    const { page, asked, push } = await show('popup', state);
    await page.getByTestId('pop-note').click();
    await page.keyboard.type('x');
    await page.getByTestId('pop-dismiss').click();
    await push(later(state, { pops: [] }));
    await page.getByTestId('pop-card').waitFor({ state: 'detached' });
    expect(await asked('note:save')).toEqual([{ callId: call.id, text: 'x', disposition: null }]);
  });

  it('has its own Esc: first the note, then the pop', async () => {
    const call = aCall();
    const { page, asked } = await show('popup', popState(call, { crm: { [call.id]: known } }));
    await page.getByTestId('pop-note').click();
    await page.keyboard.press('Escape');
    await page.getByTestId('call-note').waitFor({ state: 'detached' });
    expect(await asked('pop:dismiss')).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await asked('pop:dismiss')).toEqual([{ callId: call.id }]);
  });

  it('plans a follow-up in place', async () => {
    const call = aCall({ state: 'connected', answeredAt: ago(40) });
    const state = popState(call, { crm: { [call.id]: known }, dispositions });
    const { page, asked, push } = await show('popup', state);
    await page.getByTestId('pop-note').click();
    await page.getByTestId('follow-up-add').click();
    expect(await page.getByTestId('follow-up-subject').inputValue()).toBe('Call back Maria Lindqvist');
    await page.getByTestId('follow-up-due').selectOption('tomorrow');
    await picture(page, 'pop-follow-up-form');
    await page.getByTestId('follow-up-subject').press('Enter');
    await page.getByTestId('follow-up-form').waitFor({ state: 'detached' });
    // The ⏎ that added it is not typed into the note, too.
    expect(await page.getByTestId('note-field').inputValue()).toBe('');
    expect(await asked('follow-up:add')).toEqual([
      {
        callId: call.id,
        kind: 'call',
        dueAt: '2026-03-04T08:00:00.000Z',
        subject: 'Call back Maria Lindqvist',
      },
    ]);
    await push(
      later(state, { notes: { [call.id]: aNote({ text: '', status: 'saved', followUps: [followUp()] }) } }),
    );
    expect(await text(page, 'follow-up')).toMatch(
      /Call back Maria Lindqvist\s+Wed,? 4 Mar,? 09:00 · waiting/,
    );
    await picture(page, 'pop-follow-up');
    await page.getByRole('button', { name: 'Remove Call back Maria Lindqvist' }).click();
    expect(await asked('follow-up:remove')).toEqual([{ callId: call.id, id: followUp().id }]);
  });
});

const colleague: StoredNote = {
  agentId: 'jonas',
  agentName: 'Jonas Weber',
  at: ago(800),
  text: 'Took over from Anna.\nSends the offer today.',
  disposition: 'Sold',
  followUps: [
    { id: followUp().id, kind: 'task', dueAt: '2026-03-09T08:00:00.000Z', subject: 'Send the offer' },
  ],
};
const past = aDay()[0] ?? aCall();
const history = { 'history:list': { ok: true as const, value: { calls: [past], nextCursor: null } } };
const told = (mine: NoteState | null, others: StoredNote[] = []) => ({
  ...history,
  'note:of': { ok: true as const, value: { mine, others } },
});

describe("the notes on a call's page", () => {
  it.each(['light', 'dark'] as const)(
    'shows mine, my follow-ups and those of colleagues, %s',
    async (scheme) => {
      const mine = aNote({
        status: 'saved',
        disposition: 'Call back later',
        followUps: [
          followUp({ status: 'saved', url: 'https://crm.example.com/#/calls/f1' }),
          followUp({
            id: '21111111-2222-4333-8444-555555555555',
            kind: 'task',
            subject: 'お見積りを送る、そして確認の電話をする',
          }),
          followUp({
            id: '31111111-2222-4333-8444-555555555555',
            kind: 'task',
            subject: 'Send the papers',
            status: 'failed',
            problem: 'SuiteCRM refused it: you may not create tasks. Ask your administrator.',
          }),
        ],
      });
      const { page, asked } = await show(
        'companion',
        aState({ dispositions }),
        { scheme, height: 1100 },
        told(mine, [colleague]),
      );
      await page.getByTestId('history-row').click();
      await page.getByTestId('others-note').waitFor();
      expect(await text(page, 'others-note')).toContain('Sends the offer today.');
      expect(await text(page, 'note-status')).toContain('In SuiteCRM.');
      expect(await page.getByTestId('note-disposition').inputValue()).toBe('Call back later');
      await page.getByRole('button', { name: 'Open Call back Maria Lindqvist in SuiteCRM' }).click();
      expect(await asked('crm:open-link')).toEqual([{ url: 'https://crm.example.com/#/calls/f1' }]);
      await page.getByTestId('follow-up-retry').click();
      expect(await asked('note:retry')).toEqual([{ callId: past.id }]);
      for (const selector of [
        '.follow-ups .when',
        '.follow-ups .why',
        '.said-by time',
        '.others-note .quiet',
      ])
        expect(await contrastOf(page, selector), selector).toBeGreaterThanOrEqual(4.5);
      expect(await overflow(page)).toBe(0);
      await picture(page, `call-notes-${scheme}`);
    },
  );

  it('is reached with N, left with Escape and done with Ctrl ⏎', async () => {
    const { page, asked, answer } = await show('companion', aState(), {}, told(null));
    const row = page.getByTestId('history-row');
    await row.click();
    await page.getByTestId('note-field').waitFor();
    await row.focus();
    await page.keyboard.press('n');
    await page.keyboard.type('no n lost');
    await answer('note:of', { ok: true, value: { mine: aNote({ text: 'no n lost' }), others: [] } });
    await page.keyboard.press('Escape');
    expect(await row.evaluate((element) => element === document.activeElement)).toBe(true);
    await expect
      .poll(() => asked('note:save'))
      .toEqual([{ callId: past.id, text: 'no n lost', disposition: null }]);
    // An old call is asked about again, because the state does not tell of it.
    await page.getByText('Kept on this computer').waitFor();
    await page.keyboard.press('n');
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await asked('note:save')).length).toBe(2);
    expect(await row.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it.each([
    ['kept', null, 'Kept on this computer, goes into SuiteCRM after the call.'],
    ['waiting', null, 'Waiting for SuiteCRM.'],
    ['waiting', 'crm.example.com does not answer.', 'Waiting for SuiteCRM: crm.example.com does not answer.'],
    ['saved', null, 'In SuiteCRM.'],
    ['failed', 'The record was deleted.', 'Not written: The record was deleted.'],
  ] as const)('says where a note is: %s, %s', async (status, problem, sentence) => {
    const { page } = await show('companion', aState(), {}, told(aNote({ status, problem })));
    await page.getByTestId('history-row').click();
    await page.getByText(sentence).waitFor();
    expect(await page.getByTestId('note-retry').count()).toBe(status === 'failed' ? 1 : 0);
    expect(await contrastOf(page, '.note-status span')).toBeGreaterThanOrEqual(4.5);
    if (status === 'failed') await picture(page, 'call-notes-failed');
  });

  it('says when what is typed can not even be kept, and tries again', async () => {
    const { page, asked, answer } = await show('companion', aState(), {}, told(null));
    await page.getByTestId('history-row').click();
    await answer('note:save', { ok: false, error: { code: 'internal', message: 'The disk is full.' } });
    await page.getByTestId('note-field').fill('Important');
    await page.getByText('Not kept yet: The disk is full.').waitFor();
    await picture(page, 'call-notes-unkept');
    await answer('note:save', { ok: true, value: undefined });
    await answer('note:of', {
      ok: true,
      value: { mine: aNote({ text: 'Important', status: 'waiting' }), others: [] },
    });
    await page.getByTestId('note-retry').click();
    await page.getByText('Waiting for SuiteCRM.').waitFor();
    expect(await page.getByTestId('note-field').inputValue()).toBe('Important');
    expect(await asked('note:save')).toHaveLength(2);
  });

  it('lets nobody write over a note that it does not know yet', async () => {
    const refused = { ok: false as const, error: { code: 'not_found', message: 'This call is not yours.' } };
    const { page, answer } = await show('companion', aState(), {}, { ...history, 'note:of': refused });
    await page.getByTestId('history-row').click();
    await page.getByRole('alert').filter({ hasText: 'This call is not yours.' }).waitFor();
    expect(await page.getByTestId('note-field').count()).toBe(0);
    await picture(page, 'call-notes-refused');
    await answer('note:of', { ok: true, value: { mine: aNote(), others: [] } });
    await page.getByTestId('notes-again').click();
    await expect.poll(() => page.getByTestId('note-field').inputValue()).toBe(aNote().text);
  });

  it('refuses a follow-up in the past before it asks anybody, and shows why one was refused', async () => {
    const { page, asked, answer } = await show('companion', aState(), { height: 900 }, told(null));
    await page.getByTestId('history-row').click();
    await page.getByTestId('follow-up-add').click();
    await page.getByTestId('follow-up-due').selectOption('own');
    await page.getByTestId('follow-up-own').fill('2026-03-03T08:00');
    await page.getByTestId('follow-up-save').click();
    await page.getByRole('alert').filter({ hasText: 'Choose a time that is still to come.' }).waitFor();
    await page.getByTestId('follow-up-own').fill('2026-03-06T08:30');
    await page.getByTestId('follow-up-subject').fill('  ');
    await page.getByTestId('follow-up-save').click();
    await page.getByRole('alert').filter({ hasText: 'Say in a few words' }).waitFor();
    expect(await asked('follow-up:add')).toEqual([]);
    await page.getByText('Task', { exact: true }).click();
    await page.getByTestId('follow-up-subject').fill('Send the offer');
    await answer('follow-up:add', { ok: false, error: { code: 'too_large', message: 'No more fit.' } });
    await page.getByTestId('follow-up-save').click();
    await page.getByRole('alert').filter({ hasText: 'No more fit.' }).waitFor();
    await picture(page, 'follow-up-refused');
    expect(await asked('follow-up:add')).toEqual([
      { callId: past.id, kind: 'task', dueAt: '2026-03-06T07:30:00.000Z', subject: 'Send the offer' },
    ]);
    // Escape closes the form alone, and the keys are where it was opened.
    await page.getByTestId('follow-up-subject').press('Escape');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(
      'follow-up-add',
    );
  });

  it('fits when narrow, in German and with words of any length', async () => {
    const endless = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(3);
    const mine = aNote({
      text: `${endless}\nمكالمة بخصوص العقد الجديد`,
      status: 'waiting',
      problem: endless,
      disposition: 'Ein Ergebnis, das sehr lang ist und das Haus so genannt hat',
      followUps: [followUp({ subject: endless.slice(0, 100), problem: endless, status: 'failed' })],
    });
    const { page } = await show(
      'companion',
      aState(),
      { width: 380, height: 1200, locale: 'de-DE' },
      told(mine, [{ ...colleague, agentName: endless, text: endless, disposition: endless.slice(0, 60) }]),
    );
    await page.getByTestId('history-row').click();
    await page.getByTestId('follow-up-add').click();
    await page.getByTestId('others-note').waitFor();
    expect(await overflow(page)).toBe(0);
    const inside = await page
      .getByTestId('call-page')
      .evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(inside).toBe(0);
    await picture(page, 'call-notes-narrow-de');
  });
});

describe('the note of a live call', () => {
  it('opens under the docked call, and is the same as on its page', async () => {
    const live = aCall({ state: 'connected', answeredAt: ago(60), answeredBy: ['1001'] });
    const { page, asked } = await show(
      'companion',
      aState({ calls: [live], crm: { [live.id]: known }, dispositions }),
      {},
      { 'note:of': { ok: true, value: { mine: null, others: [] } } },
    );
    await page.getByTestId('live-note').click();
    await page.keyboard.type('Both places');
    await picture(page, 'live-note');
    await page.getByTestId('live-call').getByText('Maria Lindqvist').click();
    const fields = page.getByTestId('note-field');
    await expect.poll(() => fields.count()).toBe(2);
    expect(await fields.evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value))).toEqual([
      'Both places',
      'Both places',
    ]);
    expect((await asked('note:save')).at(-1)).toMatchObject({ callId: live.id, text: 'Both places' });
    await picture(page, 'live-note-page');
  });

  it('is said in words of the browser on the web', async () => {
    const call = aCall({ state: 'connected', answeredAt: ago(40) });
    const notes = { [call.id]: aNote({ status: 'saved' }) };
    const state = aState({
      platform: 'web',
      calls: [call],
      pops: [aPop(call)],
      crm: { [call.id]: known },
      notes,
      dispositions,
    });
    const { page } = await show('companion', state, { locale: 'de-DE' });
    await page.getByTestId('pop-note').click();
    await page.getByText('Beim Relay, das sie ins SuiteCRM schreibt.').waitFor();
    await picture(page, 'web-note-de');
  });
});
