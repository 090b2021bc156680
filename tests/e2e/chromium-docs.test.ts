/** The page of the API in a real Chromium, under the policy that it shares with all pages. */
import { launchChromium } from '../support/chromium';
import { expect, it, onTestFinished } from 'vitest';
import { startRelay } from '../integration/relay-harness';

it('lists the routes, and nothing in it offends the policy', async () => {
  const relay = await startRelay();
  onTestFinished(() => relay.stop());
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => void complaints.push(String(error)));
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(relay.url))
      foreign.push(request.url());
  });
  await page.goto(`${relay.url}/docs`);
  const health = page.locator('.opblock', { hasText: '/health/ready' });
  await health.click();
  await health.getByRole('button', { name: 'Try it out' }).click();
  await health.getByRole('button', { name: 'Execute' }).click();
  await health.locator('.live-responses-table').getByText('"uptimeSeconds"').first().waitFor();
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});
