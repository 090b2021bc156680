/** The web companion in several tabs, in the background, on a phone, as an installed app, and without HTTPS. */
import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildPages, launchChromium } from '../support/chromium';
import { startStandInRelay, TOKEN, type StandInRelay } from '../support/chromium-relay';
import { overflow } from '../support/chromium-stage';
import { aCall, aDay, known } from '../support/chromium-states';
import { openTab, type WebTab } from '../support/web-tab';

const shots = 'test-results/ui';
let browser: Browser;
let pages: Awaited<ReturnType<typeof buildPages>>;
let relay: StandInRelay;
let context: BrowserContext;
const tabs: WebTab[] = [];

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  pages = await buildPages();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await pages.remove();
});
beforeEach(async () => {
  relay = await startStandInRelay(pages.dir);
  relay.history = aDay();
  relay.crm.context = known.context;
});
afterEach(async () => {
  const problems = tabs.splice(0).flatMap((tab) => tab.problems);
  await context.close();
  await relay.close();
  expect(problems).toEqual([]);
});

const start = async (look: BrowserContextOptions = {}): Promise<void> => {
  context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1120, height: 720 },
    reducedMotion: 'reduce',
    ...look,
  });
};
const tab = async (permission?: NotificationPermission, origin = relay.origin): Promise<WebTab> => {
  const opened = await openTab(context, `${origin}/companion/companion.html`, permission);
  tabs.push(opened);
  return opened;
};
const signIn = async ({ page }: WebTab): Promise<void> => {
  await page.getByTestId('setup-secret').fill(TOKEN);
  await page.getByTestId('setup-connect').click();
  await page.getByTestId('history-row').first().waitFor();
};
const picture = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: `${shots}/web-${name}.png` });
const count = (type: string): number => relay.received.filter((message) => message.type === type).length;
const title = ({ page }: WebTab): Promise<string> => page.title();
const icon = ({ page }: WebTab): Promise<string | undefined> =>
  page.evaluate(() => document.querySelector<HTMLLinkElement>('link[rel=icon]')?.dataset.state);

describe('two tabs of one browser', () => {
  it('are one companion: one sign-in, one sound, one acknowledgement, and in step', async () => {
    await start();
    const one = await tab();
    await signIn(one);
    const two = await tab();
    await two.page.getByTestId('history-row').first().waitFor();
    expect(count('register_agent')).toBe(1);
    await one.page.getByTestId('nav-settings').click();
    await one.page.getByText('Drop', { exact: true }).click();
    await one.page.getByText('Dark', { exact: true }).click();
    await two.page.locator('html[data-theme=dark]').waitFor();
    await two.page.getByTestId('nav-settings').click();
    const heard = (await one.sounds()) + (await two.sounds());
    relay.pop(aCall());
    await one.page.getByTestId('pop-card').waitFor();
    await two.page.getByTestId('pop-card').waitFor();
    await expect.poll(() => count('ack')).toBe(1);
    await expect.poll(async () => (await one.sounds()) + (await two.sounds()) - heard).toBe(1);
    await two.page.getByTestId('pop-dismiss').click();
    await one.page.getByTestId('pop-card').waitFor({ state: 'detached' });
    expect(count('ack')).toBe(1);
    await two.page.getByTestId('sign-out').click();
    await one.page.getByTestId('setup-secret').waitFor();
    await two.page.getByTestId('setup-secret').waitFor();
    expect(await one.page.evaluate(() => sessionStorage.getItem('cti.token'))).toBeNull();
  });

  it('go on when the one that was connected is closed, still signed in', async () => {
    await start();
    const one = await tab();
    await signIn(one);
    const two = await tab();
    await two.page.getByTestId('history-row').first().waitFor();
    await one.page.close();
    await expect.poll(() => count('register_agent')).toBe(2);
    await two.page.locator('[data-testid=link-relay][data-state=connected]').waitFor();
    relay.pop(aCall());
    await two.page.getByTestId('pop-card').waitFor();
    await two.page.getByTestId('pop-dismiss').click();
    await two.page.reload();
    await two.page.getByTestId('history-row').first().waitFor();
  });

  it('dial and open CRM records from the one that follows', async () => {
    await start();
    await context.route('https://crm.example.com/**', (route) => route.fulfill({ body: 'the CRM' }));
    await signIn(await tab());
    const two = await tab();
    await two.page.getByTestId('nav-dial').click();
    await two.page.getByTestId('dial-input').fill('030 1234');
    await two.page.getByTestId('dial-button').click();
    await two.page.getByText('Your phone rings first').waitFor();
    relay.pop(aCall());
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      two.page.getByTestId('pop-open-crm').click(),
    ]);
    await opened.waitForLoadState();
    expect(opened.url()).toContain('https://crm.example.com/');
    expect(await opened.evaluate(() => window.opener as unknown)).toBeNull();
    await opened.close();
  });
});

describe('in the background', () => {
  it('the tab names who rings, a notification leads to the call, and missed calls are counted', async () => {
    await start();
    const one = await tab('granted');
    await signIn(one);
    expect(await title(one)).toBe('CTI Companion');
    await one.away(true);
    const call = aCall();
    relay.pop(call);
    await expect.poll(() => title(one)).toBe('Maria Lindqvist is calling · CTI Companion');
    expect(await icon(one)).toBe('ringing');
    // The number at once, the name in the same place when the CRM has told it.
    await expect
      .poll(async () => (await one.notifications()).at(-1))
      .toMatchObject({ title: 'Maria Lindqvist', body: '+49 171 1234567 · Support', closed: false });
    await one.page.getByTestId('nav-settings').click();
    await one.clickNotification();
    await one.page.getByTestId('call-page').waitFor();
    const at = new Date(Date.now() + 1_000).toISOString();
    relay.update({
      ...call,
      state: 'ended',
      outcome: 'abandoned',
      endedAt: at,
      legs: call.legs.map((leg) => ({ ...leg, state: 'ended', endedAt: at, endReason: 'cancelled' })),
      version: 9,
    });
    await expect.poll(() => title(one)).toBe('(1) CTI Companion');
    await one.away(false);
    await expect.poll(() => title(one)).toBe('CTI Companion');
  });

  it('says nothing twice: no notification while another tab is looked at', async () => {
    await start();
    const one = await tab('granted');
    await signIn(one);
    const two = await tab('granted');
    await two.page.getByTestId('history-row').first().waitFor();
    await one.away(true);
    relay.pop(aCall());
    await two.page.getByTestId('pop-card').waitFor();
    await two.away(true);
    relay.pop(aCall({ queue: 'Returns' }));
    await expect.poll(async () => (await one.notifications()).length).toBeGreaterThan(0);
    expect((await one.notifications()).every(({ body }) => body.includes('Returns'))).toBe(true);
    expect(await two.notifications()).toEqual([]);
  });

  it('shows that the relay is away', async () => {
    await start();
    const one = await tab();
    await signIn(one);
    await relay.close();
    await expect.poll(() => icon(one), { timeout: 20_000 }).toBe('link-down');
    await picture(one.page, 'relay-away');
    relay = await startStandInRelay(pages.dir);
  });
});

describe('notifications', () => {
  it('are asked for by a click, once, and "not now" is kept', async () => {
    await start();
    const one = await tab();
    await signIn(one);
    await one.page.getByTestId('notification-banner').waitFor();
    await picture(one.page, 'asks-for-notifications');
    await one.page.getByTestId('notifications-later').click();
    await one.page.reload();
    await one.page.getByTestId('history-row').first().waitFor();
    expect(await one.page.getByTestId('notification-banner').count()).toBe(0);
    await one.page.getByTestId('nav-settings').click();
    await one.page.getByTestId('notification-hint').getByRole('button').click();
    await one.page.getByTestId('notification-hint').waitFor({ state: 'detached' });
  });

  it('that are denied leave the card in the page, and the settings say what to do', async () => {
    await start();
    const one = await tab();
    await signIn(one);
    await one.willSay('denied');
    await one.page.getByTestId('notifications-allow').click();
    await one.page.getByTestId('notification-banner').waitFor({ state: 'detached' });
    await one.page.getByTestId('nav-settings').click();
    await one.page.getByText('Your browser blocks notifications').waitFor();
    await picture(one.page, 'settings-notifications-blocked');
    relay.pop(aCall());
    await one.page.getByTestId('pop-card').waitFor();
    expect(await one.notifications()).toEqual([]);
  });
});

describe('wherever it is looked at', () => {
  it.each([
    ['360', { viewport: { width: 360, height: 740 } }],
    ['360-dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
    ['200-percent', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
    ['dark', { colorScheme: 'dark' }],
  ] as const)('fits: %s', async (name, look) => {
    await start(look);
    const one = await tab('granted');
    await picture(one.page, `${name}-sign-in`);
    expect(await overflow(one.page)).toBe(0);
    await signIn(one);
    await picture(one.page, `${name}-history`);
    expect(await overflow(one.page)).toBe(0);
    await one.page.getByTestId('history-row').first().click();
    await one.page.getByTestId('call-page').waitFor();
    expect(await overflow(one.page)).toBe(0);
    await picture(one.page, `${name}-call`);
    for (const view of ['settings', 'connections']) {
      await one.page.getByTestId(`nav-${view}`).click();
      expect(await overflow(one.page)).toBe(0);
      // The page's name and the way to the palette stand in one line.
      expect((await one.page.locator('.top').boundingBox())?.height).toBeLessThan(64);
      await picture(one.page, `${name}-${view}`);
    }
    relay.pop(aCall());
    await one.page.getByTestId('pop-card').waitFor();
    await one.page.getByTestId('pop-last-calls').waitFor();
    expect(await overflow(one.page)).toBe(0);
    await picture(one.page, `${name}-pop`);
  });

  it('can be installed as an app', async () => {
    await start();
    const one = await tab();
    await signIn(one);
    const tools = await context.newCDPSession(one.page);
    const { errors, data } = await tools.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data ?? '') as { start_url: string; icons: { src: string; type: string }[] };
    expect(manifest.start_url).toBe('./');
    for (const { src, type } of manifest.icons) {
      const answer = await one.page.request.get(`${relay.origin}/companion/${src}`);
      expect([answer.status(), answer.headers()['content-type']]).toEqual([200, type]);
    }
    const { installabilityErrors } = await tools.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
      [],
    );
  });

  it('works without HTTPS, and says what is missing', async () => {
    await start();
    const port = new URL(relay.origin).port;
    const one = await tab('denied', `http://relay.test:${port}`);
    expect(await one.page.evaluate(() => [window.isSecureContext, 'locks' in navigator])).toEqual([
      false,
      false,
    ]);
    await signIn(one);
    relay.pop(aCall());
    await one.page.getByTestId('pop-card').waitFor();
    await expect.poll(() => count('ack')).toBe(1);
    await one.page.getByRole('button', { name: 'Copy number' }).click();
    await one.page.getByText('Copied').waitFor();
    await one.page.getByTestId('nav-dial').click();
    await one.page.getByTestId('dial-input').fill('030 1234');
    await one.page.getByTestId('dial-button').click();
    await one.page.getByText('Your phone rings first').waitFor();
    await one.page.getByTestId('pop-dismiss').click();
    await one.page.getByTestId('nav-settings').click();
    await one.page.getByText('over HTTPS only').waitFor();
  });
});
