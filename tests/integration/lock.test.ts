/** The lock of scripts/lock.mjs between real processes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../support/temp-folder';

const lockModule = pathToFileURL(join(import.meta.dirname, '../../scripts/lock.mjs')).href;

/** A process of its own that runs `code` with lock.mjs in scope; the lock's path is `path`. */
const program = (path: string, code: string): ChildProcess => {
  const prelude = `import * as locks from ${JSON.stringify(lockModule)}; const path = ${JSON.stringify(path)};`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${prelude}\n${code}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};

const firstLine = async ({ stdout }: ChildProcess): Promise<string> => {
  if (!stdout) throw new Error('the program has no output');
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('the program said nothing');
};

const lockPath = (): string => join(tempFolder('lock'), 'deeper', 'a.lock');
const ask = (path: string): Promise<string> =>
  firstLine(program(path, 'console.log(JSON.stringify(locks.tryLock(path).holder));'));

/** Holds the lock until its input ends. */
const hold = async (path: string): Promise<ChildProcess> => {
  const child = program(
    path,
    `const { lock } = locks.tryLock(path); lock.note('http://there'); console.log('held');
     process.stdin.resume(); process.stdin.on('end', () => process.exit(0));`,
  );
  expect(await firstLine(child)).toBe('held');
  return child;
};

it('lets one process in at a time, and every one that waits', async () => {
  const path = lockPath();
  const journal = join(tempFolder('journal'), 'journal');
  const work = `
    import { appendFileSync } from 'node:fs';
    locks.withLock(path, () => {}, () => {
      appendFileSync(${JSON.stringify(journal)}, 'in ' + process.pid + '\\n');
      appendFileSync(${JSON.stringify(journal)}, 'out ' + process.pid + '\\n');
    });`;
  const workers = Array.from({ length: 5 }, () => program(path, work));
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  const lines = readFileSync(journal, 'utf8').trim().split('\n');
  const entered = lines.filter((_, index) => index % 2 === 0).map((line) => line.replace('in ', ''));
  expect(lines).toEqual(entered.flatMap((pid) => [`in ${pid}`, `out ${pid}`]));
  expect(new Set(entered)).toEqual(new Set(workers.map(({ pid }) => String(pid))));
});

it('names who holds it, and is free when that process ends', async () => {
  const path = lockPath();
  const holder = await hold(path);
  expect(JSON.parse(await ask(path))).toMatchObject({ pid: holder.pid, note: 'http://there' });
  holder.stdin?.end();
  await once(holder, 'exit');
  expect(existsSync(path)).toBe(false);
});

it('is taken over from a process that was killed', async () => {
  const path = lockPath();
  const holder = await hold(path);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(existsSync(path)).toBe(true);
  expect(await ask(path)).toBe('null');
});

it.each([
  // This very process lives, but was not born then: another one bore its pid.
  ['of a pid that came round again', JSON.stringify({ pid: process.pid, born: '1' })],
  ['that makes no sense', 'half a li'],
])('a lock %s holds nobody up', async (_, text) => {
  const path = join(tempFolder('lock'), 'a.lock');
  writeFileSync(path, text);
  expect(await ask(path)).toBe('null');
});
