/**
 * Wakes the links when the computer wakes up, or when its network has become another one (Wi-Fi, cable, VPN), which no event tells
 * on every system: a socket over the old one would be silent for half a minute.
 */
import { networkInterfaces } from 'node:os';
import type { Clock } from '../../shared/clock';

/** Milliseconds. */
const lookMs = 3_000;

type Interfaces = ReturnType<typeof networkInterfaces>;

/** Addresses that lead out, in a form to compare. */
export const addressesOf = (interfaces: Interfaces): string =>
  Object.values(interfaces)
    .flatMap((addresses = []) => addresses.filter(({ internal }) => !internal).map(({ address }) => address))
    .sort()
    .join();

/** Electron's `powerMonitor`, as far as this goes. */
interface Power {
  on(event: 'resume', listener: () => void): unknown;
  off(event: 'resume', listener: () => void): unknown;
}

/** @returns ends it */
export const followNetwork = (deps: {
  power: Power;
  clock: Clock;
  wake: () => void;
  interfaces?: () => Interfaces;
}): (() => void) => {
  const { power, clock, wake, interfaces = networkInterfaces } = deps;
  let known = addressesOf(interfaces());
  let cancel = (): void => {};
  const look = (): void => {
    const now = addressesOf(interfaces());
    // Gone altogether is nothing to wake up for.
    if (now !== known && now !== '') wake();
    known = now;
    cancel = clock.after(lookMs, look);
  };
  cancel = clock.after(lookMs, look);
  power.on('resume', wake);
  return () => {
    cancel();
    power.off('resume', wake);
  };
};
