import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enrolLink } from '../../src/shared/app-links/enrol-link';
import { createSuiteCrmSimulator, demoSeed, demoSignIn } from '../../src/simulators/suitecrm';
import type { CompanionState } from '../../src/shared/ipc/state';
import {
  launchCompanion,
  noElectron,
  startDesk,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { CODE, startTinyRelay, TOKEN } from '../support/tiny-relay';
import { tempFolder } from '../support/temp-folder';

const stateOf = (desktop: LaunchedCompanion): Promise<CompanionState> =>
  desktop.companion.evaluate(async () => {
    const reply = await window.bridge?.invoke('state:get', undefined);
    if (!reply?.ok) throw new Error('no state');
    return reply.value;
  });

/** Read by another program, as proof that it is really there. */
const keychainOf = (desk: Desk): { account: string; password: string }[] => {
  const script = `import keytar from 'keytar';
    const service = process.argv[1];
    process.stdout.write(JSON.stringify(await keytar.default?.findCredentials(service) ?? await keytar.findCredentials(service)));`;
  const result = spawnSync(process.execPath, ['--input-type=module', '-e', script, desk.env.SERVICE ?? ''], {
    env: { ...process.env, ...desk.env },
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(result.stderr);
  const entries = JSON.parse(result.stdout) as { account: string; password: string }[];
  // The history's own key is made at the first start and is nobody's sign-in.
  return entries.filter(({ account }) => account !== 'history-key');
};

const filesUnder = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
};

/** Everything a test started, ended in the reverse order whatever happened. */
const world = async (keyring: boolean, crm: { url: string } | null = null) => {
  const desk = await startDesk({ keyring });
  const relay = await startTinyRelay({ crm });
  const userData = tempFolder('profile');
  const launched: LaunchedCompanion[] = [];
  return {
    launch: async (env: Record<string, string> = {}, link?: string) => {
      const desktop = await launchCompanion(desk, { userData, env, ...(link !== undefined && { link }) });
      launched.push(desktop);
      return desktop;
    },
    desk: { ...desk, env: { ...desk.env, SERVICE: `CTI Companion (${userData})` } },
    relay,
    userData,
    end: async () => {
      await Promise.allSettled(launched.map((desktop) => desktop.close()));
      await relay.stop();
      await desk.stop();
    },
  };
};

const connect = async ({ companion }: LaunchedCompanion, relayUrl: string, secret: string): Promise<void> => {
  await companion.getByTestId('setup-relay-url').fill(relayUrl);
  await companion.getByTestId('setup-secret').fill(secret);
  await companion.getByTestId('setup-connect').click();
};

describe.skipIf(noElectron)('the first run', () => {
  it('connects with a token, keeps it in the keychain, and is connected again after a restart', async () => {
    const { desk, relay, userData, launch, end } = await world(true);
    try {
      const first = await launch();
      expect(await stateOf(first)).toMatchObject({
        stage: 'needs-relay',
        secretStore: { kind: 'keychain', warning: null },
      });
      await connect(first, relay.url, 'cti_a-token-nobody-knows');
      await expect.poll(() => relay.received.length).toBe(1);
      await expect.poll(async () => (await stateOf(first)).links.relay.state).toBe('off');
      expect(keychainOf(desk)).toEqual([]);

      await connect(first, relay.url, TOKEN);
      await expect.poll(async () => (await stateOf(first)).stage).toBe('ready');
      expect(keychainOf(desk)).toEqual([{ account: 'relay-token', password: TOKEN }]);
      await first.close();
      for (const file of await filesUnder(userData))
        expect((await readFile(file)).includes(TOKEN), file).toBe(false);

      const second = await launch();
      await expect.poll(async () => (await stateOf(second)).links.relay.state).toBe('connected');
      await second.companion.evaluate(() => window.bridge?.invoke('setup:sign-out', undefined));
      expect(keychainOf(desk)).toEqual([]);
      expect((await stateOf(second)).stage).toBe('needs-token');
      await second.close();
    } finally {
      await end();
    }
  });

  it('redeems a code; without a keychain it says that the sign-in is forgotten', async () => {
    const { relay, userData, launch, end } = await world(false);
    try {
      const desktop = await launch();
      expect((await stateOf(desktop)).secretStore).toMatchObject({
        kind: 'memory',
        warning: expect.stringContaining('forgotten when you quit') as string,
      });
      await connect(desktop, relay.url, CODE);
      await expect.poll(async () => (await stateOf(desktop)).links.relay.state).toBe('connected');
      expect(relay.received[0]).toMatchObject({ type: 'register_agent', token: TOKEN });
      await desktop.close();
      for (const file of await filesUnder(userData))
        expect((await readFile(file)).includes(TOKEN), file).toBe(false);
    } finally {
      await end();
    }
  });

  it('signs in with the SuiteCRM account: the relay sees a token, never the password', async () => {
    const crm = await createSuiteCrmSimulator({ data: demoSeed() });
    const { desk, relay, launch, end } = await world(true, { url: crm.url });
    try {
      const desktop = await launch();
      const { companion } = desktop;
      await companion.getByTestId('setup-relay-url').fill(`http://127.0.0.1:9, ${relay.url}`);
      await companion.getByTestId('setup-by-crm').click();
      const { clientId, clientSecret, agents } = demoSignIn;
      for (const [field, value] of Object.entries({
        'crm-url': crm.url,
        'crm-username': agents[0].username,
        'crm-password': agents[0].password,
        'crm-client-id': clientId,
        'crm-client-secret': clientSecret,
      }))
        await companion.getByTestId(field).fill(value);
      await companion.getByTestId('crm-sign-in').click();
      await expect.poll(async () => (await stateOf(desktop)).links.relay.state).toBe('connected');
      expect(await stateOf(desktop)).toMatchObject({ stage: 'ready', crmAccount: { username: 'anna' } });
      expect(relay.enrolled).toHaveLength(1);
      expect(relay.enrolled[0]).toMatchObject({ device: hostname() });
      expect(JSON.stringify([relay.enrolled, relay.received])).not.toContain(agents[0].password);
      expect(
        keychainOf(desk)
          .map(({ account }) => account)
          .sort(),
      ).toEqual(['crm-client-secret', 'crm-password', 'relay-token']);
      await desktop.close();
    } finally {
      await end();
      await crm.stop();
    }
  });

  it('by one click on a link: the relay is named and asked about, then the CRM, then a test call with its verdict', async () => {
    const { relay, launch, end } = await world(false);
    try {
      const desktop = await launch({}, enrolLink([relay.url], CODE) ?? '');
      const { companion } = desktop;
      const picture = (name: string) =>
        companion.screenshot({ path: `test-results/links/setup-${name}.png` });
      await companion.getByTestId('request-relay').filter({ hasText: relay.url }).waitFor();
      await picture('enrol');
      expect(relay.enrolled).toEqual([]);
      await companion.getByTestId('request-accept').click();
      await companion.getByTestId('setup-skip').click();
      expect(relay.enrolled).toHaveLength(1);
      await companion.getByTestId('test-run').click();
      await companion.locator('[data-testid=test-card][data-part=good]').waitFor();
      await companion.locator('[data-testid=test-phone][data-part=good]').waitFor();
      expect(await companion.getByTestId('test-verdict').innerText()).toContain('All is in place');
      await picture('test-good');
      await companion.getByTestId('test-done').click();
      await companion.getByTestId('palette-open').waitFor();
      expect((await stateOf(desktop)).pops).toEqual([]);
      await desktop.close();
    } finally {
      await end();
    }
  });

  it('says which of both does not work and why, when the test call fails', async () => {
    const { relay, launch, end } = await world(false);
    try {
      const desktop = await launch();
      const { companion } = desktop;
      relay.answerDial({ code: 'pbx_unavailable', message: 'The PBX can not be commanded just now.' });
      await connect(desktop, relay.url, CODE);
      await companion.getByTestId('setup-skip').click();
      await companion.getByTestId('test-run').click();
      await companion.locator('[data-testid=test-card][data-part=good]').waitFor();
      expect(await companion.getByTestId('test-phone').innerText()).toContain('can not be commanded');
      expect(await companion.getByTestId('test-verdict').innerText()).toContain('Not all of it works yet');
      await companion.screenshot({ path: 'test-results/links/setup-test-refused.png' });
      await desktop.close();
    } finally {
      await end();
    }
  });

  it('a second start brings the first window forward instead of a second Companion', async () => {
    const { relay, launch, end } = await world(false);
    try {
      const env = { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN };
      const desktop = await launch(env);
      await desktop.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().forEach((one) => one.hide()),
      );
      const secondStart = desktop.app.evaluate(
        ({ app }) => new Promise<boolean>((resolve) => app.once('second-instance', () => resolve(true))),
      );
      await expect(launch(env)).rejects.toThrow();
      expect(await secondStart).toBe(true);
      await expect
        .poll(() =>
          desktop.app.evaluate(({ BrowserWindow }) =>
            BrowserWindow.getAllWindows().some(
              (one) => one.isVisible() && one.webContents.getURL().includes('companion.html'),
            ),
          ),
        )
        .toBe(true);
      await desktop.close();
    } finally {
      await end();
    }
  });
});
