/** Contacts, dialer and palette in a real browser; the pictures in test-results/ui/ are there to be looked at. */
import { describe, expect, it } from 'vitest';
import { chromiumStage, overflow, picture } from '../support/chromium-stage';
import { aState, known, maria, offline } from '../support/chromium-states';

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
