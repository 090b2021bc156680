import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  launchCompanion,
  noElectron,
  startDesk,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

describe.skipIf(noElectron)('the walls around a window', () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let desktop: LaunchedCompanion;

  beforeAll(async () => {
    [desk, relay] = await Promise.all([startDesk({ keyring: false }), startTinyRelay()]);
    desktop = await launchCompanion(desk, { env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN } });
  });
  afterAll(async () => {
    await desktop.close();
    await Promise.all([relay.stop(), desk.stop()]);
  });

  it('sandbox and context isolation are on, Node is out of reach', async () => {
    const preferences = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => {
        // Electron documents this method for its own tests only; its types leave it out.
        const contents = webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
        const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration, webSecurity };
      }),
    );
    expect(preferences).toHaveLength(2);
    for (const one of preferences)
      expect(one).toEqual({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
      });
    const reachable = await desktop.companion.evaluate(() => ({
      names: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in globalThis),
      bridge: Object.keys(window.bridge ?? {}).sort(),
    }));
    expect(reachable).toEqual({ names: [], bridge: ['invoke', 'on', 'platform'] });
  });

  it('pages come with a strict policy, and only from their folder', async () => {
    const answers = await desktop.app.evaluate(async ({ session }) => {
      const ask = async (path: string) => {
        const { status, headers } = await session.defaultSession.fetch(`app://companion${path}`);
        return { status, policy: headers.get('content-security-policy') };
      };
      return Promise.all(['/companion.html', '/..%2f..%2fpackage.json', '/nowhere.html'].map(ask));
    });
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404]);
    expect(answers[0]?.policy).toContain("default-src 'none'");
    expect(answers[0]?.policy).not.toContain('unsafe');
  });

  it('a page can neither run inline script, nor open a window, nor leave, nor use a permission', async () => {
    const before = desktop.companion.url();
    const tried = await desktop.companion.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
      const opened = window.open('https://evil.example/');
      window.location.href = 'https://evil.example/';
      const { state } = await navigator.permissions.query({ name: 'geolocation' });
      return { injected: 'injected' in window, opened: opened !== null, geolocation: state };
    });
    expect(tried).toEqual({ injected: false, opened: false, geolocation: 'denied' });
    expect(desktop.companion.url()).toBe(before);
  });

  it('main refuses a page that is not ours, even with our preload', async () => {
    const reply = await desktop.app.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/dist/preload/index.cjs`;
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      });
      await foreign.loadURL('data:text/html,<p>not ours');
      const answer: unknown = await foreign.webContents.executeJavaScript(
        "window.bridge ? window.bridge.invoke('state:get') : 'no bridge: ' + location.href",
      );
      foreign.destroy();
      return answer;
    });
    expect(reply).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });

  it('the token is in no page and in no log', async () => {
    const state = await desktop.companion.evaluate(() => window.bridge?.invoke('state:get', undefined));
    expect(state?.ok).toBe(true);
    expect(JSON.stringify(state)).not.toContain(TOKEN);
    const log = await readFile(join(desktop.userData, 'logs', 'companion.log'), 'utf8');
    expect(log).toContain('the Companion starts');
    expect(log).not.toContain(TOKEN);
  });
});
