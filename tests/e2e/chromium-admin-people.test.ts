/** Who may do what, in the dashboard: an agent's devices, agents from SuiteCRM, accounts, and tables that sort. */
import { describe, expect, it } from 'vitest';
import { someAdmins } from '../support/admin-records';
import { aStatus, someAgents } from '../support/admin-states';
import { adminPicture, adminStage } from '../support/chromium-admin';
import { overflow } from '../support/chromium-stage';

const show = adminStage();

it('a table sorts by a click on a column: up, down, and as it came', async () => {
  const { page } = await show('#/agents');
  await page.getByTestId('agent').first().waitFor();
  const ids = () => page.getByTestId('agent').evaluateAll((rows) => rows.map((row) => row.dataset.row));
  const came = await ids();
  const head = page.getByRole('button', { name: 'Agent', exact: true });
  await head.click();
  await head.click();
  expect(await ids()).toEqual(['dmitri', 'eva', 'chiara', 'ben', 'anna']);
  expect(await page.getByRole('columnheader', { name: 'Agent' }).getAttribute('aria-sort')).toBe(
    'descending',
  );
  await adminPicture(page, 'agents-sorted');
  await head.click();
  expect(await ids()).toEqual(came);
});

it("an agent's lost device is signed out alone, after a question", async () => {
  const { page, changes, answers } = await show('#/agents', {
    'DELETE /api/agents/:id/devices/:device': { status: 204 },
  });
  await page.getByTestId('devices').first().click();
  await page.getByTestId('device').first().waitFor();
  expect(await page.getByTestId('device').first().innerText()).toContain('Online');
  await adminPicture(page, 'devices');
  await page.getByTestId('revoke-device').nth(1).click();
  await page.getByText('stays an agent').waitFor();
  await adminPicture(page, 'device-revoke');
  answers['GET /api/agents/:id/devices'] = { body: { devices: [] } };
  await page.getByTestId('confirm').click();
  await page.getByText('Signed in nowhere').waitFor();
  expect(changes.map(({ what }) => what)).toEqual(['DELETE /api/agents/anna/devices/d2']);
  await adminPicture(page, 'devices-none');
});

describe('agents from SuiteCRM', () => {
  const [anna, ben] = someAgents().agents.map((agent) => {
    const { id, name, pbxId, extensions, crmUserId } = agent;
    return { id, name, pbxId, extensions, crmUserId };
  });
  const plan = {
    applied: false,
    users: 142,
    withoutExtension: 97,
    keptElsewhere: 2,
    unchanged: 40,
    added: [{ id: 'kim', name: 'Kim Lee', pbxId: 'pbx', extensions: ['1011'], crmUserId: 'u7' }],
    changed: [{ before: anna, after: { ...anna, extensions: ['1001', '1017'] } }],
    removed: [ben],
    conflicts: [
      { userId: 'u9', name: 'Lee Kim', extensions: ['1001'], reason: '1001 is the extension of anna.' },
    ],
  };
  const open = async (enabled: boolean) => {
    const opened = await show('#/agents', {
      'GET /api/status': { body: aStatus({ agentsFromCrm: { ...aStatus().agentsFromCrm, enabled } }) },
      'POST /api/agents/from-crm': ({ body }) => ({
        body: { ...plan, applied: JSON.stringify({ apply: true }) === body },
      }),
    });
    await opened.page.getByTestId('add-agent').click();
    await opened.page.getByText('From SuiteCRM', { exact: true }).click();
    await opened.page.getByTestId('crm-plan').waitFor();
    return opened;
  };

  it('are shown first, and come only by a click', async () => {
    const { page, changes } = await open(true);
    expect(await page.getByTestId('crm-plan-row').first().innerText()).toContain('Loses access');
    expect(changes.map(({ body }) => body)).toEqual(expect.arrayContaining(['{"apply":false}']));
    expect(changes.every(({ body }) => body === '{"apply":false}')).toBe(true);
    await adminPicture(page, 'from-crm');
    await page.getByTestId('crm-apply').click();
    await page.getByText('Done.').waitFor();
    expect(changes.at(-1)?.body).toBe('{"apply":true}');
    await adminPicture(page, 'from-crm-done');
  });

  it('can be looked at but not taken where config.json does not say so', async () => {
    const { page } = await open(false);
    await page.getByTestId('crm-off').waitFor();
    expect(await page.getByTestId('crm-apply').isDisabled()).toBe(true);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 720, height: 900 });
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, 'from-crm-off-720-dark');
  });

  it('say why SuiteCRM can not be asked', async () => {
    const { page, answers } = await show('#/agents', {
      'POST /api/agents/from-crm': {
        status: 503,
        body: {
          error: { code: 'unavailable', message: 'This relay has no CRM whose users could be agents.' },
        },
      },
    });
    await page.getByTestId('add-agent').click();
    await page.getByText('From SuiteCRM', { exact: true }).click();
    await page.getByText('This relay has no CRM').waitFor();
    await adminPicture(page, 'from-crm-none');
    answers['POST /api/agents/from-crm'] = {
      body: { ...plan, added: [], changed: [], removed: [], conflicts: [] },
    };
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Nothing to do').waitFor();
  });
});

describe('accounts', () => {
  it('are whole in light, dark and narrow, while they load and where they do not come', async () => {
    const { page } = await show('#/accounts');
    await page.getByTestId('account').first().waitFor();
    await adminPicture(page, 'accounts-light');
    await page.setViewportSize({ width: 720, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, 'accounts-720-dark');
    const slow = await show('#/accounts', { 'GET /api/admins': 'never' });
    await slow.page.getByTestId('waiting').waitFor();
    const broken = await show('#/accounts', {
      'GET /api/admins': {
        status: 503,
        body: { error: { code: 'unavailable', message: 'The relay is about to stop.' } },
      },
    });
    await broken.page.getByText('The relay is about to stop.').waitFor();
  });

  it('are made with a password that is long enough', async () => {
    const { page, changes } = await show('#/accounts', {
      'POST /api/admins': { status: 201, body: { admin: someAdmins()[0] } },
    });
    await page.getByTestId('add-account').click();
    await page.getByTestId('account-name').fill('nora');
    await page.getByTestId('account-password').fill('too short');
    await page.getByTestId('account-create').click();
    await page.getByText('Enter 12 characters or more.').waitFor();
    await page.getByRole('button', { name: 'Show what is typed' }).click();
    await adminPicture(page, 'account-add-wrong');
    expect(changes).toEqual([]);
    await page.getByTestId('account-password').fill('a sentence to keep in mind');
    await page.getByTestId('account-create').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(changes[0]?.body).toBe('{"name":"nora","password":"a sentence to keep in mind"}');
  });

  it('get another password; others are named, one is told when it is oneself', async () => {
    const { page, changes } = await show('#/accounts', {
      'PUT /api/admins/:name/password': { status: 204 },
      'DELETE /api/admins/:name': { status: 204 },
    });
    await page.getByTestId('set-password').nth(1).click();
    await page.getByText('oscar is signed out everywhere.').waitFor();
    await page.getByTestId('account-password').fill('a sentence to keep in mind');
    await page.getByTestId('password-set').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(changes.map(({ what }) => what)).toEqual(['PUT /api/admins/oscar/password']);
    await page.getByTestId('remove-account').first().click();
    await page.getByText('This is you').waitFor();
    await adminPicture(page, 'account-remove-own');
  });

  it("one's own password is changed by the current one; a wrong one is said, and nothing is lost", async () => {
    const path = 'PUT /api/admins/:name/password';
    const { page, changes, answers } = await show('#/accounts', {
      [path]: {
        status: 403,
        body: { error: { code: 'forbidden', message: 'The current password is not right.' } },
      },
    });
    await page.getByTestId('set-password').first().click();
    await page.getByTestId('account-password').fill('a sentence to keep in mind');
    await page.getByTestId('password-set').click();
    await page.getByText('Enter the password that you sign in with now.').waitFor();
    await adminPicture(page, 'account-password-own');
    expect(changes).toEqual([]);
    await page.getByTestId('account-current-password').fill('not it');
    await page.getByTestId('password-set').click();
    await page.getByText('The current password is not right.').waitFor();
    answers[path] = { status: 204 };
    await page.getByTestId('account-current-password').fill('the one of today');
    await page.getByTestId('password-set').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(changes.map(({ body }) => body)).toEqual([
      '{"password":"a sentence to keep in mind","currentPassword":"not it"}',
      '{"password":"a sentence to keep in mind","currentPassword":"the one of today"}',
    ]);
  });

  it('the only one can not be removed', async () => {
    const { page } = await show('#/accounts', { 'GET /api/admins': { body: { admins: [someAdmins()[0]] } } });
    await page.getByTestId('account').waitFor();
    expect(await page.getByTestId('remove-account').isDisabled()).toBe(true);
  });
});
