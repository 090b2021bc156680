import { expect, it } from 'vitest';
import { aCall, anna } from '../../../tests/support/calls';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { createFrames } from './frames';
import { createHub, type Desktop } from './hub';

/** Anna at two desktops; a pop's id is in its bytes. */
const ring = () => {
  const clock = createFakeClock();
  const acknowledged: number[] = [];
  const hub = createHub({
    frames: createFrames(clock),
    clock,
    onPopAcknowledged: (afterMs) => acknowledged.push(afterMs),
  });
  const ids: string[] = [];
  const desktop = (client: string): Desktop => ({
    agent: anna,
    send: (bytes: Buffer) => {
      const [, id] = /"type":"screen_pop","id":"([^"]+)"/.exec(bytes.toString()) ?? [];
      if (id !== undefined) ids.push(id);
    },
    close: () => {},
    link: () => ({ since: '2026-11-23T09:00:00.000Z', client, version: null, roundTripMs: 3 }),
  });
  const desktops = [desktop('one'), desktop('two')] as const;
  for (const one of desktops) hub.add(one);
  hub.deliver({ call: aCall(), previous: null });
  /** One frame goes to both. */
  const acknowledge = (which: 0 | 1): void => hub.acknowledge(ids[0] ?? '', desktops[which]);
  return { clock, hub, acknowledged, acknowledge };
};

it('counts a pop that no desktop shows: not at once, and not for ever', () => {
  const { clock, hub } = ring();
  expect(hub.unacknowledgedPops()).toBe(0);
  clock.advance(5_001);
  expect(hub.unacknowledgedPops()).toBe(2);
  clock.advance(5 * 60_000);
  expect(hub.unacknowledgedPops()).toBe(0);
});

it('counts each desktop that has shown it, once', () => {
  const { clock, hub, acknowledged, acknowledge } = ring();
  clock.advance(40);
  acknowledge(1);
  const unshown = () =>
    hub
      .links()('anna')
      .map(({ client, unacknowledged }) => [client, unacknowledged]);
  expect(unshown()).toEqual([
    ['one', 1],
    ['two', 0],
  ]);
  clock.advance(60_000);
  expect(hub.unacknowledgedPops()).toBe(1);
  acknowledge(0);
  acknowledge(0);
  acknowledge(1);
  expect(acknowledged).toEqual([40, 60_040]);
  expect(hub.unacknowledgedPops()).toBe(0);
  expect(unshown()).toEqual([
    ['one', 0],
    ['two', 0],
  ]);
  expect(hub.figures().popsAcknowledged).toBe(2);
});
