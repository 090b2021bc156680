/** One Chromium and one build for a test file: pages are shown in a state, photographed, and must have no problems. */
import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { quietApp } from '../../src/shared/ipc/app';
import type { CompanionState } from '../../src/shared/ipc/state';
import { buildPages, launchChromium, openPage, servePages, type Answers, type Opened } from './chromium';
import { aDay, NOW } from './chromium-states';

const shots = 'test-results/ui';

export interface Look {
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
  scale?: number;
  locale?: string;
  /** Whether the system asks for less motion; yes unless the test is about motion. */
  calm?: boolean;
}
export type Show = (
  page: 'companion' | 'popup',
  state: CompanionState,
  look?: Look,
  answers?: Answers,
) => Promise<Opened>;

/** Registers vitest's hooks; call it once at the top of a test file. */
export const chromiumStage = (): Show => {
  let browser: Browser;
  let origin = '';
  const ends: (() => Promise<unknown>)[] = [];
  const open: Opened[] = [];

  beforeAll(async () => {
    await mkdir(shots, { recursive: true });
    const pages = await buildPages();
    ends.push(() => pages.remove());
    const server = await servePages(pages.dir);
    ends.push(() => server.close());
    browser = await launchChromium();
    ends.push(() => browser.close());
    origin = server.origin;
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  afterEach(async () => {
    for (const one of open.splice(0)) {
      expect(one.problems).toEqual([]);
      await one.close();
    }
  });

  return async (name, state, look = {}, answers = {}) => {
    const popup = name === 'popup';
    const opened = await openPage(browser, `${origin}/companion/${name}.html`, {
      state,
      answers: {
        'history:list': { ok: true, value: { calls: aDay(), nextCursor: null } },
        'app:state': { ok: true, value: quietApp },
        'note:of': { ok: true, value: { mine: null, others: [] } },
        'people:card': { ok: true, value: { context: null } },
        'contact:search': { ok: true, value: { people: [] } },
        ...answers,
      },
      nowIso: NOW,
      context: {
        viewport: { width: look.width ?? (popup ? 380 : 1120), height: look.height ?? (popup ? 520 : 720) },
        colorScheme: look.scheme ?? 'light',
        deviceScaleFactor: look.scale ?? (popup ? 2 : 1),
        reducedMotion: look.calm === false ? 'no-preference' : 'reduce',
        locale: look.locale ?? 'en-GB',
      },
    });
    open.push(opened);
    return opened;
  };
};

/** A popup is as big as main makes it: as its content asks. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const popup = page.locator('body.popup main');
  const content = (await popup.count()) > 0 ? await popup.boundingBox() : null;
  const clip = content && { x: 0, y: 0, width: 380, height: content.height };
  await page.screenshot({ path: `${shots}/${name}.png`, ...(clip ? { clip } : {}) });
};

/** By how many px the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export const text = (page: Page, id: string): Promise<string> => page.getByTestId(id).first().innerText();
