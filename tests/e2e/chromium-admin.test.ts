/** An administrator's work, in Chromium, on a real relay between a simulated Asterisk and a simulated SuiteCRM. */
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDesktop, startRelay, withKey } from '../integration/relay-harness';
import { endedCall } from '../support/calls';
import { buildPages, launchChromium } from '../support/chromium';
import { startMainJob, type MainJob } from '../support/main-job';
import { stubbornCrm } from '../support/stubborn-crm';

const password = 'a long enough password';
let browser: Browser;
let pages: Awaited<ReturnType<typeof buildPages>>;
let job: MainJob;
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

/** Everything a developer would see red in the browser's tools, but the refusals that a test brings about. */
const watch = async (): Promise<void> => {
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (!/status of 401/.test(message.text())) problems.push(message.text());
  });
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    ),
  );
};

beforeAll(async () => {
  job = await startMainJob({ rendererDir: pages.dir });
});
afterAll(() => job.stop());
afterEach(() => {
  expect(problems).toEqual([]);
});

const signIn = async (url = job.url): Promise<void> => {
  problems = [];
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  await watch();
  await page.goto(`${url}/admin`);
  await page.getByTestId('admin-name').fill('ines');
  await page.getByTestId('admin-password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByTestId('signed-in-as').waitFor();
};
const go = (to: string) => page.getByTestId(`nav-${to}`).click();

describe('the dashboard on a real relay', () => {
  it('says how the first account is made, refuses a wrong password, lets in and out', async () => {
    problems = [];
    page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await watch();
    await page.goto(`${job.url}/admin`);
    await page.getByTestId('no-account').waitFor();
    await job.addAdmin('ines', password);
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByTestId('admin-name').fill('ines');
    await page.getByTestId('admin-password').fill('not this password');
    await page.keyboard.press('Enter');
    await page.getByText('Name or password is wrong.').waitFor();
    await page.getByTestId('admin-password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByTestId('signed-in-as').waitFor();
    await page.locator('[data-testid=health-pbx-pbx][data-tone=good]').waitFor();
    await page.getByTestId('sign-out').click();
    await page.getByTestId('admin-name').waitFor();
    await page.reload();
    await page.getByTestId('admin-name').waitFor();
    await page.context().close();
  });

  it('shows a call while it runs, its end, and its story', async () => {
    await job.addAnna();
    await signIn();
    const call = job.customerCalls();
    const row = page.getByTestId('live-call').filter({ hasText: '+49 171 1234567' });
    await row.waitFor();
    expect(await row.innerText()).toContain('Ringing');
    expect(await row.innerText()).toContain('Anna Berger (1001)');
    await call.pickUp();
    await row.filter({ hasText: 'Talking' }).waitFor();
    await row.getByRole('link').click();
    await page.getByTestId('story').waitFor();
    await call.hangUp();
    await page.getByTestId('story-crm').filter({ hasText: 'The call is in the CRM' }).waitFor();
    expect(await page.getByTestId('story-pbx').count()).toBeGreaterThan(2);
    expect(await page.getByTestId('story-crm').getByRole('link').getAttribute('href')).toContain(job.crm.url);
    await go('now');
    await row.waitFor({ state: 'detached' });
    await go('history');
    await page.getByTestId('filter-number').fill('0171 1234567');
    await page.getByTestId('history-row').filter({ hasText: 'Maria Lindqvist' }).waitFor();
    await go('charts');
    await page.getByTestId('chart').first().waitFor();
    await page.context().close();
  });

  it('tries a call again that the CRM did not take', async () => {
    const { crm, state } = stubbornCrm();
    const relay = await startRelay({ crm, rendererDir: pages.dir });
    onTestFinished(relay.stop);
    const made = await relay.request('POST', '/api/admins', { ...withKey, body: { name: 'ines', password } });
    expect(made.status).toBe(201);
    await signIn(relay.url);
    await go('call-log');
    await page.getByText('Nothing has failed').waitFor();
    relay.pbx.tell(endedCall({ startedAt: new Date().toISOString(), endedAt: new Date().toISOString() }));
    await page.getByTestId('job').filter({ hasText: 'SuiteCRM refused the request' }).waitFor();
    state.mended = true;
    await page.getByTestId('retry').click();
    await page.getByText('1 is being tried again.').waitFor();
    await page.getByText('Nothing has failed').waitFor();
    await page.getByText('In the CRM', { exact: true }).last().click();
    await page.getByTestId('job').waitFor();
    expect(state.logged).toHaveLength(1);
    await page.context().close();
  });

  it('adds an agent, brings his desktop in by the code, and signs it out when he is revoked', async () => {
    await signIn();
    await go('agents');
    await page.getByTestId('add-agent').click();
    await page.getByTestId('agent-name').fill('Jürgen Groß');
    await page.getByTestId('agent-extensions').fill('1009');
    await page.getByTestId('agent-create').click();
    const code = await page.getByTestId('enrolment-code').innerText();
    await page.getByTestId('enrolment-done').click();
    const token = await job.enrol(code);
    const desktop = openDesktop(job.url);
    await desktop.opened();
    desktop.send({ type: 'register_agent', token });
    await desktop.nextOfType('registered');
    const row = page.locator('[data-row="juergen.gross"]');
    await row.filter({ hasText: '1 online' }).waitFor();
    await row.getByTestId('revoke').click();
    await page.getByTestId('confirm').click();
    expect((await desktop.closed()).code).toBe(4401);
    await row.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('takes agents from a file and names the lines that are wrong', async () => {
    await signIn();
    await go('agents');
    await page.getByTestId('add-agent').click();
    await page.getByText('From a file', { exact: true }).click();
    await page.getByTestId('import-file').setInputFiles({
      name: 'agents.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('id,name,extensions\nkim,Kim Lee,1011\nlee,Lee,abc\n'),
    });
    await page.getByTestId('import-problem').waitFor();
    expect(await page.getByTestId('import-problem').innerText()).toMatch(/^3\b/);
    await page.getByTestId('import-do').click();
    expect(await page.getByTestId('import-codes').innerText()).toContain('Kim Lee');
    await page.getByTestId('import-done').click();
    await page.locator('[data-row=kim]').waitFor();
    await page.context().close();
  });

  it('makes a key that works, and one click later does not; the audit log names who', async () => {
    await signIn();
    await go('keys');
    await page.getByTestId('add-key').click();
    await page.getByTestId('key-name').fill('wallboard');
    await page.getByTestId('key-create').click();
    const secret = await page.getByTestId('key-secret').innerText();
    await page.getByTestId('key-done').click();
    const asks = async (): Promise<number> =>
      (await fetch(`${job.url}/api/status`, { headers: { 'x-api-key': secret } })).status;
    expect(await asks()).toBe(200);
    await page.getByTestId('key').filter({ hasText: 'wallboard' }).getByTestId('revoke-key').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('key').filter({ hasText: 'wallboard' }).waitFor({ state: 'detached' });
    expect(await asks()).toBe(401);
    await go('audit');
    await page.getByTestId('audit-act').fill('keys.revoke');
    const entry = page.getByTestId('audit-entry').first();
    await entry.filter({ hasText: 'keys.revoke' }).waitFor();
    expect(await entry.innerText()).toContain('admin:ines');
    await page.context().close();
  });

  it('makes an account, changes its own password and signs in with it; the audit log has both', async () => {
    await signIn();
    await go('accounts');
    expect(await page.getByTestId('remove-account').isDisabled()).toBe(true);
    await page.getByTestId('add-account').click();
    await page.getByTestId('account-name').fill('nora');
    await page.getByTestId('account-password').fill('a sentence of nora');
    await page.getByTestId('account-create').click();
    const nora = page.locator('[data-row=nora]');
    await nora.waitFor();
    await page.locator('[data-row=ines]').getByTestId('set-password').click();
    await page.getByTestId('account-current-password').fill(password);
    await page.getByTestId('account-password').fill('another sentence of ines');
    await page.getByTestId('password-set').click();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await page.getByTestId('admin-password').fill('another sentence of ines');
    await page.keyboard.press('Enter');
    await page.getByText('Your session has ended').waitFor({ state: 'detached' });
    await nora.getByTestId('remove-account').click();
    await page.getByTestId('confirm').click();
    await nora.waitFor({ state: 'detached' });
    await go('audit');
    await page.getByTestId('audit-who').fill('admin:ines');
    for (const act of ['admins.add', 'admins.password', 'admins.remove'])
      await page.getByTestId('audit-entry').filter({ hasText: act }).first().waitFor();
    await page.locator('[data-testid=nav-accounts]').click();
    await page.getByTestId('set-password').click();
    await page.getByTestId('account-current-password').fill('another sentence of ines');
    await page.getByTestId('account-password').fill(password);
    await page.getByTestId('password-set').click();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await page.context().close();
  });

  it('shows the settings without a secret, and the log, at another level for a while', async () => {
    await signIn();
    await go('settings');
    await page.getByTestId('setting').filter({ hasText: 'AMI_SECRET' }).first().waitFor();
    const shown = await page.locator('main').innerText();
    expect(shown).not.toContain('relay-secret');
    await go('logs');
    await page.getByTestId('log-line').first().waitFor();
    await page.getByTestId('log-level-change').click();
    await page.getByTestId('level-pick').selectOption('debug');
    await page.getByTestId('level-set').click();
    await page.getByTestId('log-level').filter({ hasText: 'debug until' }).waitFor();
    await page.context().close();
  });

  it('comes back to the place where the session was lost', async () => {
    await signIn();
    await go('audit');
    await page.getByTestId('audit-who').fill('admin:ines');
    await page.context().clearCookies();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await page.getByTestId('admin-password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('Your session has ended').waitFor({ state: 'detached' });
    expect(await page.getByTestId('audit-who').inputValue()).toBe('admin:ines');
    await page.getByTestId('audit-entry').first().waitFor();
    await page.context().close();
  });
});
