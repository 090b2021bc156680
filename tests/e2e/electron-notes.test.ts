/** What an agent writes survives whatever happens to his computer and to the CRM, and is there once under his own name. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callRecordId } from '../../src/crm/call-record-id';
import { demoSignIn } from '../../src/simulators/suitecrm';
import {
  launchCompanion,
  noElectron,
  startDesk,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { startMainJob, type MainJob } from '../support/main-job';

const [login] = demoSignIn.agents;
/** For a machine that has other work too. */
const patient = { timeout: 60_000 };
const text = 'Wants the invoice for 4471 <again>';

describe.skipIf(noElectron)('the notes of an agent', () => {
  let job: MainJob;
  let desk: Desk;
  let desktop: LaunchedCompanion;
  let userData: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    [job, desk, userData] = await Promise.all([
      startMainJob({ file: { callLog: { dispositions: ['Call back', 'Solved'] } } }),
      startDesk({ keyring: false }),
      mkdtemp(join(tmpdir(), 'cti-profile-')),
    ]);
    env = {
      CTI_RELAY_URL: job.url,
      CTI_TOKEN: await job.addAnna(),
      CTI_SUITECRM_URL: job.crm.url,
      CTI_SUITECRM_CLIENT_ID: demoSignIn.clientId,
      CTI_SUITECRM_CLIENT_SECRET: demoSignIn.clientSecret,
      CTI_SUITECRM_USERNAME: login.username,
      CTI_SUITECRM_PASSWORD: login.password,
    };
    desktop = await launchCompanion(desk, { userData, env });
  });
  afterAll(async () => {
    await desktop.close();
    await Promise.all([job.stop(), desk.stop()]);
    await rm(userData, { recursive: true, force: true });
  });

  it(
    'typed while it rings, kept over a crash, are in the CRM once it is back',
    { timeout: 180_000 },
    async () => {
      const tasks = job.crm.records('Tasks').length;
      await desktop.companion.locator('[data-testid=link-relay][data-state=connected]').waitFor();
      await desktop.companion.locator('[data-testid=link-crm][data-state=connected]').waitFor();
      const call = job.customerCalls();
      const pop = desktop.popup;
      await pop.getByTestId('pop-name').filter({ hasText: 'Maria Lindqvist' }).waitFor();
      await pop.getByTestId('pop-note').click();
      await pop.getByTestId('note-field').fill(text);
      await pop.getByTestId('note-disposition').selectOption('Call back');
      await pop.getByTestId('follow-up-add').click();
      await pop.getByTestId('follow-up-form').getByText('Task', { exact: true }).click();
      await pop.getByTestId('follow-up-subject').fill('Send the invoice');
      await pop.getByTestId('follow-up-save').click();
      await pop.getByTestId('follow-up').filter({ hasText: 'Send the invoice' }).waitFor();
      await pop.locator('[data-testid=note-status][data-status=kept]').waitFor();

      job.crm.faults.down = true;
      await call.pickUp();
      await call.hangUp();
      await pop.locator('[data-testid=note-status][data-status=waiting]').waitFor();
      const { app } = desktop;
      const gone = once(app.process(), 'exit');
      app.process().kill('SIGKILL');
      await gone;

      desktop = await launchCompanion(desk, { userData, env });
      await desktop.companion.locator('[data-testid=link-relay][data-state=connected]').waitFor();
      job.crm.faults.down = false;
      const stored = () => job.crm.records('Calls').find(({ id }) => id === callRecordId(call.callId));
      const block = `Note by Anna Berger:\nWants the invoice for 4471 < again>\nDisposition: Call back`;
      await expect.poll(() => stored()?.values['description'], patient).toContain(block);
      await expect.poll(() => job.crm.records('Tasks').length, patient).toBe(tasks + 1);

      const { description = '', date_start: start = '' } = stored()?.values ?? {};
      expect(description.split('Note by ')).toHaveLength(2);
      expect(description).toContain(`Call id: ${call.callId}`);
      expect(start).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect(stored()?.values['modified_user_id']).toBe(login.userId);
      const maria = job.crm.records('Contacts').find(({ values }) => values['last_name'] === 'Lindqvist');
      expect(job.crm.records('Tasks').at(-1)?.values).toMatchObject({
        name: 'Send the invoice',
        contact_id: maria?.id,
        assigned_user_id: login.userId,
        created_by: login.userId,
      });
    },
  );
});
