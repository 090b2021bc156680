/** Links and keys from other programs, in a real Electron on a desktop of its own. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { because } from '../../src/shared/error-reasons';
import type { SettingsPatch } from '../../src/shared/ipc/settings';
import {
  launchCompanion,
  noElectron,
  openLink,
  startDesk,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';
import { tempFolder } from '../support/temp-folder';

const run = promisify(execFile);
const pictures = join('test-results', 'links');

describe.skipIf(noElectron)('a number in another program', () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let desktop: LaunchedCompanion;
  const userData = tempFolder('profile');
  const set = (patch: SettingsPatch) =>
    desktop.companion.evaluate((next) => window.bridge?.invoke('settings:set', next), patch);
  const card = () => desktop.companion.getByTestId('request-card');
  const picture = (name: string) => desktop.companion.screenshot({ path: join(pictures, `${name}.png`) });
  const phase = () => card().getAttribute('data-phase');
  const dialled = () =>
    relay.received.flatMap((message) => (message.type === 'dial' ? [message.number] : []));
  const windowVisible = () =>
    desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some(
        (one) => one.isVisible() && one.webContents.getURL().includes('companion.html'),
      ),
    );

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    desk = await startDesk({ keyring: false });
    relay = await startTinyRelay();
    const env = { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN };
    // Started by the click itself.
    desktop = await launchCompanion(desk, { userData, env, link: 'tel:+49-171-1234567;ext=12' });
  });
  afterAll(async () => {
    await desktop.close();
    await relay.stop();
    await desk.stop();
  });

  it('starts the Companion with its question, and is called once he says so', async () => {
    await card().waitFor();
    // What comes before the sign-in is done says so; then the link is opened again.
    await expect.poll(() => desktop.companion.getByTestId('link-banner').count()).toBe(0);
    expect(await phase()).toBe('asks');
    expect(await desktop.companion.getByTestId('request-number').innerText()).toBe('+49 171 1234567');
    await picture('asks');
    expect(dialled()).toEqual([]);
    await relayConnected();
    await desktop.companion.keyboard.press('Enter');
    await expect.poll(phase).toBe('done');
    await picture('done');
    expect(dialled()).toEqual(['+491711234567']);
    await desktop.companion.keyboard.press('Escape');
    await expect.poll(() => card().count()).toBe(0);
  });

  const relayConnected = () =>
    expect
      .poll(() =>
        desktop.companion.evaluate(async () => {
          const reply = await window.bridge?.invoke('state:get', undefined);
          return reply?.ok === true && reply.value.links.relay.state;
        }),
      )
      .toBe('connected');

  it('reaches the Companion that runs, brings its window, and Escape leaves it', async () => {
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().forEach((one) => one.hide()),
    );
    await openLink(desk, userData, 'callto:+43-664-1234567');
    await expect.poll(phase).toBe('asks');
    await expect.poll(windowVisible).toBe(true);
    expect(await desktop.companion.getByTestId('request-why').innerText()).toContain('Austria');
    await picture('abroad');
    await desktop.companion.keyboard.press('Escape');
    await expect.poll(() => card().count()).toBe(0);
    expect(dialled()).toHaveLength(1);
  });

  it('says in his language why the phone system refuses, or what is wrong with the link', async () => {
    await set({ language: 'de', theme: 'dark' });
    relay.answerDial({
      code: 'pbx_refused',
      message: 'The phone of extension 1001 can not be rung.',
      details: because('phone-unreachable', { extension: '1001' }),
    });
    await openLink(desk, userData, 'cti-companion://dial/0049%20171%20123%2045%2067');
    await desktop.companion.getByTestId('request-accept').click();
    await expect.poll(phase).toBe('failed');
    expect(await card().innerText()).toContain('Das Telefon der Nebenstelle 1001 kann nicht klingeln.');
    await picture('refused-de-dark');
    await openLink(desk, userData, 'tel:+49171%0d%0aAction:%20Originate');
    await expect.poll(() => card().innerText()).toContain('Steuerzeichen');
    await picture('garbage-de-dark');
    await desktop.companion.keyboard.press('Escape');
    await set({ language: 'en', theme: 'light' });
    expect(dialled()).toHaveLength(2);
  });

  it('is called by the keys that he has pressed in the settings, and by no others', async () => {
    relay.answerDial({ callId: 'pbx:2' });
    const { companion, app } = desktop;
    await companion.evaluate(() => window.bridge?.invoke('window:show', { view: 'settings' }));
    await companion.getByTestId('hotkey-choose').click();
    await companion.keyboard.press('d');
    await companion.getByTestId('hotkey-recorder').waitFor();
    await picture('recording');
    await companion.keyboard.press('Control+Alt+Shift+D');
    await expect.poll(() => companion.getByTestId('hotkey-keys').innerText()).toBe('Ctrl\nAlt\nShift\nD');
    const holds = (keys: string) =>
      app.evaluate(({ globalShortcut }, name) => globalShortcut.isRegistered(name), keys);
    expect(await holds('Control+Alt+Shift+D')).toBe(true);
    await companion.getByTestId('calling-settings').scrollIntoViewIfNeeded();
    await picture('settings');

    await companion.evaluate(() =>
      window.bridge?.invoke('clipboard:copy', { text: 'Please call +43 664 7654321 today' }),
    );
    await run('xdotool', ['key', 'ctrl+alt+shift+d'], { env: { ...process.env, ...desk.env } });
    await companion.getByTestId('request-number').filter({ hasText: '+43 664 7654321' }).waitFor();
    await picture('by-keys');
    await companion.keyboard.press('Escape');
    await expect.poll(() => card().count()).toBe(0);

    // A second Companion at this desk finds them taken.
    const other = await launchCompanion(desk, { env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN } });
    try {
      await other.companion.evaluate(() =>
        window.bridge?.invoke('settings:set', { dialHotkey: 'Control+Alt+Shift+D' }),
      );
      await expect
        .poll(() =>
          other.companion.evaluate(async () => {
            const reply = await window.bridge?.invoke('state:get', undefined);
            return reply?.ok === true && reply.value.appLinks.hotkey;
          }),
        )
        .toBe('taken');
    } finally {
      await other.close();
    }

    await companion.getByTestId('hotkey-remove').click();
    await expect.poll(() => holds('Control+Alt+Shift+D')).toBe(false);
  });
});
