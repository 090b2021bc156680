/**
 * One at a time: a lock is a file that names the process which holds it. What a killed process left behind is taken
 * over, so nobody ever has to remove a lock by hand. Plain Node, because it runs before anything is installed.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const retryMs = 200;
let made = 0;

const pauseSync = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error.code === 'EPERM';
  }
};

/** Pids come round again; on Linux the ticks since boot tell two bearers of one pid apart. Null where unknown. */
const bornAt = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold blanks and brackets: counted from behind it, the start time is the 20th field.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
};

const textOf = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
};

const holderOf = (text) => {
  try {
    const { pid, born = null, note = null } = JSON.parse(text);
    return Number.isInteger(pid) && pid > 0 ? { pid, born, note } : null;
  } catch {
    return null;
  }
};

/** Whoever holds it still lives. A text that is no holder was not written by this file, so nobody stands behind it. */
const isHeld = (text) => {
  const holder = holderOf(text);
  if (!holder || !isAlive(holder.pid)) return false;
  const born = bornAt(holder.pid);
  return holder.born === null || born === null || holder.born === born;
};

/** A file of this process's own beside the lock: the lock itself appears and changes in one step, never half written. */
const beside = (path, text) => {
  const own = `${path}.${process.pid}.${(made += 1)}`;
  if (text !== null) writeFileSync(own, text, { mode: 0o600 });
  return own;
};

const putInPlace = (path, text) => {
  const own = beside(path, text);
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
};

const clearStale = (path, stale) => {
  const aside = beside(path, null);
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  // Somebody else may have cleared it and locked in between: theirs goes back.
  const taken = textOf(aside);
  if (taken !== null && taken !== stale) putInPlace(path, taken);
  rmSync(aside, { force: true });
};

/**
 * Takes the lock if nobody holds it.
 * @param {string} path the lock file; its folder is made
 * @returns {{ lock: { note(text: string): void, release(): void }, holder: null } |
 *   { lock: null, holder: { pid: number, note: string | null } }} `note` tells others what they could want to know of
 *   the holder. The lock is released at the latest when this process ends.
 */
export const tryLock = (path) => {
  mkdirSync(dirname(path), { recursive: true });
  const own = { pid: process.pid, born: bornAt(process.pid) };
  let text = JSON.stringify(own);
  while (!putInPlace(path, text)) {
    const found = textOf(path);
    if (found === null) continue;
    if (isHeld(found)) return { lock: null, holder: holderOf(found) };
    clearStale(path, found);
  }
  const release = () => {
    process.off('exit', release);
    if (textOf(path) === text) rmSync(path, { force: true });
  };
  process.once('exit', release);
  const note = (words) => {
    text = JSON.stringify({ ...own, note: words });
    renameSync(beside(path, text), path);
  };
  return { lock: { note, release }, holder: null };
};

const onceOnly = (onWait) => {
  let said = false;
  return (holder) => {
    if (!said) onWait(holder);
    said = true;
  };
};

/**
 * Runs `work` under the lock; while another process holds it, waits, and calls `onWait(holder)` once. It blocks this
 * process meanwhile: for the set-up steps, which block it anyway.
 */
export const withLock = (path, onWait, work) => {
  const waits = onceOnly(onWait);
  for (;;) {
    const { lock, holder } = tryLock(path);
    if (lock) {
      try {
        return work();
      } finally {
        lock.release();
      }
    }
    waits(holder);
    pauseSync(retryMs);
  }
};

/** The same for work that is a promise; waiting blocks nothing. */
export const withLockAsync = async (path, onWait, work) => {
  const waits = onceOnly(onWait);
  for (;;) {
    const { lock, holder } = tryLock(path);
    if (lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    waits(holder);
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
};
