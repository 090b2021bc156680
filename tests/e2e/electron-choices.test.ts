/** What the agent has chosen, seen at the windows themselves. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../src/shared/call/call';
import type { SettingsPatch } from '../../src/shared/ipc/settings';
import { aCall, answeredBy, ended, maria } from '../support/calls';
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
const made: Call[] = [];
const newCall = (patch: Partial<Call> = {}): Call => {
  const call = aCall({ id: `pbx:${++count}.7`, ...patch });
  made.push(call);
  return call;
};

describe.skipIf(noElectron)('what the agent has chosen', () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let desktop: LaunchedCompanion;
  let userData = '';

  const launch = async (): Promise<void> => {
    const registered = relay.next('register_agent');
    desktop = await launchCompanion(desk, { userData, env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN } });
    await registered;
  };
  beforeAll(async () => {
    userData = await mkdtemp(join(tmpdir(), 'cti-profile-'));
    [desk, relay] = await Promise.all([startDesk({ keyring: false }), startTinyRelay()]);
    await launch();
  });
  afterAll(async () => {
    await desktop.close();
    await Promise.all([relay.stop(), desk.stop()]);
    await rm(userData, { recursive: true, force: true });
  });

  const set = (patch: SettingsPatch) =>
    desktop.companion.evaluate((value) => window.bridge?.invoke('settings:set', value), patch);
  const state = async () => {
    const reply = await desktop.companion.evaluate(() => window.bridge?.invoke('state:get', undefined));
    if (!reply?.ok) throw new Error('no state');
    return reply.value;
  };
  const facts = () => windowFacts(desktop.app, 'popup.html');
  const visible = () => expect.poll(async () => (await facts()).visible, { timeout: 5_000 }).toBe(true);
  const hidden = () => expect.poll(async () => (await facts()).visible, { timeout: 5_000 }).toBe(false);
  /** It has come in, whatever was made of it. */
  const known = (call: Call) =>
    expect.poll(async () => (await state()).calls.some(({ id }) => id === call.id)).toBe(true);

  afterEach(async () => {
    await set({
      popWhen: 'ring',
      popCorner: 'top-right',
      popPlace: null,
      quiet: null,
      popAfterEnd: 'at-once',
    });
    for (const call of made.splice(0)) relay.update({ ...ended(call), version: 99 });
    await hidden();
  });

  it('keeps every key in the text field of another window while cards come and go', async () => {
    await set({ popAfterEnd: 'at-once' });
    const other = await desktop.app.evaluate(async ({ BrowserWindow }) => {
      const popup = BrowserWindow.getAllWindows().find(({ webContents }) =>
        webContents.getURL().includes('popup.html'),
      );
      const focused: string[] = [];
      Object.assign(globalThis, { focused });
      popup?.on('focus', () => focused.push('popup'));
      const window = new BrowserWindow({ width: 500, height: 300, x: 100, y: 100 });
      await window.loadURL('data:text/html,<input autofocus>');
      window.focus();
      return window.id;
    });
    const written = () =>
      desktop.app.evaluate(
        async ({ BrowserWindow }, id) =>
          String(
            await BrowserWindow.fromId(id)?.webContents.executeJavaScript(
              'document.querySelector("input").focus(); document.querySelector("input").value',
            ),
          ),
        other,
      );
    // Real keys from outside: X gives them to whoever has the focus.
    const type = (text: string) =>
      run('xdotool', ['type', '--delay', '5', text], { env: { ...process.env, ...desk.env } });
    await expect
      .poll(async () => {
        await type('a');
        return written();
      })
      .toMatch(/^a+$/);
    let expected = await written();
    for (const letters of ['bcd', 'efg', 'hij']) {
      const call = newCall();
      relay.pop(call);
      await visible();
      await type(letters);
      relay.update({ ...ended(call), version: 9 });
      await hidden();
      await type('z');
      expected += `${letters}z`;
      await expect.poll(written).toBe(expected);
    }
    expect(
      await desktop.app.evaluate(() => (globalThis as unknown as { focused: string[] }).focused),
    ).toEqual([]);
    await desktop.app.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.destroy(), other);
  });

  it('shows the card in the chosen corner, also while it is there', async () => {
    await set({ popCorner: 'bottom-left' });
    relay.pop(newCall());
    await visible();
    // What the page has drawn decides the height, and so where the top is.
    await expect
      .poll(async () => {
        const { bounds } = await facts();
        return [bounds.x, bounds.y + bounds.height];
      })
      .toEqual([16, 1000 - 16]);
    await set({ popCorner: 'top-left' });
    await expect.poll(async () => (await facts()).bounds).toMatchObject({ x: 16, y: 16 });
  });

  it('remembers where the card was dragged', async () => {
    relay.pop(newCall());
    await visible();
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('popup.html'))
        ?.setPosition(610, 200),
    );
    await expect.poll(async () => (await state()).settings.popPlace).toMatchObject({ across: 0.5 });
    expect((await facts()).bounds.x).toBe(610);
  });

  it('shows no card where he wants none, but a notification whose click opens the call', async () => {
    await desktop.app.evaluate(({ Notification }) => {
      const shown: Electron.Notification[] = [];
      Object.assign(globalThis, { shown });
      Notification.prototype.show = function (this: Electron.Notification) {
        shown.push(this);
      };
    });
    await set({ popWhen: 'never' });
    const call = newCall({ queue: 'Support', contact: maria });
    relay.pop(call);
    await expect.poll(async () => (await state()).notices.map(({ callId }) => callId)).toEqual([call.id]);
    expect((await facts()).visible).toBe(false);
    await expect
      .poll(() =>
        desktop.app.evaluate(() =>
          (globalThis as unknown as { shown: Electron.Notification[] }).shown.map(
            ({ title, body }) => `${title}\n${body}`,
          ),
        ),
      )
      .toEqual(['Maria Lindqvist\nIncoming call · Support\n+49 171 1234567 · Nordwind']);
    await desktop.app.evaluate(() => {
      (globalThis as unknown as { shown: Electron.Notification[] }).shown[0]?.emit('click');
    });
    await desktop.companion.getByTestId('live-call').filter({ hasText: 'Maria Lindqvist' }).waitFor();
    await expect.poll(async () => (await windowFacts(desktop.app, 'companion.html')).visible).toBe(true);
  });

  it('shows the card when he has answered, where he wants it then', async () => {
    await set({ popWhen: 'answer' });
    const call = newCall();
    relay.pop(call);
    await known(call);
    expect((await facts()).visible).toBe(false);
    relay.update(answeredBy(call, '1001'));
    await visible();
  });

  it('disturbs nobody who does not want it, and counts', async () => {
    await set({ quiet: { until: null } });
    const call = newCall({ queue: 'Support' });
    relay.pop(call);
    await known(call);
    expect((await facts()).visible).toBe(false);
    expect((await state()).quiet).toMatchObject({ by: 'own', missed: [call.id] });
    await set({ quiet: null });
    relay.pop(newCall({ queue: 'Support' }));
    await visible();
  });

  it('keeps all of it over a restart', async () => {
    const chosen: SettingsPatch = {
      popWhen: 'never',
      popCorner: 'bottom-right',
      sound: 'chime',
      language: 'de',
      quiet: { until: null },
    };
    await set(chosen);
    await desktop.close();
    await launch();
    expect((await state()).settings).toMatchObject(chosen);
    await desktop.companion.getByTestId('quiet-banner').filter({ hasText: 'Nicht stören ist an' }).waitFor();
    await set({ language: 'system' });
  });
});
