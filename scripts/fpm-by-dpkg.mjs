#!/usr/bin/env node
/**
 * Stands in for fpm, which electron-builder fetches from GitHub, where only Debian's own tools are at hand: takes the arguments
 * that electron-builder gives fpm for a .deb, and packs the same files, scripts and headers with dpkg-deb.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const list = { type: 'string', multiple: true, default: [] };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    s: { ...text, short: 's' },
    t: { ...text, short: 't' },
    d: { ...list, short: 'd' },
    force: { type: 'boolean' },
    debug: { type: 'boolean' },
    log: text,
    architecture: text,
    'after-install': text,
    'after-remove': text,
    'deb-recommends': list,
    'deb-compression': text,
    'deb-priority': text,
    description: text,
    version: text,
    package: text,
    name: text,
    maintainer: text,
    vendor: text,
    url: text,
    category: text,
    license: text,
  },
});
if (values.t !== 'deb') {
  console.error(`Only deb can be made here, not ${values.t}; that takes the real fpm.`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'cti-deb-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const given of positionals) {
  const at = given.lastIndexOf('=');
  const target = join(folder, given.slice(at + 1));
  mkdirSync(dirname(target), { recursive: true });
  cpSync(given.slice(0, at), target, { recursive: true, verbatimSymlinks: true });
}
const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => ({
  path: join(entry.parentPath, entry.name),
  isFile: entry.isFile(),
}));
// What the builder's umask made of them is no business of the package.
for (const { path, isFile } of entries)
  chmodSync(path, !isFile || (statSync(path).mode & 0o100) !== 0 ? 0o755 : 0o644);
const files = entries.filter(({ isFile }) => isFile).map(({ path }) => path);
const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);

const [synopsis = '', ...more] = (values.description ?? '').split('\n');
const lines = more.map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`);
const control = join(folder, 'DEBIAN');
mkdirSync(control, { mode: 0o755 });
const fields = {
  Package: values.name,
  Version: values.version,
  License: values.license,
  Vendor: values.vendor,
  Architecture: values.architecture,
  Maintainer: values.maintainer,
  'Installed-Size': Math.ceil(bytes / 1024),
  Depends: values.d.join(', '),
  Recommends: values['deb-recommends'].join(', '),
  Section: values.category ?? 'default',
  Priority: values['deb-priority'] ?? 'optional',
  Homepage: values.url,
  Description: [synopsis.trim(), ...lines].join('\n'),
};
writeFileSync(
  join(control, 'control'),
  Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join(''),
);
writeFileSync(
  join(control, 'md5sums'),
  files
    .map(
      (path) => `${createHash('md5').update(readFileSync(path)).digest('hex')}  ${relative(folder, path)}\n`,
    )
    .join(''),
);
for (const [script, from] of [
  ['postinst', values['after-install']],
  ['postrm', values['after-remove']],
]) {
  if (from === undefined) continue;
  copyFileSync(from, join(control, script));
  chmodSync(join(control, script), 0o755);
}
chmodSync(folder, 0o755);
const compression = { gz: ['-Zgzip', '-z1'], xz: ['-Zxz'] }[values['deb-compression']] ?? ['-Zxz'];
execFileSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', folder, values.package], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
