/** What a program and all that it has started take of the machine. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
};
const statOf = (pid: number): string[] =>
  read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');

/** The process itself and its descendants. */
export const treeOf = (root: number): number[] => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: Number(statOf(Number(name))[1]) }));
  const under = (pid: number): number[] => [
    pid,
    ...all.filter(({ parent }) => parent === pid).flatMap((child) => under(child.pid)),
  ];
  return under(root);
};

/** Proportional: what several processes share counts once in all. MiB. */
export const memoryOf = (root: number): number =>
  treeOf(root)
    .map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0))
    .reduce((sum, kib) => sum + kib, 0) / 1024;

/** Processor time used so far, in seconds; the kernel counts hundredths. */
export const cpuOf = (root: number): number =>
  treeOf(root)
    .map(statOf)
    .reduce((sum, stat) => sum + Number(stat[11] ?? 0) + Number(stat[12] ?? 0), 0) / 100;
