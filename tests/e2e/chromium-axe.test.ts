/** axe looks at every page and state, in light and dark; keyboard, zoom and motion beside it. */
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { findings } from '../support/axe';
import { chromiumStage, overflow, picture, type Look } from '../support/chromium-stage';
import {
  aCall,
  ago,
  aPop,
  aState,
  known,
  maria,
  offline,
  popState,
  waiting,
} from '../support/chromium-states';
import type { Answers, Opened } from '../support/chromium';
import { quietApp } from '../../src/shared/ipc/app';
import type { CompanionState } from '../../src/shared/ipc/state';
import { settingsSchema } from '../../src/shared/ipc/settings';

const show = chromiumStage();
const ringing = aCall({ contact: maria });
const talking = aCall({ state: 'connected', answeredAt: ago(60), answeredBy: ['1001'] });
const second = aCall({ state: 'ended', outcome: 'abandoned', endedAt: ago(0) });
const elsewhere = { why: 'answered-elsewhere', by: '1002', at: ago(-2) } as const;
const quiet = { by: 'own', until: null, system: false, missed: [second.id] } as const;

interface Scene {
  page?: 'popup';
  state: CompanionState;
  look?: Look;
  answers?: Answers;
  /** What the agent has done on the page. */
  after?: (opened: Opened) => Promise<unknown>;
}
const settings = (opened: Opened) => opened.navigate({ view: 'settings' });
const scenes: Record<string, Scene> = {
  'the card, number first': { page: 'popup', state: popState(aCall(), { crm: {} }) },
  'the card of a known caller': {
    page: 'popup',
    state: aState({ calls: [ringing], pops: [aPop(ringing)], crm: { [ringing.id]: known } }),
  },
  'a caller who is not in the CRM': {
    page: 'popup',
    state: aState({ calls: [talking], pops: [aPop(talking)], crm: { [talking.id]: waiting('unknown') } }),
  },
  'a stack of cards': {
    page: 'popup',
    state: aState({ calls: [ringing, second], pops: [aPop(ringing), aPop(second, { shownAt: ago(60) })] }),
  },
  'answered elsewhere': {
    page: 'popup',
    state: aState({ calls: [ringing], pops: [aPop(ringing, { closing: elsewhere })] }),
  },
  'the note on the card': {
    page: 'popup',
    state: aState({
      calls: [talking],
      pops: [aPop(talking)],
      crm: { [talking.id]: known },
      dispositions: ['Solved', 'Call again'],
    }),
    after: ({ page }) => page.getByTestId('pop-note').click(),
  },
  'the history': { state: aState(), after: ({ page }) => page.getByTestId('history-row').first().waitFor() },
  'one call': { state: aState(), after: ({ page }) => page.getByTestId('history-row').first().click() },
  'the contacts': {
    state: aState(),
    after: async ({ page }) => {
      await page.getByTestId('nav-contacts').click();
      await page.getByTestId('person').first().click();
      await page.getByTestId('contact-card').waitFor();
    },
  },
  'the dialer': {
    state: aState(),
    after: async ({ page }) => {
      await page.getByTestId('nav-dial').click();
      await page.getByTestId('dial-person').first().waitFor();
    },
  },
  'the palette': {
    state: aState({ history: { ...aState().history, missed: ['pbx:1'] } }),
    after: async ({ page }) => {
      await page.getByTestId('palette-open').click();
      await page.getByTestId('palette-input').fill('lindqvist');
      await page.getByTestId('palette-option').first().waitFor();
    },
  },
  'a live call': { state: aState({ calls: [talking], crm: { [talking.id]: known } }) },
  offline: { state: aState({ links: offline }) },
  'everything said at once': {
    state: aState({ links: offline, quiet: { ...quiet, missed: [...quiet.missed] }, calls: [ringing] }),
    answers: {
      'app:state': {
        ok: true,
        value: {
          ...quietApp,
          troubleAt: ago(60),
          update: { ...quietApp.update, stage: 'ready', version: '1.2.0' },
        },
      },
    },
    after: ({ page }) => page.getByTestId('update-banner').waitFor(),
  },
  narrow: { state: aState({ links: offline }), look: { width: 420 } },
  'the settings': {
    state: aState({
      settings: settingsSchema.parse({ sound: 'bell', popQueues: { mode: 'only', names: ['Sales'] } }),
      quiet: { ...quiet, missed: [...quiet.missed] },
      queues: ['Sales', 'Support'],
      screens: [{ id: '1', name: '1 · 1600 × 1000' }],
    }),
    after: settings,
  },
  'the connections in trouble': {
    state: aState({
      links: offline,
      linkFacts: { relay: { lastEventAt: ago(9), lastProblem: { text: 'It is away.', at: ago(5) } } },
    }),
    after: (opened) => opened.navigate({ view: 'connections' }),
  },
  'settings by IT': {
    state: aState({ managed: { source: 'x', locked: ['popWhen', 'sound', 'theme'], problem: null } }),
    after: settings,
  },
  'the settings, signed out of the CRM': { state: aState({ crmAccount: null }), after: settings },
  'the first run': { state: aState({ stage: 'needs-relay', relayUrl: null, agent: null, calls: [] }) },
  'a refused sign-in': { state: aState({ stage: 'needs-token', agent: null, links: offline }) },
};

describe.each(Object.entries(scenes))(
  '%s',
  (name, { page: kind = 'companion' as const, state, look, answers, after }) => {
    it.each(['light', 'dark'] as const)('has nothing that axe objects to in %s', async (scheme) => {
      const opened = await show(kind, state, { ...look, scheme }, answers);
      await after?.(opened);
      await picture(opened.page, `scene-${name.replace(/\W+/g, '-')}-${scheme}`);
      expect([name, await findings(opened.page)]).toEqual([name, []]);
    });
  },
);

/** What Tab reaches, each once, by its words. */
const tabStops = async (page: Page): Promise<string[]> => {
  const stops: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const shown = at.matches('.visually-hidden') ? (at.closest('label') ?? at) : at;
      const { outlineStyle, boxShadow } = getComputedStyle(shown);
      const around = at.closest('.input');
      const seen =
        outlineStyle !== 'none' || (around !== null && getComputedStyle(around).boxShadow !== 'none');
      const words =
        at.getAttribute('aria-label') ?? at.getAttribute('data-testid') ?? shown.textContent.trim();
      return { words, seen: seen || boxShadow.includes('inset') };
    });
    if (stop === null || stops.includes(stop.words)) break;
    expect(stop).toEqual({ words: stop.words, seen: true });
    stops.push(stop.words);
  }
  return stops;
};

describe('by keyboard alone', () => {
  it('reaches every action of a card, in its order, with a focus that is seen', async () => {
    const state = aState({ calls: [ringing], pops: [aPop(ringing)], crm: { [ringing.id]: known } });
    const { page, asked } = await show('popup', state);
    const stops = await tabStops(page);
    for (const id of ['pop-open-crm', 'pop-copy']) expect(stops).toContain(id);
    expect(stops[0]).toBe('Dismiss');
    await page.getByTestId('pop-note').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox').first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('textbox').count()).toBe(0);
    expect(await asked('pop:dismiss')).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await asked('pop:dismiss')).toEqual([{ callId: ringing.id }]);
  });

  it('reaches everything of the settings', async () => {
    const { page, navigate } = await show('companion', aState());
    await navigate({ view: 'settings' });
    const stops = await tabStops(page);
    for (const words of ['Language', 'Screen', 'quiet-switch', 'crm-sign-out', 'sign-out'])
      expect(stops).toContain(words);
  });
});

it('tells a screen reader who calls, politely and once', async () => {
  const state = aState({ calls: [ringing], pops: [aPop(ringing)], crm: { [ringing.id]: known } });
  const { page } = await show('popup', state);
  const announcement = page.getByTestId('pop-announcement');
  await expect.poll(() => announcement.textContent()).toBe('Incoming call: Maria Lindqvist, +49 171 1234567');
  expect(await announcement.getAttribute('aria-live')).toBe('polite');
});

it('moves nothing where less motion is wanted', async () => {
  const state = aState({ calls: [ringing], pops: [aPop(ringing)] });
  const moving = (page: Page) => page.evaluate(() => document.getAnimations().length);
  expect(await moving((await show('popup', state, { calm: false })).page)).toBeGreaterThan(0);
  expect(await moving((await show('popup', state)).page)).toBe(0);
});

describe('at a zoom of 200 %', () => {
  // Twice the size on the same screen is half the width for the page.
  it.each(['history', 'settings'] as const)('the %s keeps everything within the window', async (view) => {
    const { page, navigate } = await show('companion', aState(), { width: 540, height: 360, scale: 2 });
    await navigate({ view });
    expect(await overflow(page)).toBe(0);
    await picture(page, `zoom-${view}`);
  });
});

it.each(['de', 'es', 'fr'] as const)('every page fits in %s', async (language) => {
  const chosen = settingsSchema.parse({ language });
  for (const scheme of ['light', 'dark'] as const) {
    const main = await show('companion', aState({ settings: chosen, calls: [talking], links: offline }), {
      scheme,
    });
    await main.page.getByTestId('history-row').first().click();
    expect(await overflow(main.page)).toBe(0);
    // One line, whatever the words are.
    expect((await main.page.locator('.history-tools .segmented').boundingBox())?.height).toBeLessThan(40);
    await picture(main.page, `history-${language}-${scheme}`);
    const pops = { calls: [ringing], pops: [aPop(ringing)], crm: { [ringing.id]: known } };
    const popup = await show('popup', aState({ settings: chosen, ...pops }), { scheme });
    expect(await overflow(popup.page)).toBe(0);
    await picture(popup.page, `pop-${language}-${scheme}`);
    const first = aState({ settings: chosen, stage: 'needs-relay', relayUrl: null, agent: null });
    const setup = await show('companion', first, { scheme, width: 420 });
    expect(await overflow(setup.page)).toBe(0);
    await picture(setup.page, `setup-${language}-${scheme}`);
  }
});
