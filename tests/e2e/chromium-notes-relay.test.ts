/** A note typed in the web companion, end to end: a real relay serves the page, keeps the note and writes it into a simulated SuiteCRM. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callRecordId } from '../../src/crm/call-record-id';
import type { Browser } from 'playwright';
import { buildPages, launchChromium } from '../support/chromium';
import { startMainJob, type MainJob } from '../support/main-job';

/** For a machine that has other work too. */
const patient = { timeout: 60_000 };
let browser: Browser;
let pages: Awaited<ReturnType<typeof buildPages>>;
let job: MainJob;

beforeAll(async () => {
  [pages, browser] = await Promise.all([buildPages(), launchChromium()]);
  job = await startMainJob({ rendererDir: pages.dir, file: { callLog: { dispositions: ['Call back'] } } });
});
afterAll(async () => {
  await browser.close();
  await job.stop();
  await pages.remove();
});

it('is kept over a restart of the relay, written once, and there again after a reload', async () => {
  const tasks = job.crm.records('Tasks').length;
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1120, height: 720 } });
  const page = await context.newPage();
  await page.goto(`${job.url}/companion/`);
  await page.getByTestId('setup-secret').fill(await job.addAnna());
  await page.getByTestId('setup-connect').click();
  const linked = page.locator('[data-testid=link-relay][data-state=connected]');
  await linked.waitFor();

  const call = job.customerCalls();
  await page.getByRole('article', { name: 'Call from Maria Lindqvist' }).waitFor();
  await page.getByTestId('pop-note').click();
  await page.keyboard.type('Wants the invoice for 4471');
  await page.getByTestId('note-disposition').selectOption('Call back');
  await page.getByTestId('follow-up-add').click();
  await page.getByTestId('follow-up-form').getByText('Task', { exact: true }).click();
  await page.getByTestId('follow-up-subject').fill('Send the invoice');
  await page.getByTestId('follow-up-save').click();
  await page.getByTestId('follow-up').filter({ hasText: 'Send the invoice' }).waitFor();
  await call.pickUp();
  await page.getByTestId('pop-state').filter({ hasText: 'Talking' }).waitFor();

  // The relay takes it while SuiteCRM is away, and is started anew before it is back.
  job.crm.faults.down = true;
  await call.hangUp();
  await page.locator('[data-testid=note-status][data-status=saved]').waitFor();
  await job.stopRelay();
  await page.locator('[data-testid=link-relay]:not([data-state=connected])').waitFor();
  await job.startRelayAgain();
  job.crm.faults.down = false;

  const stored = () => job.crm.records('Calls').find(({ id }) => id === callRecordId(call.callId));
  const block = 'Note by Anna Berger:\nWants the invoice for 4471\nDisposition: Call back';
  await expect.poll(() => stored()?.values['description'], patient).toContain(block);
  await expect.poll(() => job.crm.records('Tasks').length, patient).toBe(tasks + 1);
  await linked.waitFor(patient);

  await page.reload();
  await page.getByTestId('history-row').filter({ hasText: 'Maria Lindqvist' }).click();
  const field = page.getByTestId('call-notes').getByTestId('note-field');
  await expect.poll(() => field.inputValue(), patient).toBe('Wants the invoice for 4471');

  // Another browser of hers shows it, too, and what she changes there replaces it.
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.getByTestId('history-row').filter({ hasText: 'Maria Lindqvist' }).click();
  await expect.poll(() => field.inputValue(), patient).toBe('Wants the invoice for 4471');
  await field.fill('Has the invoice');
  await expect.poll(() => stored()?.values['description'], patient).toContain('Has the invoice');
  const { description = '' } = stored()?.values ?? {};
  expect(description.split('Note by Anna Berger:')).toHaveLength(2);
  expect(description).not.toContain('Wants the invoice');
  expect(job.crm.records('Tasks')).toHaveLength(tasks + 1);
  await context.close();
});
