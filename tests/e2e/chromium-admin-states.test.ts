/** The dashboard's pages in their states: what they say, that nothing is clipped, and a picture of each in test-results/ui. */
import { describe, expect, it } from 'vitest';
import { adminPicture, adminStage } from '../support/chromium-admin';
import { since } from '../support/admin-records';
import { aStatus, longNames, manyNamesLong, usualAnswers } from '../support/admin-states';
import { overflow } from '../support/chromium-stage';

const show = adminStage();
const narrow = { viewport: { width: 720, height: 900 } };
const dark = { colorScheme: 'dark' } as const;
const signedOut = (details: object = { setUp: true }) => ({
  status: 401,
  body: { error: { code: 'unauthorized', message: 'Sign in first.', details } },
});

describe('the way in', () => {
  it('asks for name and password, and says it when they are wrong', async () => {
    const { page } = await show('', {
      'GET /api/admin/session': signedOut(),
      'POST /api/admin/session': signedOut(),
    });
    await adminPicture(page, 'sign-in');
    await page.getByTestId('admin-name').fill('ines');
    await page.getByTestId('admin-password').fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByText('Name or password is wrong.').waitFor();
    expect(await page.getByTestId('admin-password').inputValue()).toBe('');
    await adminPicture(page, 'sign-in-wrong');
  });

  it('counts down while locked out', async () => {
    const { page } = await show(
      '',
      {
        'GET /api/admin/session': signedOut(),
        'POST /api/admin/session': {
          status: 429,
          headers: { 'retry-after': '90' },
          body: { error: { code: 'rate_limited', message: 'Too many tries.' } },
        },
      },
      dark,
    );
    await page.getByTestId('admin-name').fill('ines');
    await page.getByTestId('admin-password').fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByText(/try again in\s+1:2\d|1:30/).waitFor();
    expect(await page.getByTestId('admin-sign-in').isDisabled()).toBe(true);
    await adminPicture(page, 'sign-in-locked-dark');
  });

  it('says how the first account is made', async () => {
    const { page } = await show('', { 'GET /api/admin/session': signedOut({ setUp: false }) });
    await page.getByText('npm run relay -- admin add NAME').waitFor();
    await adminPicture(page, 'sign-in-no-account');
  });

  it('comes back over the page where a session ends, and leads back to it', async () => {
    const { page, answers } = await show('#/call-log');
    await page.getByTestId('signed-in-as').waitFor();
    answers['GET /api/status'] = signedOut();
    await page.getByText('Your session has ended').waitFor();
    expect(await page.getByTestId('signed-in-as').isVisible()).toBe(false);
    await adminPicture(page, 'session-over');
    answers['GET /api/status'] = { body: aStatus() };
    answers['POST /api/admin/session'] = {
      body: { name: 'ines', csrfToken: 'another', expiresAt: since(-3_600) },
    };
    expect(await page.getByTestId('admin-name').inputValue()).toBe('ines');
    await page.getByTestId('admin-password').fill('a long enough password');
    await page.keyboard.press('Enter');
    await page.getByText('Your session has ended').waitFor({ state: 'detached' });
    expect(new URL(page.url()).hash).toBe('#/call-log');
    expect(await page.getByTestId('signed-in-as').isVisible()).toBe(true);
  });
});

describe('now', () => {
  it.each(['light', 'dark'] as const)('shows calls, agents and health in %s', async (scheme) => {
    const { page } = await show('#/now', {}, { colorScheme: scheme });
    await page.getByTestId('live-call').first().waitFor();
    await page.getByTestId('agent-online').first().waitFor();
    expect(await page.getByTestId('live-call').count()).toBe(3);
    expect(await page.getByTestId('health-pbx-pbx').innerText()).toContain('answers in 2 ms');
    expect(await page.getByTestId('health-call-log').innerText()).toContain('3 calls were not taken');
    await adminPicture(page, `now-${scheme}`);
  });

  it('is whole at 720 px and with long names', async () => {
    const { page } = await show(
      '#/now',
      {
        'GET /api/agents': { body: longNames() },
        'GET /api/calls/active': { body: { calls: manyNamesLong() } },
      },
      narrow,
    );
    await page.getByTestId('live-call').first().waitFor();
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, 'now-720-long');
    await page.setViewportSize({ width: 1024, height: 800 });
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, 'now-1024-long');
    await page.setViewportSize({ width: 1920, height: 1000 });
    await adminPicture(page, 'now-1920-long');
  });

  it('says so where there is nothing', async () => {
    const { page } = await show('#/now', {
      'GET /api/agents': { body: { agents: [] } },
      'GET /api/calls/active': { body: { calls: [] } },
      'GET /api/status': {
        body: aStatus({
          calls: { active: 0, stored: 0 },
          agents: { known: 0, online: 0, sockets: 0 },
          crm: { state: 'off', problem: null },
        }),
      },
    });
    await page.getByText('No calls right now').waitFor();
    await page.getByText('No agents yet').waitFor();
    await adminPicture(page, 'now-empty');
  });

  it('holds the place while it loads', async () => {
    const { page } = await show('#/now', {
      'GET /api/status': 'never',
      'GET /api/agents': 'never',
      'GET /api/calls/active': 'never',
    });
    await page.getByTestId('waiting').first().waitFor();
    await adminPicture(page, 'now-loading');
  });

  it('says what is wrong with each link and what to do', async () => {
    const down = {
      id: 'berlin',
      state: 'down',
      since: since(900),
      lagMs: null,
      lastEventAt: since(905),
    } as const;
    const { page } = await show(
      '#/now',
      {
        'GET /api/status': {
          body: aStatus({
            pbx: [
              { ...down, problem: 'Asterisk at pbx.example.com:5038 does not answer.' },
              { ...down, id: 'hamburg', state: 'connected', lagMs: 4, problem: null },
            ],
            crm: { state: 'down', problem: 'SuiteCRM at crm.example.com does not answer.' },
            load: { delayMs: 340, behindSince: since(60), shed: { callEvents: 10, lookups: 2 } },
          }),
        },
      },
      dark,
    );
    await page.getByText('Asterisk at pbx.example.com:5038 does not answer.').waitFor();
    await page.getByTestId('behind').waitFor();
    await adminPicture(page, 'now-trouble-dark');
  });

  it('keeps what it has while the relay is away, says since when, and goes on when it is back', async () => {
    const { page, answers } = await show('#/now');
    await page.getByTestId('live-call').first().waitFor();
    for (const what of ['status', 'agents', 'calls/active']) answers[`GET /api/${what}`] = 'cut';
    await page.getByTestId('away').waitFor();
    expect(await page.getByTestId('live-call').count()).toBe(3);
    await adminPicture(page, 'now-away');
    Object.assign(answers, usualAnswers());
    await page.getByTestId('away').waitFor({ state: 'detached', timeout: 40_000 });
  });
});

describe('one of several relays', () => {
  it('says what is its own alone, and where the rest is', async () => {
    const other = { id: 'b', version: '0.1.0', online: true, seenAt: since(1), onDuty: false };
    const others = ['relay-hamburg.contact-centre.example.com', 'relay-3'].map((name) => ({
      ...other,
      name,
    }));
    const { page } = await show('#/audit', {
      'GET /api/status': { body: aStatus({ relays: { ...aStatus().relays, others } }) },
    });
    const said = page.getByTestId('of-this-relay');
    expect(await said.textContent()).toContain('relay-hamburg.contact-centre.example.com, relay-3');
    await page.getByTestId('audit-entry').first().waitFor();
    await adminPicture(page, 'audit-of-several');
    await page.goto(page.url().replace('#/audit', '#/logs'));
    expect(await said.textContent()).toContain('The log of this relay');
    await adminPicture(page, 'logs-of-several');
    await page.setViewportSize(narrow.viewport);
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, 'logs-of-several-narrow');
  });

  it('says nothing of the kind where it stands alone', async () => {
    const { page } = await show('#/audit');
    await page.getByTestId('audit-entry').first().waitFor();
    expect(await page.getByTestId('of-this-relay').count()).toBe(0);
  });
});
