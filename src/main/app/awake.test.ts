import { EventEmitter } from 'node:events';
import type { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { followNetwork } from './awake';

type Interfaces = ReturnType<typeof networkInterfaces>;

const net = (...addresses: string[]): Interfaces => ({
  lo: [{ address: '127.0.0.1', internal: true, family: 'IPv4', netmask: '', mac: '', cidr: null }],
  net0: addresses.map((address) => ({
    address,
    internal: false,
    family: 'IPv4',
    netmask: '',
    mac: '',
    cidr: null,
  })),
});

const desk = () => {
  const clock = createFakeClock();
  const power = new EventEmitter();
  let interfaces = net('10.0.0.7');
  let woken = 0;
  const end = followNetwork({ power, clock, wake: () => (woken += 1), interfaces: () => interfaces });
  return {
    clock,
    power,
    end,
    woken: () => woken,
    become: (next: Interfaces) => {
      interfaces = next;
      clock.advance(3_000);
    },
  };
};

it('wakes when the computer does', () => {
  const { power, woken } = desk();
  power.emit('resume');
  expect(woken()).toBe(1);
});

it('wakes once for another network or a VPN, not for the same one, nor for none', () => {
  const { become, woken } = desk();
  become(net('10.0.0.7'));
  expect(woken()).toBe(0);
  become(net('10.0.0.7', '172.16.0.2'));
  become(net('172.16.0.2', '10.0.0.7'));
  expect(woken()).toBe(1);
  become(net());
  expect(woken()).toBe(1);
  become(net('192.168.1.4'));
  expect(woken()).toBe(2);
});

it('is over when it is ended', () => {
  const { end, clock, power, become, woken } = desk();
  end();
  power.emit('resume');
  become(net('192.168.1.4'));
  expect([woken(), clock.pending()]).toEqual([0, 0]);
});
