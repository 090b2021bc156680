/** The dashboard in a real Chromium, with a relay whose answers the test decides; for states that a real one is seldom in. */
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { buildPages, launchChromium, servePages } from './chromium';
import { usualAnswers } from './admin-states';

/** `never`: takes the question and is silent; `cut`: the connection breaks. */
export type AdminAnswer =
  { status?: number; body?: unknown; headers?: Record<string, string> } | 'never' | 'cut';
/** By method and path, e.g. `GET /api/calls/:id/story`; a function sees the question. */
export type AdminAnswers = Record<
  string,
  AdminAnswer | ((question: { url: URL; body: string | null }) => AdminAnswer)
>;

export interface OpenedAdmin {
  page: Page;
  /** Every question that changed something, e.g. `POST /api/keys`. */
  changes: { what: string; body: string | null; csrf: string | null }[];
  answers: AdminAnswers;
}

const fits = (pattern: string, method: string, path: string): boolean => {
  const [wantedMethod, wantedPath = ''] = pattern.split(' ');
  const parts = wantedPath.split('/');
  const asked = path.split('/');
  return (
    wantedMethod === method &&
    parts.length === asked.length &&
    parts.every((part, index) => part.startsWith(':') || part === asked[index])
  );
};

/** What a browser says of every answer above 399; the pages say the same in words. */
const ofAnAnswer = (text: string): boolean => text.startsWith('Failed to load resource');

/** Registers vitest's hooks; call it once at the top of a test file. */
export const adminStage = () => {
  let browser: Browser;
  let origin = '';
  const ends: (() => Promise<unknown>)[] = [];
  const open: { problems: string[]; close: () => Promise<void> }[] = [];

  beforeAll(async () => {
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

  return async (
    hash: string,
    more: AdminAnswers = {},
    look: BrowserContextOptions = {},
  ): Promise<OpenedAdmin> => {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      ...look,
    });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !ofAnAnswer(message.text())) problems.push(message.text());
    });
    const opened: OpenedAdmin = { page, changes: [], answers: { ...usualAnswers(), ...more } };
    await page.route('**/api/**', async (route: Route) => {
      const request = route.request();
      const url = new URL(request.url());
      const method = request.method();
      const body = request.postData();
      if (method !== 'GET')
        opened.changes.push({
          what: `${method} ${url.pathname}`,
          body,
          csrf: request.headers()['x-csrf-token'] ?? null,
        });
      const key = Object.keys(opened.answers)
        .reverse()
        .find((pattern) => fits(pattern, method, url.pathname));
      const found = key === undefined ? undefined : opened.answers[key];
      const answer = typeof found === 'function' ? found({ url, body }) : found;
      if (answer === 'never') return;
      if (answer === 'cut') return route.abort();
      return route.fulfill({
        status: answer?.status ?? (answer ? 200 : 404),
        contentType: 'application/json',
        headers: answer?.headers ?? {},
        body: answer?.body === undefined ? '' : JSON.stringify(answer.body),
      });
    });
    await page.goto(`${origin}/admin/admin.html${hash}`);
    await page.locator('main').first().waitFor();
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    open.push({ problems, close: () => context.close() });
    return opened;
  };
};
export type ShowAdmin = ReturnType<typeof adminStage>;

const shots = 'test-results/ui';
export const adminPicture = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: `${shots}/admin-${name}.png` });
