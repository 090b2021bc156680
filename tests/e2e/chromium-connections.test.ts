/** The page of the connections, the support bundle, and what IT has locked. */
import { describe, expect, it } from 'vitest';
import { because } from '../../src/shared/error-reasons';
import { settingsSchema } from '../../src/shared/ipc/settings';
import { chromiumStage, overflow, picture } from '../support/chromium-stage';
import { ago, aState, offline } from '../support/chromium-states';

const show = chromiumStage();
const trouble = {
  text: 'The relay at relay.example.com can not be reached. Trying again.',
  because: because('relay-away', { host: 'relay.example.com' }),
  at: ago(600),
};
const slow = {
  text: 'crm.example.com answers too slowly.',
  because: { code: 'crm_timeout' },
  at: ago(60),
};
const linkFacts = {
  relay: { lastEventAt: ago(620), lastProblem: trouble },
  crm: { lastEventAt: null, lastProblem: slow },
};

describe('the connections', () => {
  it('say how each link is, what to do, and try again on demand', async () => {
    const { page, asked, answer } = await show('companion', aState({ links: offline, linkFacts }));
    await page.getByTestId('nav-connections').click();
    const relay = page.getByTestId('connection-relay');
    await relay.getByText('Check your network and VPN').waitFor();
    expect(await relay.innerText()).toContain('can not be reached');
    await page.getByTestId('connection-pbx-pbx').getByText('once it is reached').waitFor();
    await page.getByTestId('retry-relay').click();
    await relay.getByText('Asked for a new try.').waitFor();
    const error = { code: 'unavailable', message: 'The CRM can not be asked now.' };
    await answer('link:retry', { ok: false, error });
    await page.getByTestId('retry-crm').click();
    await page.getByRole('alert').filter({ hasText: error.message }).waitFor();
    expect(await asked('link:retry')).toEqual([{ link: 'relay' }, { link: 'crm' }]);
    await page.getByRole('button', { name: 'To the settings' }).click();
    await page.getByTestId('settings-view').waitFor();
  });

  it('offer nothing to do while all is well', async () => {
    const { page } = await show('companion', aState());
    await page.getByTestId('nav-connections').click();
    await page.getByText('Your calls arrive here').waitFor();
    expect(await page.getByRole('button', { name: 'Try now' }).count()).toBe(0);
  });

  it('list what is in a support bundle before it is saved', async () => {
    const files = [
      { name: 'README.txt', size: 400 },
      { name: 'logs/companion.log', size: 123_456 },
    ];
    const { page, asked } = await show(
      'companion',
      aState(),
      {},
      {
        'support:prepare': { ok: true, value: { files } },
        'support:save': { ok: true, value: { path: '/home/anna/bundle.zip' } },
      },
    );
    await page.getByTestId('nav-connections').click();
    await page.getByTestId('bundle-make').click();
    expect(await page.getByTestId('bundle-files').innerText()).toMatch(/README.txt[\s\S]*123.5 kB/);
    expect(await asked('support:save')).toEqual([]);
    await page.getByTestId('bundle-save').click();
    await page.getByText('Saved as /home/anna/bundle.zip').waitFor();
  });

  it.each(['en', 'de', 'es', 'fr'] as const)('fit, and say what is wrong, in %s', async (language) => {
    const settings = settingsSchema.parse({ language });
    for (const look of [{ height: 1000 }, { width: 420, height: 1300, scheme: 'dark' }] as const) {
      const { page } = await show('companion', aState({ settings, links: offline, linkFacts }), look);
      await page.getByTestId('nav-connections').click();
      expect(await overflow(page)).toBe(0);
      const said = await page.locator('body').innerText();
      expect(/Trying again|too slowly/.test(said)).toBe(language === 'en');
      await picture(page, `connections-${language}-${'width' in look ? 'narrow-dark' : 'light'}`);
    }
  });
});

describe('what IT has set', () => {
  it('is shown and can not be changed; a wrong policy is told', async () => {
    const locked = { source: '/etc/cti-companion/policy.json', locked: ['popWhen', 'sound'], problem: null };
    const { page, asked, push } = await show('companion', aState({ managed: locked }), { height: 1000 });
    await page.getByTestId('nav-settings').click();
    await page.getByTestId('managed').waitFor();
    const when = page.getByTestId('locked-popWhen');
    expect(await when.getByRole('radio').first().isDisabled()).toBe(true);
    await when.getByText('Set by your IT').waitFor();
    await when.getByText('Once I have answered').click({ force: true });
    expect(await asked('settings:set')).toEqual([]);
    await picture(page, 'settings-managed');
    const problem = 'settings.popWhen: Invalid option';
    await push(aState({ managed: { ...locked, locked: [], problem } }));
    await page.getByRole('alert').filter({ hasText: problem }).waitFor();
  });
});
