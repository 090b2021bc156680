import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCall } from '../support/calls';
import {
  launchCompanion,
  noElectron,
  startDesk,
  windowFacts,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

describe.skipIf(noElectron)('a crash', () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let desktop: LaunchedCompanion;
  let userData: string;

  const launch = async (): Promise<void> => {
    const registered = relay.next('register_agent');
    desktop = await launchCompanion(desk, {
      userData,
      env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN },
    });
    await registered;
  };
  beforeAll(async () => {
    [desk, relay, userData] = await Promise.all([
      startDesk({ keyring: false }),
      startTinyRelay(),
      mkdtemp(join(tmpdir(), 'cti-profile-')),
    ]);
    await launch();
  });
  afterAll(async () => {
    await desktop.close();
    await Promise.all([relay.stop(), desk.stop()]);
    await rm(userData, { recursive: true, force: true });
  });

  /** As an agent does it. */
  const quit = async (): Promise<void> => {
    const gone = once(desktop.app.process(), 'exit');
    void desktop.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await gone;
  };
  /** The page's process dies; what the same window shows then is a new page. */
  const crash = async (page: Page, name: string): Promise<void> => {
    const crashed = page.waitForEvent('crash');
    const loaded = desktop.app.evaluate(
      ({ BrowserWindow }, part) =>
        new Promise<void>((resolve) => {
          const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
            webContents.getURL().includes(part),
          );
          window?.webContents.once('did-finish-load', () => resolve());
        }),
      name,
    );
    await desktop.app.evaluate(({ BrowserWindow }, part) => {
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes(part))
        ?.webContents.forcefullyCrashRenderer();
    }, name);
    await crashed;
    await loaded;
  };
  /** Playwright gives a page up whose process has died, so main looks into it. */
  const read = (name: string, code: string): Promise<unknown> =>
    desktop.app.evaluate(
      async ({ BrowserWindow }, [part, script]): Promise<unknown> => {
        const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
          webContents.getURL().includes(part ?? ''),
        );
        return window?.webContents.executeJavaScript(script ?? '');
      },
      [name, code],
    );
  const has = (name: string, selector: string): Promise<unknown> =>
    read(name, `document.querySelector(${JSON.stringify(selector)}) !== null`);

  it('of the pop while a note is typed: the card is back where it was, and so is the note', async () => {
    const call = aCall({ id: 'pbx:crash.1' });
    relay.pop(call);
    const pop = desktop.popup;
    await pop.getByTestId('pop-note').click();
    await pop.getByTestId('note-field').fill('Wants the invoice');
    await pop.locator('[data-testid=note-status][data-status=kept]').waitFor();
    const before = await windowFacts(desktop.app, 'popup.html');

    await crash(pop, 'popup.html');
    await expect.poll(() => has('popup.html', '[data-testid=pop-card]'), { timeout: 30_000 }).toBe(true);
    const after = await windowFacts(desktop.app, 'popup.html');
    expect(after).toMatchObject({ visible: true, alwaysOnTop: true, focused: before.focused });
    expect([after.bounds.x, after.bounds.y]).toEqual([before.bounds.x, before.bounds.y]);
    await read('popup.html', `document.querySelector('[data-testid=pop-note]').click()`);
    await expect
      .poll(() => read('popup.html', `document.querySelector('[data-testid=note-field]')?.value`))
      .toBe('Wants the invoice');

    // The next call finds it as good as new.
    relay.pop(aCall({ id: 'pbx:crash.2' }));
    await expect.poll(() => read('popup.html', `document.body.innerText.match(/Ringing/g)?.length`)).toBe(2);
  });

  it('of the companion window: it is back, in its place, and knows the calls', async () => {
    await desktop.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('companion.html'))
        ?.setBounds({ x: 120, y: 140, width: 900, height: 640 });
    });
    await expect.poll(async () => (await windowFacts(desktop.app, 'companion.html')).bounds.width).toBe(900);
    const before = await windowFacts(desktop.app, 'companion.html');
    await crash(desktop.companion, 'companion.html');
    await expect
      .poll(() => has('companion.html', '[data-testid=link-relay][data-state=connected]'))
      .toBe(true);
    const { visible, bounds } = await windowFacts(desktop.app, 'companion.html');
    expect({ visible, bounds }).toEqual({ visible: true, bounds: before.bounds });
    const log = await readFile(join(userData, 'logs', 'companion.log'), 'utf8');
    expect(log.match(/a page has crashed and is loaded again/g)).toHaveLength(2);
  });

  it('of the main process in mid-word loses nothing that was kept', async () => {
    await quit();
    await launch();
    const call = aCall({ id: 'pbx:crash.3' });
    relay.setLive([call]);
    relay.pop(call);
    const field = () => desktop.popup.getByTestId('note-field');
    await desktop.popup.getByTestId('pop-note').click();
    await field().fill('Calls back on Tuesday');
    await desktop.popup.locator('[data-testid=note-status][data-status=kept]').waitFor();
    await field().press('End');
    await field().pressSequentially(', or');
    const { app } = desktop;
    const gone = once(app.process(), 'exit');
    app.process().kill('SIGKILL');
    await gone;

    await launch();
    relay.pop(call);
    await desktop.popup.getByTestId('pop-note').click();
    await expect.poll(() => field().inputValue()).toMatch(/^Calls back on Tuesday/);
  });

  it('is no worse than quitting in mid-word, which keeps all of it', async () => {
    await desktop.popup.getByTestId('note-field').fill('Typed and gone');
    await quit();
    const kept = await readFile(join(userData, 'notes.json'), 'utf8');
    expect(kept).toContain('Typed and gone');
    await launch();
  });

  it('that nobody expected is in the log, masked, and the window says what to do', async () => {
    await desktop.app.evaluate(() => {
      setTimeout(() => {
        throw new Error('no route to +49 171 1234567');
      });
    });
    const banner = desktop.companion.getByTestId('trouble-banner');
    await banner.waitFor();
    expect(await banner.innerText()).toContain('Your notes are kept');
    const log = await readFile(join(userData, 'logs', 'companion.log'), 'utf8');
    expect(log).toContain('an error nobody expected');
    expect(log).not.toContain('1234567');
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    await banner.waitFor({ state: 'detached' });
  });
});
