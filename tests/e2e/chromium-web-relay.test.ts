/** A new agent in a browser, at a real relay: his code, a reload, the relay's restart, and the end of his sign-in. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildPages, launchChromium } from '../support/chromium';
import { startMainJob, type MainJob } from '../support/main-job';
import { openTab } from '../support/web-tab';

let browser: Browser;
let pages: Awaited<ReturnType<typeof buildPages>>;
let job: MainJob;

beforeAll(async () => {
  pages = await buildPages();
  browser = await launchChromium();
  job = await startMainJob({ rendererDir: pages.dir });
});
afterAll(async () => {
  await browser.close();
  await job.stop();
  await pages.remove();
});

it('is taken in by his code, stays over a reload and the restart of the relay, and is out once revoked, in every tab', async () => {
  await job.addAnna();
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const one = await openTab(context, `${job.url}/companion/`);
  await one.page.getByTestId('setup-secret').fill(await job.enrolAnna());
  await one.page.getByTestId('setup-connect').click();
  const connected = '[data-testid=link-relay][data-state=connected]';
  await one.page.locator(connected).waitFor();
  await one.page.reload();
  await one.page.locator(connected).waitFor();
  const two = await openTab(context, `${job.url}/companion/`);
  await two.page.locator(connected).waitFor();

  const call = job.customerCalls();
  for (const { page } of [one, two])
    await page.getByTestId('pop-name').filter({ hasText: 'Maria Lindqvist' }).waitFor();
  await call.pickUp();
  await call.hangUp();
  await two.page.getByTestId('pop-dismiss').click();
  await one.page.getByTestId('pop-card').waitFor({ state: 'detached' });

  await job.stopRelay();
  for (const { page } of [one, two])
    await page.locator('[data-testid=link-relay][data-state=down]').waitFor();
  await job.startRelayAgain();
  for (const { page } of [one, two]) await page.locator(connected).waitFor({ timeout: 60_000 });

  await job.removeAnna();
  for (const { page } of [one, two])
    await page.getByText('The relay no longer accepts this sign-in').waitFor();
  expect(await one.page.getByTestId('history-row').count()).toBe(0);
  expect([...one.problems, ...two.problems]).toEqual([]);
  await context.close();
});
