/** Contacts, dialer and palette in a real browser; the pictures in test-results/ui/ are there to be looked at. */
import { describe, expect, it } from 'vitest';
import { chromiumStage, overflow, picture } from '../support/chromium-stage';
import { answeredBy, aLeg } from '../support/calls';
import { aCall, aDay, aState, known, maria, offline } from '../support/chromium-states';

const show = chromiumStage();
const told = { 'people:card': { ok: true as const, value: { context: known.context } } };
const inCrm = {
  'contact:search': {
    ok: true as const,
    value: {
      people: [
        {
          contact: { ...maria, id: 'c9', name: 'Marianne Okafor', account: 'Baltic Freight' },
          title: 'Buyer',
          phones: [{ field: 'phone_mobile', number: '+49 171 999' }],
        },
      ],
    },
  },
};
const missed = (count: number) => ({
  ...aState().history,
  missed: Array.from({ length: count }, (_, at) => `pbx:unseen.${at}`),
});

describe('the contacts', () => {
  it.each(['light', 'dark'] as const)('list whom he talked to, and open a card, %s', async (scheme) => {
    const { page, asked } = await show('companion', aState(), { scheme }, { ...told, ...inCrm });
    await page.getByTestId('nav-contacts').click();
    await page.getByTestId('person').first().waitFor();
    expect(await page.getByTestId('person').count()).toBeGreaterThan(4);
    await page.keyboard.press('/');
    await page.keyboard.type('mari');
    await page.getByText('Marianne Okafor').waitFor();
    await page.getByTestId('people-search').fill('lindqvist');
    await page.keyboard.press('Enter');
    const card = page.getByTestId('contact-card');
    await card.getByText('Late delivery').waitFor();
    await picture(page, `contact-card-${scheme}`);
    await page.getByTestId('card-dial').first().click();
    expect(await asked('call:dial')).toEqual([{ number: '+491711234567' }]);
    await page.getByTestId('calls-with').getByRole('button').first().click();
    await page.getByTestId('call-page').waitFor();
    expect(await page.getByTestId('nav-history').getAttribute('aria-current')).toBe('page');
  });

  it('fit a narrow window and say where nobody is', async () => {
    const none = { 'people:find': { ok: true as const, value: { people: [] } } };
    const { page } = await show('companion', aState({ links: offline }), { width: 420 }, none);
    await page.getByTestId('nav-contacts').click();
    await page.getByText('Nobody yet').waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, 'contacts-empty-narrow');
  });
});

describe('the dialer', () => {
  it('opens by D, dials what is typed, or whom the arrows chose', async () => {
    const { page, asked } = await show('companion', aState());
    await page.getByTestId('history-row').first().waitFor();
    await page.keyboard.press('d');
    await page.getByTestId('dial-person').first().waitFor();
    await picture(page, 'dialer');
    await page.keyboard.type('030 1234');
    await page.keyboard.press('Enter');
    await page.getByTestId('dial-said').waitFor();
    await page.keyboard.type('lindq');
    await expect.poll(() => page.getByTestId('dial-person').count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => asked('call:dial'))
      .toEqual([{ number: '030 1234' }, { number: '+491711234567' }]);
    await page.getByRole('button', { name: '7' }).click();
    expect(await page.getByTestId('dial-input').inputValue()).toBe('7');
  });
});

describe('the palette', () => {
  it('goes, finds and does by the keyboard alone', async () => {
    const { page, asked } = await show('companion', aState(), {}, told);
    await page.getByTestId('history-row').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette-option').first().waitFor();
    await picture(page, 'palette');
    await page.keyboard.type('gosett');
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('nav-settings').getAttribute('aria-current')).toBe('page');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('dnd');
    await page.keyboard.press('Enter');
    await expect.poll(() => asked('settings:set')).toEqual([{ quiet: { until: null } }]);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('lindqvist');
    await page.getByTestId('palette-option').filter({ hasText: 'Nordwind' }).waitFor();
    await picture(page, 'palette-person');
    await page.keyboard.press('Enter');
    await page.getByTestId('contact-card').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('030 555');
    await page.keyboard.press('Enter');
    await expect.poll(() => asked('call:dial')).toEqual([{ number: '030 555' }]);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await page.getByTestId('palette').waitFor({ state: 'detached' });
  });
});

describe('missed calls', () => {
  it('are counted in the rail until the list was looked at', async () => {
    const { page, push, asked } = await show('companion', aState({ history: missed(2) }));
    await page.getByTestId('history-row').first().waitFor();
    expect(await asked('history:seen')).toHaveLength(1);
    await page.getByTestId('nav-settings').click();
    await push(aState({ history: missed(3) }));
    await expect.poll(() => page.getByTestId('missed-count').innerText()).toContain('3');
    expect(await asked('history:seen')).toHaveLength(1);
    await page.getByTestId('nav-history').click();
    await expect.poll(async () => (await asked('history:seen')).length).toBe(2);
    await push(aState());
    await page.getByTestId('missed-count').waitFor({ state: 'detached' });
  });

  it('call back in one click from the row', async () => {
    const { page, asked } = await show('companion', aState());
    await page.getByTestId('history-row').nth(1).hover();
    await picture(page, 'history-row-hover');
    await page.getByTestId('row-dial').nth(1).click();
    expect(await asked('call:dial')).toEqual([{ number: '+493090820' }]);
  });
});

describe('the call that runs, at the top of the window', () => {
  const docked = () => {
    const state = aState();
    const [first] = state.links.pbx;
    const links = { ...state.links, pbx: first ? [{ ...first, can: { hangUp: true, answer: true } }] : [] };
    const legs = [aLeg('1001'), aLeg('1002', { name: 'Benjamin Maximilian Carter-Oyelaran' })];
    const call = aCall({ legs });
    const at = (now: typeof call) => aState({ links, calls: [now], crm: { [call.id]: known } });
    return { call, at };
  };

  it.each(['light', 'dark'] as const)(
    'is picked up and hung up by the keyboard alone, %s',
    async (scheme) => {
      const { call, at } = docked();
      const { page, push, asked, answer } = await show('companion', at(call), { scheme });
      const focused = () =>
        page.evaluate(
          () =>
            document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        );
      await page.getByTestId('live-call').waitFor();
      await picture(page, `dock-ringing-${scheme}`);
      // From the top of the page, as with a fresh window: the tab key comes to it, and to each button in turn.
      const ways: string[] = [];
      for (let presses = 0; presses < 40 && ways.at(-1) !== 'Decline'; presses += 1) {
        await page.keyboard.press('Tab');
        ways.push(await focused());
      }
      expect(ways.slice(-2)).toEqual(['Answer', 'Decline']);
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await expect.poll(() => asked('call:control')).toEqual([{ callId: call.id, action: 'answer' }]);
      // The button goes, the keyboard stays on the phone.
      await push(at(answeredBy(call, '1001')));
      await expect.poll(focused).toBe('Hang up');
      await picture(page, `dock-talking-${scheme}`);
      await answer('call:control', {
        ok: false,
        error: { code: 'not_found', message: '-', details: { reason: 'call-gone' } },
      });
      await page.keyboard.press('Enter');
      await expect
        .poll(() => page.getByTestId('live-problem').innerText())
        .toBe('This call is not on your phone any more.');
      expect(await focused()).toBe('Hang up');
      await picture(page, `dock-refused-${scheme}`);
    },
  );

  it('fits a narrow window', async () => {
    const { call, at } = docked();
    const { page } = await show('companion', at(call), { width: 420 });
    await page.getByTestId('live-call').waitFor();
    expect(await overflow(page)).toBe(0);
    // His name is not cut short for the sake of buttons.
    const name = page.getByTestId('live-call').locator('strong').first();
    expect(await name.evaluate((at) => at.scrollWidth - at.clientWidth)).toBe(0);
    await picture(page, 'dock-narrow');
  });

  it('offers nothing that the PBX can not do', async () => {
    const { call } = docked();
    const { page } = await show('companion', aState({ calls: [call] }));
    await page.getByTestId('live-call').waitFor();
    expect(await page.getByTestId('live-call').getByRole('group').count()).toBe(0);
  });
});

describe('the recordings of a call', () => {
  const startedAt = '2026-03-03T12:40:03.000Z';
  const name =
    'in-1001-+491711234567-20260303-124003-1772541600.4711-a-name-that-is-far-too-long-for-the-page.wav';
  const url = 'https://pbx.example.com/recordings/in.wav';
  const open = async (recording: { url: string | null }, look: Parameters<typeof show>[2]) => {
    const [call, ...others] = aDay();
    const recorded = { ...call, recording: [{ file: `/var/spool/${name}`, startedAt }] };
    const { page, asked } = await show('companion', aState(), look, {
      'history:list': { ok: true, value: { calls: [recorded, ...others], nextCursor: null } },
      'call:recordings': { ok: true, value: { recordings: [{ name, startedAt, ...recording }] } },
    });
    await page.getByTestId('history-row').first().click();
    await page.getByTestId('recording').waitFor();
    await page.getByTestId('recordings').scrollIntoViewIfNeeded();
    return { page, asked };
  };

  it.each(['light', 'dark'] as const)('are one click away where the house has a link, %s', async (scheme) => {
    const { page, asked } = await open({ url }, { scheme, height: 900 });
    await picture(page, `recording-${scheme}`);
    await page.getByTestId('recording-open').click();
    expect(await asked('crm:open-link')).toEqual([{ url }]);
    expect(await overflow(page)).toBe(0);
  });

  it('are named where there is none, and fit a narrow window', async () => {
    const { page } = await open({ url: null }, { width: 420, height: 900 });
    await page.getByText('It lies on the phone system.').waitFor();
    expect(await page.getByTestId('recording-open').count()).toBe(0);
    expect(await overflow(page)).toBe(0);
    await picture(page, 'recording-narrow');
  });
});
