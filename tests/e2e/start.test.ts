/** `npm start` as a newcomer without Electron sees it: what it prints, the pop in a real browser, Ctrl-C. Linux only. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright';
import { launchChromium } from '../support/chromium';
import { tempFolder } from '../support/temp-folder';

const root = join(import.meta.dirname, '..', '..');

/** A demo of its own in a session of its own, so that a signal reaches all of it as Ctrl-C in a terminal does. */
const npmStart = (home: string) => {
  const child: ChildProcess = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', CTI_DEMO_HOME: home },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      listeners.forEach((look) => look());
    });
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  return {
    ended,
    said: () => said,
    /** The first match in what it has printed or will print. */
    prints: (pattern: RegExp): Promise<RegExpExecArray> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(said);
          if (!found) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`npm start ended without ${String(pattern)}:\n${said}`)));
      }),
    interrupt: () => {
      const runs = child.exitCode === null && child.signalCode === null;
      if (child.pid !== undefined && runs) process.kill(-child.pid, 'SIGINT');
    },
  };
};

/** Everything that was started with this home in its environment. */
const processesOf = (home: string): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });

describe.runIf(process.platform === 'linux')('npm start without Electron', () => {
  const home = tempFolder('demo');
  let demo: ReturnType<typeof npmStart>;
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    demo = npmStart(home);
  });
  afterAll(async () => {
    demo.interrupt();
    await demo.ended;
    await browser.close();
  });

  it('shows the main job in the browser and leaves nothing behind', async () => {
    const [, address = ''] = await demo.prints(/Companion {2}(http:\S+)/);
    const [, token = ''] = await demo.prints(/sign in with the token {2}(\S+)/);
    const [, relay = ''] = await demo.prints(/Relay {6}(http:\S+)/);
    await demo.prints(/Ctrl-C stops everything/);
    expect(demo.said()).toContain('There is no display here, so no window can open.');

    const again = npmStart(home);
    expect(await again.ended).toBe(1);
    expect(again.said()).toMatch(/runs here already .*\n.*http:.*\n.*Ctrl-C/);

    const page = await browser.newPage();
    const failures: string[] = [];
    page.on('pageerror', ({ message }) => failures.push(message));
    page.on('response', (response) => {
      if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(address);
    await page.getByLabel('Enrolment code or token').fill(token);
    await page.keyboard.press('Enter');
    await page.getByTestId('pop-card').getByText('Nordwind Logistik GmbH').waitFor();
    const [, record = ''] = await demo.prints(/SuiteCRM has the Call record: (http:\S+)/);
    expect(await (await fetch(record)).text()).toContain('Maria Lindqvist');
    expect(failures).toEqual([]);
    await page.close();

    expect(processesOf(home).length).toBeGreaterThan(2);
    demo.interrupt();
    await demo.ended;
    expect(demo.said()).toMatch(/Everything has stopped\.\n$/);
    expect(processesOf(home)).toEqual([]);
    await expect(fetch(relay)).rejects.toThrow();
  });
});
