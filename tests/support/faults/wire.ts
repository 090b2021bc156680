/**
 * A machine of its own for a relay, and the wire to it, which a test can cut: packets vanish in the middle and nobody is told, as
 * when a switch or a firewall between two offices dies. Linux, root.
 *
 *   here (peers, desktops) ── wire (forwards, or does not) ── there (the relay)
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });

/** Why no wire can be laid here; null: it can. */
export const noWire: string | null = ((): string | null => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs Linux and root';
  const name = `cti-try-${process.pid}`;
  const made = spawnSync('ip', ['netns', 'add', name]);
  if (made.status !== 0) return 'ip netns does not work here (apt-get install iproute2; CAP_NET_ADMIN)';
  ip('netns', 'del', name);
  return null;
})();
if (noWire !== null) console.warn(`Tests with a cut network are skipped: ${noWire}.`);

/** Ends by itself with the test, and the relay's machine with it. */
export const layWire = () => {
  const { pid } = process;
  const net = `10.${64 + (pid % 128)}`;
  const [wire, there] = [`cti-w${pid}`, `cti-r${pid}`];
  /** Of peers here, one each, so that each can be cut off by itself. */
  const here = (n: number): string => `${net}.1.${n}`;
  /** Of the relay; a second one for who is to be cut off while the first goes on. */
  const relay = { host: `${net}.2.2`, desktops: `${net}.2.3` };
  const inWire = (...args: string[]): void => ip('-n', wire, ...args);
  onTestFinished(() => {
    // The ends of a pair go with their namespace.
    for (const name of [wire, there]) spawnSync('ip', ['netns', 'del', name]);
  });
  for (const name of [wire, there]) {
    ip('netns', 'add', name);
    ip('-n', name, 'link', 'set', 'lo', 'up');
  }
  ip('link', 'add', `ctih${pid}`, 'type', 'veth', 'peer', 'name', 'near', 'netns', wire);
  ip('-n', there, 'link', 'add', 'line', 'type', 'veth', 'peer', 'name', 'far', 'netns', wire);
  for (let n = 1; n <= 4; n += 1) ip('addr', 'add', `${here(n)}/24`, 'dev', `ctih${pid}`);
  ip('link', 'set', `ctih${pid}`, 'up');
  inWire('addr', 'add', `${net}.1.254/24`, 'dev', 'near');
  inWire('addr', 'add', `${net}.2.254/24`, 'dev', 'far');
  for (const end of ['near', 'far']) inWire('link', 'set', end, 'up');
  for (const address of Object.values(relay)) ip('-n', there, 'addr', 'add', `${address}/24`, 'dev', 'line');
  ip('-n', there, 'link', 'set', 'line', 'up');
  ip('-n', there, 'route', 'add', 'default', 'via', `${net}.2.254`);
  ip('route', 'add', `${net}.2.0/24`, 'via', `${net}.1.254`);
  execFileSync('ip', ['netns', 'exec', wire, 'sysctl', '-qw', 'net.ipv4.ip_forward=1']);

  const rules = (act: 'add' | 'del', address: string): void => {
    for (const way of ['from', 'to']) inWire('rule', act, way, address, 'blackhole');
  };
  return {
    here,
    relay,
    /** Before a command that is to run there. */
    there: ['ip', 'netns', 'exec', there],
    /** From and to this address no packet arrives any more. */
    cut: (address: string): void => rules('add', address),
    heal: (address: string): void => rules('del', address),
  };
};
export type Wire = ReturnType<typeof layWire>;
