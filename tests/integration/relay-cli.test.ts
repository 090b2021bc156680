/** explain-number as a person runs it, on a SuiteCRM that is there, refuses, or is gone. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { suiteCrmOf } from '../../src/relay/app/crm-side';
import { createExplainNumberCommand } from '../../src/relay/cli/explain-number';
import { dispatch } from '../../src/relay/cli/dispatch';
import { systemClock } from '../../src/shared/clock';
import { createSuiteCrmSimulator, demoSignIn } from '../../src/simulators/suitecrm';
import { tempFolder } from '../support/temp-folder';

let crm: Awaited<ReturnType<typeof createSuiteCrmSimulator>>;
beforeEach(async () => {
  crm = await createSuiteCrmSimulator();
});
afterEach(() => crm.stop());

const explain = async (number: string, env: Record<string, string> = {}) => {
  const printed: string[] = [];
  const code = await dispatch(
    ['explain-number', number],
    [createExplainNumberCommand((config) => suiteCrmOf(config, systemClock))],
    {
      version: '1',
      terminal: {
        cwd: tempFolder('cli'),
        env: {
          SUITECRM_URL: crm.url,
          SUITECRM_CLIENT_ID: demoSignIn.clientId,
          SUITECRM_CLIENT_SECRET: demoSignIn.clientSecret,
          SUITECRM_USERNAME: demoSignIn.relay.username,
          SUITECRM_PASSWORD: demoSignIn.relay.password,
          ...env,
        },
        print: (line) => void printed.push(line),
        complain: (line) => void printed.push(line),
      },
    },
  );
  return { code, text: printed.join('\n') };
};

it('needs no PBX, and names whom the CRM has', async () => {
  const { code, text } = await explain('0171 / 123 45 67');
  expect(code).toBe(0);
  expect(text).toMatch(/CRM +Maria Lindqvist.*\(Contacts, by phone_\w+/);
});

it('says that nobody has the number', async () => {
  expect(await explain('+49 30 99887766')).toMatchObject({ code: 0 });
  expect((await explain('+49 30 99887766')).text).toMatch(/nobody has \+493099887766$/);
});

it('says what is wrong with the CRM, without its secrets', async () => {
  const refused = await explain('0171 1234567', { SUITECRM_PASSWORD: 'wrong-pass-word' });
  expect(refused.code).toBe(2);
  expect(refused.text).toMatch(/CRM +could not be asked: \S/);
  expect(refused.text).not.toContain('wrong-pass-word');
  const gone = await explain('0171 1234567', { SUITECRM_URL: 'http://127.0.0.1:1' });
  expect(gone.code).toBe(2);
  expect(gone.text).toMatch(/Number +\+491711234567[^]*could not be asked/);
});
