/** Where the relay has no sign-in at the CRM, the Companion logs its agent's call itself: once, and over a crash. */
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

describe.skipIf(noElectron)('the call log of a desktop', () => {
  let job: MainJob;
  let desk: Desk;
  let desktop: LaunchedCompanion;
  let userData: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    [job, desk, userData] = await Promise.all([
      startMainJob({ relayHasCrm: false }),
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

  it('brings the call into the CRM after a crash, under the id that a relay would use', async () => {
    const records = job.crm.records('Calls').length;
    await desktop.companion.locator('[data-testid=link-relay][data-state=connected]').waitFor();
    await desktop.companion.locator('[data-testid=link-crm][data-state=connected]').waitFor();
    const call = job.customerCalls();
    await desktop.popup.getByTestId('pop-name').filter({ hasText: 'Maria Lindqvist' }).waitFor();
    job.crm.faults.down = true;
    await call.pickUp();
    await call.hangUp();
    await desktop.popup.getByTestId('pop-state').filter({ hasText: 'Ended' }).waitFor();
    const { app } = desktop;
    const gone = once(app.process(), 'exit');
    app.process().kill('SIGKILL');
    await gone;

    job.crm.faults.down = false;
    desktop = await launchCompanion(desk, { userData, env });
    const stored = () => job.crm.records('Calls').find(({ id }) => id === callRecordId(call.callId));
    const maria = job.crm.records('Contacts').find(({ values }) => values['last_name'] === 'Lindqvist');
    await expect.poll(() => stored()?.contacts, patient).toEqual([maria?.id]);
    expect(stored()?.values).toMatchObject({
      status: 'Held',
      parent_id: maria?.values['account_id'],
      created_by: login.userId,
    });
    expect(job.crm.records('Calls')).toHaveLength(records + 1);
  });
});
