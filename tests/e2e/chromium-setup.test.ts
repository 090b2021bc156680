/** First run and settings in a real Chromium. */
import { describe, expect, it } from 'vitest';
import { chromiumStage, picture, text } from '../support/chromium-stage';
import { aState } from '../support/chromium-states';

const show = chromiumStage();

describe('setting up', () => {
  it('leads through the first run, CRM skippable', async () => {
    const off = { state: 'off', since: null, problem: null } as const;
    const first = aState({
      stage: 'needs-relay',
      relayUrl: null,
      agent: null,
      crmAccount: null,
      links: { relay: off, pbx: [], crm: off },
    });
    const { page, asked, answer, push } = await show('companion', first);
    await picture(page, 'first-run');
    await page.getByTestId('setup-connect').click();
    await page.getByText('Enter the whole address').waitFor();
    await page.getByText('Enter the code or token').waitFor();
    await page.getByTestId('setup-relay-url').fill('relay.example.com');
    await page.getByTestId('setup-secret').fill('KD7F-2M9Q');
    await answer('setup:connect', {
      ok: false,
      error: { code: 'unauthorized', message: 'This code is used up or too old. Ask your IT for a new one.' },
    });
    await page.getByTestId('setup-connect').click();
    await page.getByRole('alert').filter({ hasText: 'used up' }).waitFor();
    await picture(page, 'first-run-refused');
    expect(await asked('setup:connect')).toEqual([
      { relayUrl: 'https://relay.example.com', secret: { kind: 'code', code: 'KD7F-2M9Q' } },
    ]);
    await answer('setup:connect', { ok: true, value: undefined });
    await page.getByTestId('setup-connect').click();
    await expect.poll(() => asked('setup:connect')).toHaveLength(2);
    await push(aState({ crmAccount: null }));
    await page.getByRole('heading', { name: 'Sign in to SuiteCRM' }).waitFor();
    await picture(page, 'first-run-crm');
    await page.getByTestId('setup-skip').click();
    await page.getByRole('heading', { name: 'One test call' }).waitFor();
    await picture(page, 'first-run-test');
    await page.getByTestId('test-done').click();
    await page.getByTestId('history-row').first().waitFor();
  });

  it('signs in with the SuiteCRM account in place of a code, where the relay takes it', async () => {
    const off = { state: 'off', since: null, problem: null } as const;
    const links = { relay: off, pbx: [], crm: off };
    const first = aState({ stage: 'needs-relay', relayUrl: null, agent: null, crmAccount: null, links });
    const { page, asked, answer } = await show('companion', first);
    await page.getByTestId('setup-by-crm').click();
    await page.getByText('Enter the whole address').waitFor();
    await page.getByTestId('setup-relay-url').fill('one.example.com, two.example.com');
    await answer('setup:ask', { ok: true, value: { crmSignIn: false } });
    await page.getByTestId('setup-by-crm').click();
    await page.getByRole('alert').filter({ hasText: 'takes codes only' }).waitFor();
    await answer('setup:ask', { ok: true, value: { crmSignIn: true } });
    await page.getByTestId('setup-by-crm').click();
    await page.getByText('never to the relay').waitFor();
    await picture(page, 'first-run-by-crm');
    for (const [field, value] of Object.entries({
      'crm-url': 'crm.example.com',
      'crm-username': 'anna',
      'crm-password': 'a password',
      'crm-client-id': 'client',
    }))
      await page.getByTestId(field).fill(value);
    await answer('crm:sign-in', { ok: true, value: undefined });
    await answer('setup:connect', {
      ok: false,
      error: { code: 'forbidden', message: 'Your CRM account is no agent of this relay yet.' },
    });
    await page.getByTestId('crm-sign-in').click();
    await page.getByRole('alert').filter({ hasText: 'no agent of this relay yet' }).waitFor();
    expect(await asked('setup:connect')).toEqual([
      { relayUrl: 'https://one.example.com, https://two.example.com', secret: { kind: 'crm' } },
    ]);
    await page.getByTestId('setup-secret').waitFor();
  });

  it('keeps settings in plain words, each sent at once', async () => {
    const state = aState({ secretStore: { kind: 'memory', warning: 'No keychain was found.' } });
    const { page, asked, answer } = await show('companion', state);
    await answer('settings:set', { ok: true, value: state.settings });
    await page.getByTestId('nav-settings').click();
    await page.getByText('Signed in as anna at https://crm.example.com').waitFor();
    expect(await text(page, 'secret-warning')).toContain('forgotten when you quit');
    await picture(page, 'settings-light');
    await page.getByText('Dark', { exact: true }).click();
    await page.getByRole('switch', { name: /Show internal calls/ }).click();
    await page.getByText('Close at once').click();
    expect(await asked('settings:set')).toEqual([
      { theme: 'dark' },
      { popInternalCalls: false },
      { popAfterEnd: 'at-once' },
    ]);
    await page.getByTestId('sign-out').click();
    expect(await asked('setup:sign-out')).toHaveLength(1);
  });
});
