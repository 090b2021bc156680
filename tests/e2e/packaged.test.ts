import { extractFile, listPackage, statFile } from '@electron/asar';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readBuilderConfig } from '../support/builder-config';
import { aCall, ended } from '../support/calls';
import { noElectron, startDesk, type Desk } from '../support/electron';
import { fusesOf, must, noInstall, pack, remove, sharedFolder, startPackaged } from '../support/packaged';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';
import { startUpdateServer } from '../support/update-server';

const root = join(import.meta.dirname, '..', '..');
if (noInstall !== null) console.log(`The .deb is not installed here: ${noInstall}.`);

describe.skipIf(noElectron)('the packed Companion', { timeout: 240_000 }, () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let updates: Awaited<ReturnType<typeof startUpdateServer>>;
  const output = sharedFolder('packed');
  const unpacked = join(output, 'linux-unpacked');
  const homes: string[] = [];
  const asar = join(unpacked, 'resources', 'app.asar');
  const deb = (): string => join(output, readdirSync(output).find((name) => name.endsWith('.deb')) ?? '');

  beforeAll(async () => {
    [desk, relay, updates] = await Promise.all([
      startDesk({ keyring: false }),
      startTinyRelay(),
      startUpdateServer(),
    ]);
    const env = { CTI_UPDATE_URL: updates.url, CTI_UPDATE_KEY: updates.key };
    pack(output, ['--linux', 'dir', 'deb', '-c.deb.compression=gz'], env);
  }, 240_000);
  afterAll(async () => {
    await Promise.all([relay.stop(), desk.stop(), updates.stop()]);
    for (const folder of [output, ...homes]) remove(folder);
  });

  const newHome = (): string => {
    const home = sharedFolder('agent');
    homes.push(home);
    return home;
  };
  const start = (executable: string, home = newHome(), more: Record<string, string> = {}) => {
    const { DISPLAY = '' } = desk.env;
    const env = { DISPLAY, CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN, ...more };
    return startPackaged({ executable, home, env });
  };

  /** Until it can be used, and a call. */
  const takesACall = async (executable: string, id: string): Promise<void> => {
    const registered = relay.next('register_agent');
    const companion = await start(executable);
    try {
      await registered;
      const page = await companion.page('companion.html');
      await page.locator('[data-testid=link-relay][data-state=connected]').waitFor();
      const popup = await companion.page('popup.html');
      relay.pop(aCall({ id }));
      await popup.getByTestId('pop-card').waitFor();
      const filters = companion.seccompOfWindows();
      expect(filters).toHaveLength(2);
      expect(filters).toEqual(['2', '2']);
    } finally {
      await companion.stop();
    }
  };

  it('has the fuses that electron-builder.yml states, in its own binary', async () => {
    const { electronFuses } = await readBuilderConfig();
    expect(fusesOf(join(unpacked, 'cti-companion'))).toEqual(electronFuses);
  });

  it('holds what it needs and nothing else', () => {
    const files = listPackage(asar, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1));
    const isFolder = (path: string): boolean => files.some((other) => other.startsWith(`${path}/`));
    const foreign = files
      .filter((path) => !isFolder(path))
      .filter(
        (path) =>
          !/^(package\.json|dist\/main\/index\.js|dist\/preload\/index\.cjs|dist\/renderer\/(companion|popup)\.html)$/.test(
            path,
          ) &&
          !/^dist\/(renderer\/assets|main\/chunks)\/[\w.-]+\.(js|css|svg|woff2|png)$/.test(path) &&
          !/^resources\/(icons\/256x256|tray\/[\w@-]+)\.png$/.test(path) &&
          !/^node_modules\/keytar\/(package\.json|lib\/keytar\.js|build\/Release\/keytar\.node)$/.test(path),
      );
    expect(foreign).toEqual([]);
    expect(existsSync(join(unpacked, 'resources', 'default_app.asar'))).toBe(false);

    const secret = /-----BEGIN [A-Z ]*PRIVATE KEY|AMI_SECRET|jsxDEV/;
    const telling = files
      .filter((path) => /\.(js|cjs|json|html|css)$/.test(path))
      .filter((path) => {
        const text = extractFile(asar, path).toString('utf8');
        return text.includes(root) || text.includes(TOKEN) || secret.test(text);
      });
    expect(telling).toEqual([]);
  });

  it('carries a hash of each of its files, and they are right', () => {
    const path = 'dist/main/index.js';
    const entry = statFile(asar, path);
    const { integrity } = z
      .object({ integrity: z.object({ algorithm: z.literal('SHA256'), hash: z.string() }) })
      .parse(entry);
    expect(createHash('sha256').update(extractFile(asar, path)).digest('hex')).toBe(integrity.hash);
  });

  it('starts from its folder as a user without rights, sandboxed, and takes a call', async () => {
    await takesACall(join(unpacked, 'cti-companion'), 'pbx:packed.1');
  });

  it('says in a window why it can not start', async () => {
    const companion = await start(join(unpacked, 'cti-companion'), newHome(), { CTI_RELAY_URL: 'nonsense' });
    try {
      const window = must(
        'xdotool',
        ['search', '--sync', '--onlyvisible', '--name', '^CTI Companion$'],
        desk.env,
      ).trim();
      must('xdotool', ['windowfocus', '--sync', window, 'key', 'Return'], desk.env);
      expect(await companion.gone).toEqual([1, null]);
    } finally {
      await companion.stop();
    }
  });

  describe('as an AppImage', () => {
    /** What its log says until it has said this. */
    const untilSaid = async (home: string, words: string): Promise<void> => {
      const file = join(home, '.config', 'CTI Companion', 'logs', 'companion.log');
      const log = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
      await expect.poll(log, { timeout: 60_000 }).toContain(words);
    };
    const image = (home: string): string => join(home, 'cti-companion.AppImage');
    const startImage = (home: string) => {
      writeFileSync(image(home), 'the old one');
      chmodSync(home, 0o777);
      return start(join(unpacked, 'cti-companion'), home, { APPIMAGE: image(home) });
    };

    it.each([
      ['the feed is not signed', 'unsigned', 'is not signed by the key'],
      ['the package is not the one that was signed', 'changed', 'sha512 checksum mismatch'],
    ] as const)('takes no update where %s', async (_, fault, words) => {
      const home = newHome();
      updates.faults[fault] = true;
      const companion = await startImage(home);
      try {
        await untilSaid(home, words);
        expect(updates.asked.includes(updates.packagePath)).toBe(fault === 'changed');
        const page = await companion.page('companion.html');
        expect(await page.getByTestId('update-banner').count()).toBe(0);
      } finally {
        updates.faults[fault] = false;
        await companion.stop();
      }
      expect(readFileSync(image(home), 'utf8')).toBe('the old one');
    });

    it('fetches an update, waits for the end of the call, and is the new one afterwards', async () => {
      const home = newHome();
      const call = aCall({ id: 'pbx:update.1' });
      const companion = await startImage(home);
      try {
        const page = await companion.page('companion.html');
        const banner = page.getByTestId('update-banner');
        await banner.filter({ hasText: 'Version 9.9.9 is ready' }).waitFor();
        relay.pop(call);
        await banner.getByRole('button', { name: 'Restart after the call' }).click();
        await banner.filter({ hasText: 'starts when your call is over' }).waitFor();
        expect(readFileSync(image(home), 'utf8')).toBe('the old one');
        relay.update(ended(call));
        await companion.gone;
      } finally {
        await companion.stop();
      }
      const fresh = (): boolean =>
        readdirSync(home)
          .filter((name) => name.endsWith('.AppImage'))
          .some((name) => readFileSync(join(home, name)).equals(updates.package));
      await expect.poll(fresh).toBe(true);
    });
  });

  describe.skipIf(noInstall)('installed from the .deb', () => {
    const launcher = '/usr/share/applications/cti-companion.desktop';
    const handlerOf = (scheme: string): string =>
      must('xdg-mime', ['query', 'default', `x-scheme-handler/${scheme}`], {
        XDG_DATA_DIRS: '/usr/share',
        XDG_CURRENT_DESKTOP: '',
      }).trim();
    const parts = [
      '/opt/CTI Companion',
      '/usr/bin/cti-companion',
      launcher,
      '/etc/alternatives/cti-companion',
    ];
    const there = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

    beforeAll(() => {
      must('dpkg', ['-i', deb()]);
    });
    afterAll(() => {
      must('dpkg', ['--purge', 'cti-companion']);
    });

    it('stands in the menu and opens phone links', () => {
      must('desktop-file-validate', [launcher]);
      expect(['tel', 'callto', 'cti-companion'].map(handlerOf)).toEqual([
        'cti-companion.desktop',
        'cti-companion.desktop',
        'cti-companion.desktop',
      ]);
      for (const size of [16, 24, 32, 48, 64, 128, 256, 512])
        expect(existsSync(`/usr/share/icons/hicolor/${size}x${size}/apps/cti-companion.png`)).toBe(true);
    });

    it('starts from the path as a user without rights, sandboxed, and takes a call', async () => {
      await takesACall('/usr/bin/cti-companion', 'pbx:installed.1');
    });

    it('leaves nothing behind but what is the agent’s own', () => {
      const profile = join(homes.at(-1) ?? '', '.config', 'CTI Companion');
      expect(there(profile)).toBe(true);
      expect(parts.filter(there)).toEqual(parts);
      must('dpkg', ['-r', 'cti-companion']);
      expect(parts.filter(there)).toEqual([]);
      expect(must('find', ['/usr/share/icons/hicolor', '-name', 'cti-companion*'])).toBe('');
      expect(handlerOf('cti-companion')).toBe('');
      expect(there(profile)).toBe(true);
    });
  });
});
