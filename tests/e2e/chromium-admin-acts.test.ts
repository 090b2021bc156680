/** What an administrator does in the dashboard: the questions it puts to the relay, and what it says and never shows. */
import { describe, expect, it } from 'vitest';
import { since, someLogLines, waitingJobs } from '../support/admin-records';
import { longNames } from '../support/admin-states';
import { adminPicture, adminStage } from '../support/chromium-admin';
import { overflow } from '../support/chromium-stage';

const show = adminStage();
const narrow = { viewport: { width: 720, height: 900 } };
const refusal = (status: number, code: string, message: string, details?: unknown) => ({
  status,
  body: { error: { code, message, details } },
});

describe('the call log', () => {
  it('tries again, gives up after a question, and shows what waits', async () => {
    const { page, changes, answers } = await show('#/call-log', {
      'POST /api/call-log/:id/retry': { status: 202, body: { retried: 1 } },
      'POST /api/call-log/:id/give-up': { body: { givenUp: 1 } },
    });
    await page.getByTestId('retry').first().click();
    await page.getByText('1 is being tried again.').waitFor();
    expect(changes.at(-1)).toMatchObject({
      what: 'POST /api/call-log/pbx%3A2.3/retry',
      csrf: 'csrf-of-the-session',
    });
    await page.getByTestId('give-up').first().click();
    await page.getByRole('dialog').waitFor();
    await adminPicture(page, 'call-log-confirm');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(changes).toHaveLength(1);
    await page.getByTestId('give-up').first().click();
    await page.getByTestId('confirm').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(changes.at(-1)?.what).toBe('POST /api/call-log/pbx%3A2.3/give-up');
    answers['GET /api/call-log'] = { body: { jobs: waitingJobs(), nextCursor: null } };
    await page.getByText('Waiting', { exact: true }).last().click();
    await page.getByText(/next try in \d+ s/).waitFor();
    await adminPicture(page, 'call-log-waiting');
  });
});

describe('agents', () => {
  const enrolment = { status: 201, body: { code: 'KD7F-2M9Q', expiresAt: since(-900) } };

  it('are added with a code, shown once', async () => {
    const agent = {
      id: 'juergen.gross',
      name: 'Jürgen Groß',
      pbxId: 'pbx',
      extensions: ['1009'],
      crmUserId: null,
    };
    const { page, changes } = await show('#/agents', {
      'POST /api/agents': { status: 201, body: { agent, token: 'cti_a-token' } },
      'POST /api/agents/:id/enrolment': enrolment,
    });
    await page.getByTestId('add-agent').click();
    await page.getByTestId('agent-name').fill('Jürgen Groß');
    await page.getByTestId('agent-create').click();
    await page.getByText('Enter one extension or more').waitFor();
    await adminPicture(page, 'agent-add-wrong');
    await page.getByTestId('agent-extensions').fill('1009, 1009');
    await page.getByTestId('agent-create').click();
    await page.getByTestId('enrolment-code').waitFor();
    expect(changes[0]?.body).toBe('{"id":"juergen.gross","name":"Jürgen Groß","extensions":["1009"]}');
    expect(await page.getByTestId('enrolment-expiry').innerText()).toMatch(/ends in 1\d min/);
    expect(await page.locator('body').innerText()).not.toContain('cti_a-token');
    await adminPicture(page, 'agent-code');
    // It is shown this once, so that a key by mistake must not take it away.
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('enrolment-code').isVisible()).toBe(true);
    await page.getByTestId('enrolment-done').click();
  });

  it('come from a file, after a look at what it would do', async () => {
    const agent = { id: 'kim', name: 'Kim', pbxId: 'pbx', extensions: ['1011'], crmUserId: null };
    const { page, changes } = await show('#/agents', {
      'POST /api/agents/import': ({ url }) => {
        const dryRun = url.searchParams.get('dryRun') === 'true';
        return {
          body: {
            dryRun,
            added: [
              {
                line: 2,
                agent,
                code: dryRun ? null : 'AAAA-BBBB',
                expiresAt: dryRun ? null : since(-86_400),
              },
            ],
            unchanged: ['anna'],
            problems: [{ line: 3, column: 'extensions', message: 'an extension is 1 to 20 digits, * or #' }],
          },
        };
      },
    });
    await page.getByTestId('add-agent').click();
    await page.getByText('From a file', { exact: true }).click();
    await page.getByTestId('import-file').setInputFiles({
      name: 'agents.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('id,name,extensions\nkim,Kim,1011\nlee,Lee,abc\n'),
    });
    await page.getByTestId('import-problem').waitFor();
    await adminPicture(page, 'agent-import');
    await page.getByTestId('import-do').click();
    await page.getByTestId('import-codes').waitFor();
    await adminPicture(page, 'agent-import-codes');
    expect(changes.map(({ what }) => what)).toEqual(['POST /api/agents/import', 'POST /api/agents/import']);
    expect(changes[1]?.body).toContain('kim,Kim,1011');
  });

  it('says why one can not be changed, and asks before one is revoked', async () => {
    const { page } = await show('#/agents', {
      'PATCH /api/agents/:id': refusal(
        409,
        'conflict',
        'The agent anna stands in config.json; change it there.',
      ),
      'DELETE /api/agents/:id': { status: 204 },
    });
    await page.getByTestId('edit').first().click();
    await page.getByTestId('agent-extensions').fill('1001 1017');
    await page.getByTestId('agent-save').click();
    await page.getByText('stands in config.json; change it there').waitFor();
    await adminPicture(page, 'agent-edit-refused');
    await page.keyboard.press('Escape');
    await page.getByTestId('revoke').first().click();
    await adminPicture(page, 'agent-revoke');
    await page.getByTestId('confirm').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('fit with long names', async () => {
    const { page } = await show('#/agents', { 'GET /api/agents': { body: longNames() } }, narrow);
    await page.getByTestId('agent').first().waitFor();
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, 'agents-720-long');
  });
});

describe('keys', () => {
  it('are made with a name and scopes; the secret is shown once', async () => {
    const { page, changes } = await show('#/keys', {
      'POST /api/keys': {
        status: 201,
        body: {
          key: {
            name: 'wallboard-2',
            scopes: ['read', 'dial'],
            createdAt: since(0),
            createdBy: 'admin:ines',
            expiresAt: null,
            lastUsedAt: null,
          },
          secret: 'ctk_0123456789abcdef0123456789abcdef',
        },
      },
    });
    await page.getByTestId('add-key').click();
    await page.getByTestId('key-create').click();
    await page.getByText('1 to 60 letters').waitFor();
    await page.getByTestId('key-name').fill('wallboard-2');
    await page.getByTestId('scope-dial').check();
    await adminPicture(page, 'key-add');
    await page.getByTestId('key-create').click();
    await page.getByTestId('key-secret').waitFor();
    expect(changes[0]?.body).toBe('{"name":"wallboard-2","scopes":["read","dial"]}');
    await page.emulateMedia({ colorScheme: 'dark' });
    await adminPicture(page, 'key-secret-dark');
    await page.getByTestId('key-done').click();
    expect(await page.locator('body').innerText()).not.toContain('ctk_');
  });
});

describe('logs', () => {
  it('grow, rest while paused, and begin anew with the relay', async () => {
    let lines = someLogLines();
    const { page, changes } = await show('#/logs', {
      'GET /api/logs': ({ url }) => {
        const after = Number(url.searchParams.get('after') ?? 0);
        return { body: { lines: lines.filter(({ seq }) => seq > after), latest: lines.length } };
      },
      'PUT /api/log-level': { body: { level: 'debug', configured: 'info', until: since(-3_600) } },
    });
    await expect.poll(() => page.getByTestId('log-line').count()).toBe(5);
    lines = [
      ...lines,
      { ...(lines[0] ?? { seq: 0 }), seq: 6, message: 'One more.' } as (typeof lines)[number],
    ];
    await page.getByText('One more.').waitFor();
    await page.getByTestId('log-pause').click();
    await page.getByText('Paused').waitFor();
    lines = [{ ...(lines[0] ?? { seq: 0 }), message: 'Anew.' } as (typeof lines)[number]];
    await page.getByTestId('log-pause').click();
    await page.getByText('Anew.').waitFor();
    expect(await page.getByTestId('log-line').count()).toBe(1);
    await page.getByTestId('log-level-change').click();
    await page.getByTestId('level-pick').selectOption('debug');
    await adminPicture(page, 'log-level');
    await page.getByTestId('level-set').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(changes[0]?.body).toBe('{"level":"debug","minutes":60}');
  });
});
