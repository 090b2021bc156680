/** The web companion as the relay serves it, without Electron: sign-in, pop in the page, CRM through the relay. */
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildPages, launchChromium } from '../support/chromium';
import { CODE, startStandInRelay, TOKEN, type StandInRelay } from '../support/chromium-relay';
import { picture } from '../support/chromium-stage';
import { aCall, aDay, known } from '../support/chromium-states';

let browser: Browser;
let pages: Awaited<ReturnType<typeof buildPages>>;
let relay: StandInRelay;
let context: BrowserContext;
let page: Page;
let problems: string[];

beforeAll(async () => {
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
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1120, height: 720 } });
  // Links into the CRM open a tab; nothing leaves this machine.
  await context.route('https://crm.example.com/**', (route) => route.fulfill({ body: 'the CRM' }));
  page = await context.newPage();
  problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) problems.push(message.text());
  });
  await page.goto(`${relay.origin}/companion/companion.html`);
});
afterEach(async () => {
  await context.close();
  await relay.close();
  expect(problems).toEqual([]);
});

const signIn = async (secret: string): Promise<void> => {
  await page.getByTestId('setup-secret').fill(secret);
  await page.getByTestId('setup-connect').click();
};
const kept = (): Promise<[string | null, string | null]> =>
  page.evaluate(() => [sessionStorage.getItem('cti.token'), localStorage.getItem('cti.token')]);

describe('the web companion', () => {
  it('asks for the token only, keeps it for this tab and shows the history', async () => {
    expect(await page.getByTestId('setup-relay-url').count()).toBe(0);
    await signIn(TOKEN);
    await page.getByTestId('history-row').first().waitFor();
    expect(await page.getByTestId('link-relay').getAttribute('data-state')).toBe('connected');
    expect(await kept()).toEqual([TOKEN, null]);
    await page.reload();
    await page.getByTestId('history-row').first().waitFor();
  });

  it('takes an enrolment code and stays signed in where that is wanted, until signed out', async () => {
    await page.getByRole('switch', { name: 'Keep me signed in' }).click();
    await signIn(CODE);
    await page.getByTestId('history-row').first().waitFor();
    expect(await kept()).toEqual([null, TOKEN]);
    await page.getByTestId('nav-settings').click();
    expect(await page.getByTestId('secret-warning').innerText()).toContain('stays in this browser');
    await page.getByTestId('sign-out').click();
    await page.getByTestId('setup-secret').waitFor();
    expect(await kept()).toEqual([null, null]);
  });

  it('says it when the relay refuses the token', async () => {
    await signIn('another-token-that-is-not-known-here');
    await page.getByRole('alert').waitFor();
    expect(await kept()).toEqual([null, null]);
  });

  it('pops in the page, with the CRM data that the relay gives', async () => {
    await signIn(TOKEN);
    await page.getByTestId('history-row').first().waitFor();
    const call = aCall();
    relay.pop(call);
    await page.getByRole('article', { name: 'Call from Maria Lindqvist' }).waitFor();
    expect(await page.getByTestId('pop-last-calls').innerText()).toContain('Late delivery');
    expect(relay.crmAuthorizations).toEqual([`Bearer ${TOKEN}`]);
    await expect.poll(() => relay.received.some(({ type }) => type === 'ack')).toBe(true);
    const [tab] = await Promise.all([context.waitForEvent('page'), page.getByTestId('pop-open-crm').click()]);
    expect(await tab.evaluate(() => window.opener as unknown)).toBeNull();
    await tab.close();
    relay.update({
      ...call,
      state: 'connected',
      answeredAt: new Date().toISOString(),
      answeredBy: ['1001'],
      legs: call.legs.map((leg) => ({ ...leg, state: 'connected', answeredAt: new Date().toISOString() })),
      version: 2,
    });
    await expect.poll(() => page.getByTestId('pop-state').innerText()).toBe('Talking');
    await page.getByTestId('pop-dismiss').click();
    await page.getByTestId('pop-card').waitFor({ state: 'detached' });
  });

  it('shows what the relay sent where CRM data is not for browsers', async () => {
    relay.crm.status = 403;
    await signIn(TOKEN);
    await page.getByTestId('history-row').first().waitFor();
    relay.pop(aCall({ contact: known.context?.contact ?? null }));
    await page.getByText('CRM details are not shown in the browser').waitFor();
    expect(await page.getByTestId('pop-name').innerText()).toBe('Maria Lindqvist');
    relay.pop(aCall());
    await expect.poll(() => page.getByTestId('pop-row').count()).toBe(1);
    expect(relay.crmAuthorizations).toHaveLength(1);
  });

  it('dials, and comes back by itself when the link breaks', async () => {
    await signIn(TOKEN);
    await page.getByTestId('history-row').first().waitFor();
    await page.keyboard.press('d');
    await page.getByTestId('dial-input').fill('030 1234');
    await page.getByTestId('dial-button').click();
    await page.getByText('Your phone rings first').waitFor();
    expect(relay.received).toContainEqual(expect.objectContaining({ type: 'dial', number: '030 1234' }));
    const registrations = () => relay.received.filter(({ type }) => type === 'register_agent').length;
    const before = registrations();
    relay.dropAll();
    await expect.poll(registrations, { timeout: 20_000 }).toBeGreaterThan(before);
    await page.locator('[data-testid=link-relay][data-state=connected]').waitFor();
  });

  it('says in German that the relay is gone', async () => {
    const german = await browser.newContext({ locale: 'de-DE', viewport: { width: 1120, height: 900 } });
    page = await german.newPage();
    await page.goto(`${relay.origin}/companion/companion.html`);
    await signIn(TOKEN);
    await page.getByTestId('history-row').first().waitFor();
    const { host } = new URL(relay.origin);
    await relay.close();
    relay = await startStandInRelay(pages.dir);
    const sentence = `Das Relay unter ${host} ist nicht erreichbar. Es wird weiter versucht.`;
    await page.getByTestId('link-relay').getByText(sentence).waitFor();
    await page.getByTestId('nav-connections').click();
    await page.getByTestId('connection-relay').getByText(sentence).waitFor();
    await picture(page, 'web-relay-gone-de');
    await german.close();
  });
});
