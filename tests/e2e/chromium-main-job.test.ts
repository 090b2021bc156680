/** The main job in a browser: the pages come from a real relay, and so does everything they show. */
import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoSignIn } from '../../src/simulators/suitecrm';
import { buildPages, launchChromium } from '../support/chromium';
import { startMainJob, type MainJob } from '../support/main-job';

const shots = 'test-results/ui';
let browser: Browser;
let pages: Awaited<ReturnType<typeof buildPages>>;

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  pages = await buildPages();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await pages.remove();
});

/** Everything a developer would see red in the browser's tools. */
const watch = async (page: Page): Promise<string[]> => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  page.on('requestfailed', (request) => problems.push(`${request.failure()?.errorText} ${request.url()}`));
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    ),
  );
  return problems;
};

const open = async (job: MainJob, token: string, look: BrowserContextOptions = {}) => {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1120, height: 720 },
    reducedMotion: 'reduce',
    ...look,
  });
  const page = await context.newPage();
  const problems = await watch(page);
  await page.goto(`${job.url}/companion/`);
  await page.getByTestId('setup-secret').fill(token);
  await page.getByTestId('setup-connect').click();
  await page.locator('[data-testid=link-relay][data-state=connected]').waitFor();
  await page.locator('[data-testid=link-pbx][data-state=connected]').waitFor();
  return { page, problems, context };
};

describe('the main job in a browser', () => {
  let job: MainJob | null = null;
  afterEach(async () => {
    await job?.stop();
    job = null;
  });
  const picture = (page: Page, name: string) => page.screenshot({ path: `${shots}/web-${name}.png` });
  const pastAskedBy = (crm: MainJob['crm']) =>
    crm.requests.filter(({ path }) => path.includes('/relationships/calls')).map(({ user }) => user);

  it('signs in with a token, pops with what the CRM knows, and has the call in the history after a reload', async () => {
    job = await startMainJob({ rendererDir: pages.dir, file: { webCompanion: { crmContext: true } } });
    const records = job.crm.records('Calls').length;
    const { page, problems, context } = await open(job, await job.addAnna());
    await page.locator('[data-testid=link-crm][data-state=connected]').waitFor();

    const icon = await page.locator('link[rel=icon]').evaluate((link) => (link as HTMLLinkElement).href);
    const drawn = await page.request.get(icon);
    expect([drawn.status(), drawn.headers()['content-type']]).toEqual([200, 'image/svg+xml']);
    const mark = page.locator('.brand img');
    expect(await mark.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);

    const crm = job.holdCrm();
    const call = job.customerCalls();
    await page.getByTestId('pop-number').filter({ hasText: '+49 171 1234567' }).waitFor();
    expect(await page.getByTestId('pop-card').innerText()).not.toContain('Maria');
    crm.release();
    await page.getByRole('article', { name: 'Call from Maria Lindqvist' }).waitFor();
    await page
      .getByTestId('pop-last-calls')
      .filter({ hasText: 'Delivery window for container 4471' })
      .waitFor();
    expect(await page.getByTestId('pop-card').innerText()).toContain('Nordwind Logistik GmbH');
    // A browser has no CRM account of its own: the relay asks.
    expect(new Set(pastAskedBy(job.crm))).toEqual(new Set([demoSignIn.relay.username]));
    expect(await page.getByTestId('live-call').count()).toBe(0);
    await picture(page, 'pop');

    await call.pickUp();
    await page.getByTestId('pop-state').filter({ hasText: 'Talking' }).waitFor();
    await call.hangUp();
    await page.getByTestId('pop-dismiss').click();
    await page.getByTestId('history-row').filter({ hasText: 'Maria Lindqvist' }).click();
    await page.locator('.crm-record[data-status=logged]').waitFor();
    expect(job.crm.records('Calls')).toHaveLength(records + 1);

    await page.reload();
    const row = page.getByTestId('history-row').filter({ hasText: 'Maria Lindqvist' });
    await row.waitFor();
    expect(await row.innerText()).toContain('You answered');
    await page.getByText('Outbound', { exact: true }).click();
    await page.getByText('Nothing found').waitFor();
    await page.getByText('Inbound', { exact: true }).click();
    await row.waitFor();
    await picture(page, 'history');
    // The desktop's pop window is the same build.
    await page.goto(`${job.url}/companion/popup.html`);
    await page.locator('main').waitFor({ state: 'attached' });
    expect(problems).toEqual([]);
    await context.close();
  });

  it('shows name and company only, without an error, where CRM details are not for browsers', async () => {
    job = await startMainJob({ rendererDir: pages.dir, file: { webCompanion: { crmContext: false } } });
    const { page, problems, context } = await open(job, await job.addAnna(), { colorScheme: 'dark' });
    await page.locator('[data-testid=link-crm][data-state=off]').waitFor();
    const call = job.customerCalls();
    await page.getByRole('article', { name: 'Call from Maria Lindqvist' }).waitFor();
    await page
      .getByTestId('pop-last-calls')
      .filter({ hasText: 'CRM details are not shown in the browser' })
      .waitFor();
    await picture(page, 'pop-without-crm');
    await call.pickUp();
    await page.getByTestId('pop-state').filter({ hasText: 'Talking' }).waitFor();
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('sign-out').waitFor();
    await picture(page, 'settings-dark');
    await call.hangUp();
    await page.getByTestId('pop-state').filter({ hasText: 'Ended' }).waitFor();
    expect(pastAskedBy(job.crm)).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});
