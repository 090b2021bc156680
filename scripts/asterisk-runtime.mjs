/**
 * Makes a real Asterisk for the tests: a small Debian folder under .runtime that holds nothing but Asterisk and what it
 * needs, made once by debootstrap. Nothing outside that folder is written and nothing is started; the tests start
 * Asterisk in it by chroot, on loopback ports of their own (tests/support/asterisk).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** The only Debian suite that carries a current Asterisk (22, the long-term release). */
const suite = 'sid';
/** Says that the folder is whole, and which Asterisk is in it. */
const readyFile = 'asterisk-version';

/** @throws with the last lines that the command said */
const runOrThrow = (command, args) => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const { status, error, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  if (status === 0) return stdout.trim();
  const said = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').slice(-5).join('\n');
  throw new Error(`${command} ${args.at(-1)}: ${error?.message ?? said}`);
};

const install = (folder) => {
  runOrThrow('debootstrap', ['--variant=minbase', suite, folder]);
  // Package scripts must start no service, and dpkg need not wait for the disk.
  writeFileSync(join(folder, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  writeFileSync(join(folder, 'etc/dpkg/dpkg.cfg.d/unsafe-io'), 'force-unsafe-io\n');
  const lean = ['doc', 'man', 'locale'].map((name) => `path-exclude=/usr/share/${name}/*\n`).join('');
  writeFileSync(join(folder, 'etc/dpkg/dpkg.cfg.d/lean'), lean);
  // A mirror that lags makes sid's week-long Release file look out of date; its signature is still checked.
  runOrThrow('chroot', [folder, 'apt-get', '-q', '-o', 'Acquire::Check-Valid-Until=false', 'update']);
  const packages = ['asterisk', 'asterisk-core-sounds-en-gsm'];
  runOrThrow('chroot', [folder, 'apt-get', '-q', '-y', 'install', '--no-install-recommends', ...packages]);
  runOrThrow('chroot', [folder, 'apt-get', 'clean']);
  rmSync(join(folder, 'var/lib/apt/lists'), { recursive: true });
  writeFileSync(join(folder, readyFile), runOrThrow('chroot', [folder, 'asterisk', '-V']));
};

/** Why this machine can not hold one, or null. */
const obstacle = () => {
  if (process.platform !== 'linux') return 'A real Asterisk for the tests runs on Linux only.';
  if (process.getuid?.() !== 0) return 'A real Asterisk for the tests needs root (debootstrap and chroot).';
  return null;
};

/**
 * @param {{ wanted?: boolean }} options whether to make one where there is none
 * @returns {{ path: string | null, version: string | null, reason: string | null, failed: boolean }} `path` is the
 *   folder to chroot into; `reason` a sentence where there is none; `failed` when it could have been there and is not
 */
export const ensureAsterisk = ({ wanted = false } = {}) => {
  const none = (reason, failed = false) => ({ path: null, version: null, reason, failed });
  if (!wanted) return none('Set CTI_TEST_ASTERISK=1 to test with a real Asterisk (as root, on Linux).');
  const reason = obstacle();
  if (reason) return none(reason);
  const path = join(root, '.runtime', `asterisk-${suite}`);
  if (!existsSync(join(path, readyFile))) {
    const work = `${path}.${process.pid}`;
    const started = Date.now();
    mkdirSync(dirname(path), { recursive: true });
    try {
      install(work);
      rmSync(path, { recursive: true, force: true });
      renameSync(work, path);
    } catch (error) {
      return none(`A real Asterisk could not be set up (${error.message}).`, true);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    process.stdout.write(`A real Asterisk was set up for the tests in ${seconds} s (${path}).\n`);
  }
  return { path, version: readFileSync(join(path, readyFile), 'utf8').trim(), reason: null, failed: false };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = ensureAsterisk({ wanted: true });
  process.stdout.write(`${JSON.stringify(found)}\n`);
  process.exit(found.path ? 0 : 1);
}
