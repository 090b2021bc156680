/** The companion window in all its states; the pictures in test-results/ui/ are there to be looked at. */
import { describe, expect, it } from 'vitest';
import { chromiumStage, overflow, picture, text } from '../support/chromium-stage';
import { aCall, aDay, ago, aState, known, maria, NOW, offline, popState } from '../support/chromium-states';

const show = chromiumStage();
const longest = aDay().find(({ contact }) => contact?.name.startsWith('Dr.'))?.contact ?? maria;
describe('the companion', () => {
  it('lists the days, walks by keyboard and shows what happened in a call', async () => {
    const { page, asked } = await show('companion', aState());
    const rows = page.getByTestId('history-row');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(9);
    const days = (await page.getByRole('heading', { level: 2 }).allInnerTexts()).map((day) =>
      day.replace(',', ''),
    );
    expect(days).toEqual(['Today', 'Yesterday', 'Thursday 26 February']);
    expect(await rows.nth(0).innerText()).toContain('You answered, passed on to 1003');
    expect(await rows.nth(0).innerText()).toContain('6:12');
    expect(await rows.nth(1).innerText()).toContain('Missed, caller hung up');
    expect((await rows.nth(0).boundingBox())?.height).toBe(44);
    await picture(page, 'history-light');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const detail = await page.getByTestId('call-page').innerText();
    for (const part of [
      'Maria Lindqvist',
      'Call came in to Support',
      '1001 (you) announced the call and passed it on to 1003',
      'Written to the CRM.',
    ])
      expect(detail).toContain(part);
    await picture(page, 'detail-light');
    await page.getByTestId('detail-call-back').click();
    expect(await asked('call:dial')).toEqual([{ number: '+491711234567' }]);
    await page.getByRole('button', { name: 'Open the record' }).click();
    expect(await asked('call:open-in-crm')).toMatchObject([{ what: 'call' }]);
  });

  it('filters, searches by name and number, and asks for older calls', async () => {
    const history = { ...aState().history, status: 'partial' } as const;
    const { page, asked } = await show('companion', aState({ history }));
    const rows = page.getByTestId('history-row');
    await rows.first().waitFor();
    await page.getByTestId('history-more').click();
    expect(await asked('history:more')).toHaveLength(1);
    await page.getByText('Missed', { exact: true }).click();
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByText('Outbound', { exact: true }).click();
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByText('All', { exact: true }).click();
    await page.getByText('Today').click();
    await page.keyboard.press('/');
    await page.keyboard.type('0171 123');
    await expect
      .poll(() => asked('history:find'))
      .toContainEqual({
        text: '0171 123',
        filter: 'all',
        queue: null,
      });
    await page.getByTestId('history-search').fill('lindqvist');
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByTestId('history-search').fill('999999');
    await page.getByText('Nothing found').waitFor();
    await picture(page, 'history-nothing-found');
  });

  it('docks the live call and takes it into the list when it has ended', async () => {
    const live = aCall({
      state: 'connected',
      answeredAt: ago(754),
      startedAt: ago(760),
      answeredBy: ['1001'],
    });
    const state = aState({ calls: [live], crm: { [live.id]: known } });
    const { page, push, answer } = await show('companion', state);
    const docked = page.getByTestId('live-call');
    expect(await docked.innerText()).toMatch(/Maria Lindqvist[\s\S]*Talking[\s\S]*12:34/);
    await picture(page, 'live-talking');
    const over = {
      ...live,
      state: 'ended',
      endedAt: NOW,
      talkSeconds: 754,
      outcome: 'answered',
      version: 9,
    } as const;
    await answer('history:list', { ok: true, value: { calls: [over, ...aDay()] } });
    const history = { ...state.history, revision: 1 };
    await push(aState({ calls: [over], crm: { [live.id]: known }, history }));
    await docked.waitFor({ state: 'detached' });
    await page.getByTestId('history-row').filter({ hasText: '12:34' }).waitFor();
  });

  it('dials, and shows the sentence when that is refused', async () => {
    const { page, asked, answer } = await show('companion', aState());
    await page.getByTestId('history-row').first().waitFor();
    await page.keyboard.press('d');
    await page.getByTestId('dial-button').click();
    await page.getByText('Type the number you want to call.').waitFor();
    await answer('call:dial', {
      ok: false,
      error: {
        code: 'pbx_refused',
        message: 'Extension 1001 is not registered. Check that your phone is on.',
      },
    });
    await page.getByTestId('dial-input').fill('030 1234');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Check that your phone is on' }).waitFor();
    await picture(page, 'dial-error');
    await answer('call:dial', { ok: true, value: { callId: 'pbx:x' } });
    await page.getByTestId('dial-button').click();
    await page.getByText('Your phone rings first').waitFor();
    expect(await asked('call:dial')).toHaveLength(2);
  });

  it('is never silently deaf', async () => {
    const { page } = await show(
      'companion',
      aState({ links: offline }),
      {},
      {
        'history:list': {
          ok: false,
          error: {
            code: 'unavailable',
            message: 'The relay at relay.example.com can not be reached. Check the address and your network.',
          },
        },
      },
    );
    expect(await text(page, 'link-banner')).toBe('Relay unreachable since 10:42, trying again');
    expect(await page.getByTestId('link-relay').getAttribute('data-state')).toBe('down');
    expect(await text(page, 'link-crm')).toContain('crm.example.com answers too slowly.');
    await page.getByText('The history could not be loaded').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await picture(page, 'offline');
  });

  it('has a word for an empty history and places for one that loads', async () => {
    const empty = await show(
      'companion',
      aState(),
      {},
      { 'history:list': { ok: true, value: { calls: [], nextCursor: null } } },
    );
    await empty.page.getByText('No calls yet').waitFor();
    expect(await empty.page.getByText('Select a call').isVisible()).toBe(false);
    await picture(empty.page, 'history-empty');
    const one = await show(
      'companion',
      aState(),
      {},
      { 'history:list': { ok: true, value: { calls: aDay().slice(0, 1), nextCursor: null } } },
    );
    await one.page.getByTestId('history-row').waitFor();
    await one.page.getByText('Select a call').waitFor();
    expect(await one.page.getByTestId('history-row').count()).toBe(1);
  });

  it('keeps what it has while the relay is away, and shows what came when it is back', async () => {
    const { page, push, answer } = await show('companion', aState());
    await page.getByTestId('history-row').first().waitFor();
    await push(aState({ links: offline }));
    await page.getByTestId('link-banner').waitFor();
    const pbxLine = page.getByTestId('link-pbx');
    expect(await pbxLine.innerText()).toContain('unknown');
    expect(await page.getByTestId('history-row').count()).toBe(9);
    await answer('history:list', { ok: true, value: { calls: aDay().slice(1) } });
    await push(aState({ history: { ...aState().history, revision: 7 } }));
    await expect.poll(() => page.getByTestId('history-row').count()).toBe(8);
    expect(await pbxLine.getAttribute('data-state')).toBe('connected');
  });

  it('follows the theme that was chosen, whatever the system says', async () => {
    const { page, push } = await show(
      'companion',
      aState({ settings: { ...aState().settings, theme: 'dark' } }),
    );
    const back = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    await page.getByTestId('history-row').first().click();
    expect(await back()).toBe('dark');
    await picture(page, 'detail-dark');
    await push(aState({ settings: { ...aState().settings, theme: 'light' } }));
    await expect.poll(back).toBe('light');
  });

  it.each([
    ['narrow', { width: 420, height: 720 }],
    ['zoomed', { width: 560, height: 360, scale: 2 }],
  ] as const)('fits when %s', async (name, look) => {
    const live = aCall({ queue: 'Support', contact: longest });
    const { page } = await show('companion', aState({ calls: [live], links: offline }), look);
    await page.getByTestId('history-row').first().waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, `history-${name}`);
    await page.getByTestId('history-row').nth(6).click();
    await page.getByTestId('call-page').waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, `detail-${name}`);
    await page.getByTestId('detail-back').click();
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('settings-view').waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, `settings-${name}`);
  });

  it('opens the view and call that main asks for', async () => {
    const live = aCall({ contact: maria });
    const { page, navigate } = await show('companion', aState({ calls: [live] }));
    await navigate({ view: 'settings' });
    await page.getByTestId('settings-view').waitFor();
    await navigate({ view: 'history', callId: live.id });
    expect(await text(page, 'call-page')).toContain('Maria Lindqvist');
  });

  it('shows the pop inside the page on the web, and speaks German', async () => {
    const call = aCall();
    const state = popState(call, { platform: 'web', crm: { [call.id]: known } });
    const { page, asked } = await show('companion', state, { locale: 'de-DE' });
    expect(await text(page, 'pop-state')).toBe('Klingelt');
    await page.getByRole('heading', { name: 'Verlauf' }).waitFor();
    await picture(page, 'web-german');
    await page.getByTestId('nav-dial').click();
    await page.getByTestId('dial-input').fill('123');
    await page.keyboard.press('Escape');
    expect(await asked('pop:dismiss')).toEqual([]);
  });
});
