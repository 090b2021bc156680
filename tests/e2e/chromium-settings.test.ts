/** The settings: each choice is asked for at once, and says in plain words what it does. */
import { describe, expect, it } from 'vitest';
import { settingsSchema, type Settings } from '../../src/shared/ipc/settings';
import { chromiumStage, overflow, picture } from '../support/chromium-stage';
import { aCall, aState } from '../support/chromium-states';

const show = chromiumStage();
const screens = [
  { id: '1', name: '1 · DELL U2720Q · 2560 × 1440' },
  { id: '2', name: '2 · 1920 × 1080' },
];
const withSettings = (patch: Partial<Settings>, more: Parameters<typeof aState>[0] = {}) =>
  aState({ settings: settingsSchema.parse(patch), screens, queues: ['Sales', 'Support'], ...more });
const quietOf = (part: object) => ({ by: null, until: null, system: null, missed: [], ...part });

describe('the settings', () => {
  it('ask for each choice at once', async () => {
    const { page, asked, navigate, push } = await show('companion', withSettings({}), { height: 900 });
    await navigate({ view: 'settings' });
    await page.getByText('Once I have answered').click();
    await page.getByText('Only these').click();
    await push(withSettings({ popQueues: { mode: 'only', names: ['Sales'] } }));
    await page.getByTestId('queue-names').getByText('Support').click();
    await page.getByText('Bottom left').click();
    await page.getByLabel('Screen').selectOption('2');
    await page.getByTestId('settings-view').getByText('30 minutes').click();
    await page.getByText('Chime').click();
    expect(await asked('settings:set')).toEqual([
      { popWhen: 'answer' },
      { popQueues: { mode: 'only', names: [] } },
      { popQueues: { mode: 'only', names: ['Sales', 'Support'] } },
      { popCorner: 'bottom-left', popPlace: null },
      { popScreen: '2' },
      { quiet: { until: '2026-03-03T13:35:00.000Z' } },
      { sound: 'chime' },
    ]);
  });

  it('say where the card is when it was dragged, and the way back', async () => {
    const { page, asked, navigate } = await show(
      'companion',
      withSettings({ popPlace: { across: 0.5, down: 0 }, popScreen: 'gone' }),
    );
    await navigate({ view: 'settings' });
    await page.getByText('The chosen screen is not connected').waitFor();
    await page.getByTestId('pop-dragged').getByRole('button').click();
    expect(await asked('settings:set')).toEqual([{ popPlace: null }]);
  });

  it('play a sound on demand, at the chosen volume', async () => {
    const { page, asked, navigate } = await show('companion', withSettings({ sound: 'bell' }));
    await navigate({ view: 'settings' });
    await page.evaluate(() => {
      const started: string[] = [];
      Object.assign(window, { started });
      window.AudioContext = class extends AudioContext {
        override createOscillator(): OscillatorNode {
          started.push('tone');
          return super.createOscillator();
        }
      };
    });
    await page.getByTestId('sound-test').click();
    expect(await page.evaluate(() => (window as unknown as { started: string[] }).started.length)).toBe(3);
    await page.getByTestId('volume').press('ArrowRight');
    expect(await asked('settings:set')).toEqual([{ soundVolume: 65 }]);
  });

  it('speak another language at once', async () => {
    const { page, asked, navigate, push } = await show('companion', withSettings({}));
    await navigate({ view: 'settings' });
    await page.getByLabel('Language').selectOption('es');
    expect(await asked('settings:set')).toEqual([{ language: 'es' }]);
    await push(withSettings({ language: 'es' }));
    await page.getByRole('heading', { name: 'Cuando entra una llamada' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');
  });

  it.each(['en', 'de', 'es', 'fr'] as const)(
    'fit in %s, wide and narrow, light and dark',
    async (language) => {
      const state = withSettings(
        { language, sound: 'bell', popQueues: { mode: 'only', names: ['Sales'] } },
        { quiet: quietOf({ by: 'own', system: false, missed: ['a', 'b', 'c'] }) },
      );
      for (const [name, look] of [
        ['wide', { width: 1120, height: 1700 }],
        ['narrow-dark', { width: 420, height: 2200, scheme: 'dark' }],
      ] as const) {
        const { page, navigate } = await show('companion', state, look);
        await navigate({ view: 'settings' });
        await page.getByTestId('settings-view').waitFor();
        expect(await overflow(page)).toBe(0);
        await picture(page, `settings-${language}-${name}`);
      }
    },
  );
});

describe('do-not-disturb', () => {
  it('is a switch in the rail, is told at the top, and counts what rang', async () => {
    const { page, asked, push } = await show('companion', withSettings({}));
    await page.getByTestId('quiet-switch').click();
    await push(
      withSettings({ quiet: { until: null } }, { quiet: quietOf({ by: 'own', missed: [aCall().id] }) }),
    );
    const banner = page.getByTestId('quiet-banner');
    await banner.getByText('Do not disturb is on · 1 call meanwhile').waitFor();
    await picture(page, 'quiet');
    await banner.getByRole('button', { name: 'Turn off' }).click();
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    expect(await asked('settings:set')).toEqual([{ quiet: { until: null } }, { quiet: null }]);
    expect(await asked('quiet:seen')).toHaveLength(1);
    await push(withSettings({}));
    await banner.waitFor({ state: 'detached' });
  });
});
