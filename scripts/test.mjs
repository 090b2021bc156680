/**
 * npm test: sets up what is missing, runs every check and every test, and ends with
 * `tests: N passed, N failed, N skipped`. Arguments are passed on to vitest (file names, -t name).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian.mjs';
import { ensureBuild, ensurePackages, pinnedNode, root, tool, toolEnv } from './setup.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
const started = Date.now();
const chosen = process.argv.slice(2);

const missing = ensureDebianPackages();
if (missing.length > 0) say(`Not installed (run as root, or install them): ${missing.join(' ')}`);
ensurePackages();
const { ensureElectron } = await import('./electron-runtime.mjs');
const electron = await ensureElectron({
  allowTestRuntime: process.env.CI === 'true' || process.env.CTI_TEST_ELECTRON === '1',
});
say(electron.path ? `Electron: ${electron.kind} (${electron.path})` : `Electron: none. ${electron.reason}`);
const { ensureAsterisk } = await import('./asterisk-runtime.mjs');
const asterisk = ensureAsterisk({
  wanted: process.env.CI === 'true' || process.env.CTI_TEST_ASTERISK === '1',
});
say(asterisk.path ? `${asterisk.version} (${asterisk.path})` : `Asterisk: none. ${asterisk.reason}`);

let passed = 0;
// Where a real Asterisk was wanted and could be, its absence is no reason to skip.
let failed = asterisk.failed ? 1 : 0;
let skipped = 0;

const check = (name, script, args) => {
  const from = Date.now();
  const result = spawnSync(pinnedNode(), [script, ...args], { cwd: root, env: toolEnv(), encoding: 'utf8' });
  const good = result.status === 0;
  if (good) passed += 1;
  else failed += 1;
  say(`${good ? '✓' : '✗'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  if (!good) say(`${result.stdout}${result.stderr}`);
};

if (chosen.length === 0) {
  check('types', tool('typescript', 'bin/tsc'), ['--noEmit', '-p', '.']);
  check('lint', tool('eslint', 'bin/eslint.js'), ['.', '--max-warnings', '0']);
  check('format', tool('prettier', 'bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']);
  check('dependency rules', tool('dependency-cruiser', 'bin/dependency-cruiser.mjs'), [
    'src',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
  ]);
}
ensureBuild();

const reportFile = join(root, 'test-results', 'vitest.json');
mkdirSync(join(root, 'test-results'), { recursive: true });
rmSync(reportFile, { force: true });
spawnSync(
  pinnedNode(),
  [
    tool('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--reporter=${join(root, 'scripts/second-try.mjs')}`,
    `--outputFile.json=${reportFile}`,
    ...chosen,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: toolEnv({
      ...(electron.path
        ? { CTI_ELECTRON_PATH: electron.path }
        : { CTI_NO_ELECTRON: electron.reason ?? 'not available' }),
      ...(asterisk.path
        ? { CTI_ASTERISK_ROOT: asterisk.path }
        : { CTI_NO_ASTERISK: asterisk.reason ?? 'not available' }),
    }),
  },
);
try {
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests + report.numTodoTests;
  // A file that can not even be loaded holds no failed test, and is a failure all the same.
  failed += report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed'),
  ).length;
} catch (error) {
  say(`The test runner left no report: ${error.message}`);
  failed += 1;
}
say(`in ${Math.round((Date.now() - started) / 1000)} s`);
say(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
