/** The support bundle and the settings of IT, in the app itself. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCall, maria } from '../support/calls';
import {
  launchCompanion,
  noElectron,
  startDesk,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { tempFolder } from '../support/temp-folder';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

describe.skipIf(noElectron)('with settings of IT', () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let desktop: LaunchedCompanion;
  let folder = '';

  beforeAll(async () => {
    folder = tempFolder('policy');
    const policy = join(folder, 'policy.json');
    await writeFile(policy, JSON.stringify({ settings: { popCorner: 'bottom-left', theme: 'dark' } }));
    [desk, relay] = await Promise.all([startDesk({ keyring: false }), startTinyRelay()]);
    const registered = relay.next('register_agent');
    desktop = await launchCompanion(desk, {
      env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN, CTI_POLICY_FILE: policy },
    });
    await registered;
  });
  afterAll(async () => {
    await desktop.close();
    await Promise.all([relay.stop(), desk.stop()]);
  });

  it('they are in force and refused to the agent', async () => {
    const replies = await desktop.companion.evaluate(async () => {
      const state = await window.bridge?.invoke('state:get', undefined);
      const refused = await window.bridge?.invoke('settings:set', { theme: 'light' });
      const own = await window.bridge?.invoke('settings:set', { language: 'es' });
      return { state, refused, own };
    });
    expect(replies).toMatchObject({
      state: {
        value: {
          settings: { popCorner: 'bottom-left', theme: 'dark' },
          managed: { locked: ['popCorner', 'theme'] },
        },
      },
      refused: { ok: false, error: { code: 'forbidden' } },
      own: { ok: true, value: { language: 'es', theme: 'dark' } },
    });
    // The agent's own choice is kept, for when the policy is gone.
    const kept = await readFile(join(desktop.userData, 'profile.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ settings: { language: 'es', theme: 'system' } });
  });

  it('the bundle is saved where the agent says, with the log and nobody in it', async () => {
    const call = aCall({ contact: maria });
    const ack = relay.next('ack');
    relay.pop(call);
    await ack;
    const path = join(folder, 'bundle.zip');
    await desktop.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await desktop.companion.getByTestId('nav-connections').click();
    await desktop.companion.getByTestId('bundle-make').click();
    await desktop.companion.getByTestId('bundle-files').getByText('logs/companion.log').waitFor();
    await desktop.companion.getByTestId('bundle-save').click();
    await desktop.companion.getByTestId('support').getByText(path).waitFor();
    const files = unzipSync(await readFile(path));
    expect(strFromU8(files['logs/companion.log'] ?? new Uint8Array())).toContain('the Companion starts');
    const all = Object.values(files)
      .map((bytes) => strFromU8(bytes))
      .join('\n');
    for (const word of [TOKEN, '1711234567', 'Lindqvist', 'Berg'])
      expect([word, all.includes(word)]).toEqual([word, false]);
  });
});
