/** The card and the keyboard, with a window manager and somebody else's program in front: no key is ever lost to it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../src/shared/call/call';
import { aCall, aLeg, answeredBy, ended, maria } from '../support/calls';
import {
  launchCompanion,
  noElectron,
  startDesk,
  windowFacts,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

const run = promisify(execFile);
let count = 0;
const newCall = (patch: Partial<Call> = {}): Call => aCall({ id: `pbx:${++count}.9`, ...patch });

describe.skipIf(noElectron)('while the agent types into another program', () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let desktop: LaunchedCompanion;
  let browser: Browser;
  let page: Page;

  const xdotool = async (...args: string[]): Promise<string> =>
    (await run('xdotool', args, { env: { ...process.env, ...desk.env } })).stdout.trim();
  const type = (text: string) => xdotool('type', '--delay', '5', text);
  const written = () => page.locator('input').inputValue();
  const facts = () => windowFacts(desktop.app, 'popup.html');
  const visible = () => expect.poll(async () => (await facts()).visible, { timeout: 10_000 }).toBe(true);
  const hidden = () => expect.poll(async () => (await facts()).visible, { timeout: 10_000 }).toBe(false);

  beforeAll(async () => {
    [desk, relay] = await Promise.all([startDesk({ keyring: false, manager: true }), startTinyRelay()]);
    const registered = relay.next('register_agent');
    desktop = await launchCompanion(desk, { env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN } });
    await registered;
    browser = await chromium.launch({
      headless: false,
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--window-size=900,600'],
      env: { ...(process.env as Record<string, string>), ...desk.env },
    });
    // As large as its window is: a page of a fixed size would not follow it.
    page = await (await browser.newContext({ viewport: null })).newPage();
    await page.setContent(
      '<title>Order 4711</title><input autofocus style="position: fixed; inset: 0; width: 100%; height: 100%">',
    );
    const [own = ''] = (await xdotool('search', '--sync', '--onlyvisible', '--name', 'Order 4711')).split(
      '\n',
    );
    await xdotool('windowactivate', '--sync', own);
    await xdotool('mousemove', '--window', own, '300', '400', 'click', '1');
  });
  afterAll(async () => {
    await browser.close();
    await desktop.close();
    await Promise.all([relay.stop(), desk.stop()]);
  });

  it('cards come, change, stack up and go, and every key arrives where he types', async () => {
    await expect
      .poll(async () => {
        await type('a');
        return written();
      })
      .toMatch(/^a+$/);
    await desktop.companion.evaluate(() => window.bridge?.invoke('settings:set', { popAfterEnd: 'at-once' }));
    const active = await xdotool('getactivewindow');
    await page.locator('input').fill('');
    let expected = '';
    const types = async (letters: string) => {
      await type(letters);
      expected += letters;
      await expect.poll(written).toBe(expected);
      expect(await xdotool('getactivewindow')).toBe(active);
    };

    const first = newCall({ legs: [aLeg(), aLeg('1002')] });
    relay.pop(first);
    await visible();
    await types('rings');
    relay.update({ ...first, contact: maria, version: 2 });
    await desktop.popup.getByTestId('pop-name').filter({ hasText: maria.name }).waitFor();
    await types('named');
    const second = newCall();
    relay.pop(second);
    await desktop.popup.getByTestId('pop-row').waitFor();
    await types('two');
    const talking = answeredBy({ ...first, version: 2 }, '1001');
    relay.update(talking);
    await desktop.popup.getByTestId('pop-state').filter({ hasText: 'Talking' }).waitFor();
    await types('talks');
    relay.update({ ...ended(second), version: 9 });
    relay.update({ ...ended(talking), version: 9 });
    await hidden();
    await types('gone');
    for (const letters of ['bcd', 'efg', 'hij']) {
      const call = newCall();
      relay.pop(call);
      await visible();
      await types(letters);
      relay.update({ ...ended(call), version: 9 });
      await hidden();
      await types('z');
    }
  });

  it('takes the keys where he clicks into its note, and gives them back', async () => {
    const call = newCall();
    relay.pop(call);
    await visible();
    const { bounds } = await facts();
    const button = await desktop.popup.getByTestId('pop-note').boundingBox();
    if (!button) throw new Error('no button for a note');
    const [x, y] = [bounds.x + button.x + button.width / 2, bounds.y + button.y + button.height / 2];
    await xdotool('mousemove', '--sync', String(Math.round(x)), String(Math.round(y)), 'click', '1');
    await expect.poll(async () => (await facts()).focused).toBe(true);
    const before = await written();
    await type('wants an offer');
    await desktop.popup.getByText('wants an offer').waitFor();
    expect(await written()).toBe(before);
    await xdotool('mousemove', '300', '400', 'click', '1');
    await type('x');
    await expect.poll(written).toContain('x');
    await desktop.popup.getByTestId('pop-dismiss').click();
    relay.update({ ...ended(call), version: 9 });
    await hidden();
  });

  it('lies above a window that fills the screen, and is not in the way of switching windows', async () => {
    await xdotool('key', 'F11');
    await expect.poll(() => page.evaluate(() => window.innerHeight)).toBe(1000);
    const active = await xdotool('getactivewindow');
    const call = newCall();
    relay.pop(call);
    await visible();
    // What lies under the mouse at the card's place is the card.
    const { bounds } = await facts();
    await xdotool('mousemove', '--sync', String(bounds.x + 190), String(bounds.y + 60));
    const topmost = async () => {
      const [, id = ''] = /window:(\d+)/.exec(await xdotool('getmouselocation')) ?? [];
      const geometry = await xdotool('getwindowgeometry', '--shell', id);
      return Number(/^WIDTH=(\d+)$/m.exec(geometry)?.[1]);
    };
    await expect.poll(topmost).toBe(bounds.width);
    expect(await xdotool('getactivewindow')).toBe(active);
    relay.update({ ...ended(call), version: 9 });
    await hidden();
  });
});
