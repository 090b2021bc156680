/** How the windows of the real Electron look and speak: language, dark mode, axe; and a card in a transfer. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../src/shared/call/call';
import type { SettingsPatch } from '../../src/shared/ipc/settings';
import { findings } from '../support/axe';
import { aCall, aLeg, ended, maria } from '../support/calls';
import {
  launchCompanion,
  noElectron,
  startDesk,
  windowFacts,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

let count = 0;
const made: Call[] = [];
const newCall = (patch: Partial<Call> = {}): Call => {
  const call = aCall({ linkedId: `${++count}.8`, contact: maria, ...patch });
  made.push(call);
  return call;
};
const at = (second: number): string => new Date(Date.parse(aCall().startedAt) + second * 1_000).toISOString();

describe.skipIf(noElectron)('the windows of the real Electron', () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let desktop: LaunchedCompanion;

  beforeAll(async () => {
    [desk, relay] = await Promise.all([startDesk({ keyring: false }), startTinyRelay()]);
    const registered = relay.next('register_agent');
    desktop = await launchCompanion(desk, { env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN } });
    await registered;
    await set({ popAfterEnd: 'at-once' });
  });
  afterAll(async () => {
    await desktop.close();
    await Promise.all([relay.stop(), desk.stop()]);
  });

  const pages = () => [desktop.companion, desktop.popup];
  const set = (patch: SettingsPatch) =>
    desktop.companion.evaluate((value) => window.bridge?.invoke('settings:set', value), patch);
  const card = () => desktop.popup.getByTestId('pop-card');
  const visible = async () => (await windowFacts(desktop.app, 'popup.html')).visible;
  const shown = async () => {
    await card().waitFor();
    await expect.poll(visible).toBe(true);
  };

  afterEach(async () => {
    await set({ language: 'en', theme: 'light' });
    for (const call of made.splice(0)) relay.update({ ...ended(call), version: 99 });
    await expect.poll(visible, { timeout: 5_000 }).toBe(false);
  });

  it.each([
    ['de', 'Klingelt', 'Verlauf'],
    ['es', 'Sonando', 'Historial'],
    ['fr', 'Sonne', 'Historique'],
  ] as const)('speak %s as soon as he has chosen it', async (language, rings, history) => {
    relay.pop(newCall());
    await shown();
    await set({ language });
    await desktop.popup.getByTestId('pop-state').filter({ hasText: rings }).waitFor();
    await desktop.companion.getByTestId('nav-history').filter({ hasText: history }).waitFor();
    for (const page of pages())
      await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(language);
  });

  it.each(['light', 'dark'] as const)(
    'are %s where he wants it, and axe objects to nothing',
    async (theme) => {
      await set({ theme });
      relay.pop(newCall());
      await shown();
      for (const page of pages()) {
        await expect
          .poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
          .toBe(theme === 'dark');
        expect(await findings(page)).toEqual([]);
      }
      await desktop.companion.screenshot({ path: `test-results/ui/electron-companion-${theme}.png` });
      await card().screenshot({ path: `test-results/ui/electron-pop-${theme}.png` });
    },
  );

  it('show whom a colleague sends him, and who has it once he has passed it on', async () => {
    const call = newCall({
      state: 'held',
      answeredAt: at(5),
      answeredBy: ['1002'],
      owner: '1002',
      legs: [
        aLeg('1002', { state: 'held', rangAt: at(1), answeredAt: at(5) }),
        aLeg('1001', { rangAt: at(60) }),
      ],
    });
    relay.pop(call);
    await shown();
    await card().filter({ hasText: '1002 asks you' }).waitFor();
    expect(await desktop.popup.getByTestId('pop-name').textContent()).toContain(maria.name);

    const [second, first] = call.legs;
    const taken: Call = {
      ...call,
      version: 2,
      state: 'connected',
      owner: '1001',
      answeredBy: ['1002', '1001'],
      legs: [
        { ...aLeg('1002'), ...second, state: 'ended', endedAt: at(70), endReason: 'transferred' },
        { ...aLeg('1001'), ...first, state: 'connected', answeredAt: at(62) },
      ],
    };
    relay.update(taken);
    await card().filter({ hasText: '1002 asks you' }).waitFor({ state: 'detached' });
    await shown();

    relay.update({
      ...taken,
      version: 3,
      owner: '1003',
      answeredBy: ['1002', '1001', '1003'],
      legs: [
        ...taken.legs.map((leg) =>
          leg.extension === '1001'
            ? { ...leg, state: 'ended' as const, endedAt: at(90), endReason: 'transferred' as const }
            : leg,
        ),
        aLeg('1003', { state: 'connected', rangAt: at(80), answeredAt: at(88) }),
      ],
    });
    await expect.poll(visible).toBe(false);
  });
});
