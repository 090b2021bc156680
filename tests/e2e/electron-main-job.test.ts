/** The main job as an agent lives it: nothing is stood in for but the PBX, the CRM and the customer. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoSignIn } from '../../src/simulators/suitecrm';
import {
  launchCompanion,
  noElectron,
  startDesk,
  windowFacts,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { startMainJob, type MainJob } from '../support/main-job';

const shots = 'test-results/ui';
const [login] = demoSignIn.agents;
/** For a machine that has other work too. */
const patient = { timeout: 10_000 };
const wrongPassword = 'not-the-password-of-anna';

const filesUnder = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
};

describe.skipIf(noElectron)('the main job on a desk', () => {
  let job: MainJob;
  let desk: Desk;
  let desktop: LaunchedCompanion;
  let userData: string;
  let page: Page;
  let pop: Page;

  beforeAll(async () => {
    await mkdir(shots, { recursive: true });
    [job, desk, userData] = await Promise.all([
      startMainJob(),
      startDesk({ keyring: true }),
      mkdtemp(join(tmpdir(), 'cti-profile-')),
    ]);
    desktop = await launchCompanion(desk, { userData });
    page = desktop.companion;
    pop = desktop.popup;
  });
  afterAll(async () => {
    await desktop.close();
    await Promise.all([job.stop(), desk.stop()]);
    await rm(userData, { recursive: true, force: true });
  });

  const picture = (of: Page, name: string) =>
    of.screenshot({ path: `${shots}/electron-${name}.png`, animations: 'disabled' });
  const popVisible = () =>
    expect.poll(async () => (await windowFacts(desktop.app, 'popup.html')).visible, patient);
  const popShown = () => popVisible().toBe(true);
  const popHidden = () => popVisible().toBe(false);
  const companionFacts = () => windowFacts(desktop.app, 'companion.html');
  const link = (name: string, state: string) =>
    page.locator(`[data-testid=link-${name}][data-state=${state}]`).waitFor();
  const connectWithCode = async (code: string): Promise<void> => {
    await page.getByTestId('setup-secret').fill(code);
    await page.getByTestId('setup-connect').click();
  };

  it('enrols with a one-time code of the relay', async () => {
    await job.addAnna();
    await page.getByTestId('setup-relay-url').fill(job.url);
    await picture(page, 'first-run');
    await connectWithCode(await job.enrolAnna());
    await page.getByTestId('crm-url').waitFor();
  });

  it('says that the CRM password is wrong, then signs in', async () => {
    await page.getByTestId('crm-url').fill(job.crm.url);
    await page.getByTestId('crm-username').fill(login.username);
    await page.getByTestId('crm-password').fill(wrongPassword);
    await page.getByTestId('crm-client-id').fill(demoSignIn.clientId);
    await page.getByTestId('crm-client-secret').fill(demoSignIn.clientSecret);
    await page.getByTestId('crm-sign-in').click();
    const { host } = new URL(job.crm.url);
    await page
      .getByRole('alert')
      .filter({ hasText: `SuiteCRM at ${host} refused the sign-in: the password is wrong.` })
      .waitFor();
    await picture(page, 'crm-wrong-password');

    await page.getByTestId('crm-password').fill(login.password);
    await page.getByTestId('crm-sign-in').click();
    await page.getByTestId('test-done').click();
    await link('relay', 'connected');
    await link('pbx', 'connected');
    await link('crm', 'connected');
    await picture(page, 'history-empty');
  });

  it('pops with the number, then name, company and last calls; the call is in the history and once in the CRM', async () => {
    const records = job.crm.records('Calls').length;
    const crm = job.holdCrm();
    const call = job.customerCalls();
    await popShown();
    const card = pop.getByTestId('pop-card');
    expect(await card.getAttribute('data-call')).toBe(call.callId);
    expect(await pop.getByTestId('pop-number').innerText()).toBe('+49 171 1234567');
    expect(await card.innerText()).not.toContain('Maria');
    await picture(pop, 'pop-number-first');

    crm.release();
    await pop.getByTestId('pop-name').filter({ hasText: 'Maria Lindqvist' }).waitFor();
    await card.filter({ hasText: 'Nordwind Logistik GmbH' }).waitFor();
    await pop
      .getByTestId('pop-last-calls')
      .filter({ hasText: 'Delivery window for container 4471' })
      .filter({ hasText: 'Two pallets missing in delivery 4471' })
      .waitFor();
    await picture(pop, 'pop-known');
    const pastAskedBy = job.crm.requests
      .filter(({ path }) => path.includes('/relationships/calls'))
      .map(({ user }) => user);
    expect(new Set(pastAskedBy)).toEqual(new Set([login.username]));

    await call.pickUp();
    await pop.getByTestId('pop-state').filter({ hasText: 'Talking' }).waitFor();
    await page.getByTestId('live-call').filter({ hasText: 'Maria Lindqvist' }).waitFor();
    await picture(page, 'talking');
    await call.hangUp();
    await pop.getByTestId('pop-state').filter({ hasText: 'Ended' }).waitFor();
    await pop.getByTestId('pop-dismiss').click();
    await popHidden();

    await page.getByTestId('history-row').filter({ hasText: 'Maria Lindqvist' }).click();
    await page.locator('.crm-record[data-status=logged]').waitFor();
    await picture(page, 'call-page');
    const written = job.crm.records('Calls').slice(records);
    const maria = job.crm.records('Contacts').find(({ values }) => values['last_name'] === 'Lindqvist');
    expect(written).toHaveLength(1);
    expect(written[0]?.contacts).toEqual([maria?.id]);
    expect(written[0]?.values).toMatchObject({
      parent_type: 'Accounts',
      parent_id: maria?.values['account_id'],
      direction: 'Inbound',
      status: 'Held',
    });
  });

  it('says that the relay is away, comes back by itself, and the next call pops', async () => {
    await job.stopRelay();
    await page.getByTestId('link-banner').filter({ hasText: 'Relay unreachable since' }).waitFor();
    await link('relay', 'down');
    await picture(page, 'relay-away');
    await job.startRelayAgain();
    await link('relay', 'connected');
    await link('pbx', 'connected');
    expect(await page.getByTestId('link-banner').count()).toBe(0);
    await page.getByTestId('history-row').filter({ hasText: 'Maria Lindqvist' }).waitFor();

    const call = job.customerCalls();
    await popShown();
    expect(await pop.getByTestId('pop-card').getAttribute('data-call')).toBe(call.callId);
    await call.pickUp();
    await pop.getByTestId('pop-state').filter({ hasText: 'Talking' }).waitFor();
  });

  it('is signed out when the administrator removes the agent, in mid-call, and in again with a new code', async () => {
    // Closed to the tray: nobody would see a word in it.
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('companion.html'))
        ?.close(),
    );
    await expect.poll(async () => (await companionFacts()).visible, patient).toBe(false);
    await job.removeAnna();
    await expect.poll(companionFacts, patient).toMatchObject({ visible: true, focused: false });
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    await page.getByText('The relay no longer accepts this sign-in.').waitFor();
    await popHidden();
    expect(await page.getByTestId('setup-relay-url').inputValue()).toBe(job.url);
    await picture(page, 'signed-out');

    await job.addAnna();
    await connectWithCode(await job.enrolAnna());
    await link('relay', 'connected');
    await page.getByTestId('live-call').waitFor();
  });

  it('leaves no secret in a file', async () => {
    await desktop.close();
    const files = await filesUnder(userData);
    expect(files.some((file) => file.endsWith('companion.log'))).toBe(true);
    for (const file of files) {
      const content = await readFile(file);
      for (const secret of [wrongPassword, login.password, demoSignIn.clientSecret, 'cti_'])
        expect(content.includes(secret), `${secret} in ${file}`).toBe(false);
    }
    expect(job.log.text()).not.toMatch(new RegExp(`${wrongPassword}|${login.password}|relay-secret|cti_`));
  });
});
