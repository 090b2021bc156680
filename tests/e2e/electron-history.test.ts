/** What an agent has of his calls when he comes back: what he missed, counted at a glance; and his history without a relay. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCall, ended, endedCall, maria } from '../support/calls';
import {
  launchCompanion,
  noElectron,
  startDesk,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

/** For a machine that has other work too. */
const patient = { timeout: 30_000 };
const trayImages = join(import.meta.dirname, '..', '..', 'resources', 'tray');
const older = endedCall({
  linkedId: 'older',
  remote: { number: '+4930998877', display: '+49 30 998877', name: null, anonymous: false },
  startedAt: '2026-11-20T09:00:00.000Z',
  endedAt: '2026-11-20T09:04:00.000Z',
});
const missed = aCall({ linkedId: 'missed', contact: maria });

interface Seen {
  badges: number[];
  tooltip: string;
  image: string;
}

describe.skipIf(noElectron)('an agent who was away', () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let desktop: LaunchedCompanion;
  let userData: string;

  const launch = async (): Promise<void> => {
    desktop = await launchCompanion(desk, { userData, env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN } });
  };
  /** From here on main's own words to the tray and the badge are written down, beside being said. */
  const listen = () =>
    desktop.app.evaluate(({ app, Tray }) => {
      const seen: Seen = { badges: [], tooltip: '', image: '' };
      Object.assign(globalThis, { seen });
      // eslint-disable-next-line @typescript-eslint/unbound-method -- each is called with its tray below
      const { setToolTip, setImage } = Tray.prototype;
      Tray.prototype.setToolTip = function (text) {
        seen.tooltip = text;
        setToolTip.call(this, text);
      };
      Tray.prototype.setImage = function (image) {
        if (typeof image !== 'string') seen.image = image.toDataURL();
        setImage.call(this, image);
      };
      const setBadgeCount = app.setBadgeCount.bind(app);
      app.setBadgeCount = (count) => {
        seen.badges.push(count ?? 0);
        return setBadgeCount(count);
      };
    });
  const seen = () => desktop.app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  const pictureOf = (name: string) =>
    desktop.app.evaluate(
      ({ nativeImage }, path) => nativeImage.createFromPath(path).toDataURL(),
      join(trayImages, `${name}.png`),
    );
  const rows = () => desktop.companion.getByTestId('history-row');

  beforeAll(async () => {
    [desk, relay, userData] = await Promise.all([
      startDesk({ keyring: true }),
      startTinyRelay(),
      mkdtemp(join(tmpdir(), 'cti-profile-')),
    ]);
    relay.setHistory({ calls: [older], nextCursor: null, notes: { [older.id]: 'Wants the blue sample' } });
    await launch();
    await rows().filter({ hasText: older.remote.display }).waitFor();
  });
  afterAll(async () => {
    await desktop.close();
    await Promise.all([relay.stop(), desk.stop()]);
    await rm(userData, { recursive: true, force: true });
  });

  it('sees in the tray and on the badge that he missed one, until he has looked', async () => {
    const { companion } = desktop;
    await companion.getByTestId('nav-settings').click();
    await listen();
    relay.pop(missed);
    await expect.poll(async () => (await seen()).tooltip, patient).toBe('Ringing: Maria Lindqvist');
    expect((await seen()).image).toBe(await pictureOf('ringing'));
    relay.update({ ...ended(missed), version: 9 });
    await expect.poll(async () => (await seen()).badges, patient).toEqual([1]);
    await expect.poll(async () => (await seen()).tooltip, patient).toBe('CTI Companion: 1 missed call');
    expect((await seen()).image).toBe(await pictureOf('missed'));
    expect(await companion.getByTestId('missed-count').innerText()).toContain('1');

    // He comes back and looks at the list.
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('companion.html'))
        ?.focus(),
    );
    await companion.getByTestId('nav-history').click();
    await rows().filter({ hasText: 'Maria Lindqvist' }).waitFor();
    await expect.poll(async () => (await seen()).badges, patient).toEqual([1, 0]);
    await expect.poll(async () => (await seen()).tooltip, patient).toBe('CTI Companion: Anna Berg');
    expect((await seen()).image).toBe(await pictureOf('idle'));
  });

  it('has his history at the next start, with the relay gone: rows, search by note, and the page by keyboard', async () => {
    const gone = once(desktop.app.process(), 'exit');
    void desktop.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await gone;
    await relay.stop();
    await launch();
    const { companion } = desktop;
    await companion.getByTestId('link-banner').waitFor(patient);
    await expect.poll(() => rows().count(), patient).toBe(2);

    const focused = () =>
      companion.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);
    await companion.keyboard.press('/');
    await expect.poll(focused).toBe('history-search');
    // He wrote it on another computer: it came with the relay's page.
    await companion.keyboard.type('blue sample');
    await expect.poll(() => rows().count()).toBe(1);
    for (let presses = 0; presses < 20 && (await focused()) !== 'history-row'; presses += 1)
      await companion.keyboard.press('Tab');
    await companion.keyboard.press('Enter');
    const page = companion.getByTestId('call-page');
    await page.getByRole('heading', { name: older.remote.display }).waitFor();
    // From the row on, the next stops are the page's own: he comes to each of its buttons.
    for (let presses = 0; presses < 20 && (await focused()) !== 'detail-call-back'; presses += 1)
      await companion.keyboard.press('Tab');
    expect(await focused()).toBe('detail-call-back');
    await companion.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await companion.keyboard.press('/');
    await companion.keyboard.press('Escape');
    await expect.poll(() => rows().count()).toBe(2);
  });
});
