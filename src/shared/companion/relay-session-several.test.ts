import { describe, expect, it } from 'vitest';
import { aCall } from '../../../tests/support/calls';
import { callUpdate, registered } from '../../../tests/support/fake-relay-socket';
import { openSession } from '../../../tests/support/relay-session';
import { closeCodes } from '../protocol/close-codes';
import type { ServerMessage } from '../protocol/messages';

describe('several relays', () => {
  const two = ['https://one.test', 'https://two.test'];
  const url = (relay: ReturnType<typeof openSession>['relay']) => relay.current().url;

  it('goes to the next within half a second, and stays there', () => {
    const { clock, relay, links, session } = openSession(() => 0.99, two);
    relay.close(1006);
    // One that was never reached is no bad news while there is another.
    expect(links.at(-1)?.state).toBe('connecting');
    clock.advance(500);
    expect(url(relay)).toBe('wss://two.test/ws');
    relay.accept();
    expect([links.at(-1)?.state, session.relayUrl()]).toEqual(['connected', 'https://two.test']);
    clock.advance(5_000);
    expect(relay.sockets).toHaveLength(2);
  });

  it('leaves one that has fallen silent within ten seconds', () => {
    const { clock, relay, links } = openSession(() => 0, two);
    relay.accept();
    clock.advance(6_000);
    expect(relay.sent().at(-1)).toMatchObject({ type: 'ping' });
    clock.advance(4_000);
    expect(links.at(-1)).toMatchObject({ state: 'down' });
    clock.advance(0);
    expect(url(relay)).toBe('wss://two.test/ws');
  });

  it('leaves one that takes the connection and says nothing, or that restarts', () => {
    const { clock, relay } = openSession(() => 0, two);
    relay.current().events.opened();
    clock.advance(5_000);
    clock.advance(0);
    expect(url(relay)).toBe('wss://two.test/ws');
    relay.accept();
    relay.close(closeCodes.goingAway);
    clock.advance(0);
    expect(url(relay)).toBe('wss://one.test/ws');
  });

  it('asks each of those that are away less and less often', () => {
    const { clock, relay, links } = openSession(() => 0.5, two);
    const fail = (): number => {
      const before = relay.sockets.length;
      const from = clock.elapsed();
      relay.close(1006);
      while (relay.sockets.length === before) clock.advance(50);
      return clock.elapsed() - from;
    };
    const waits = Array.from({ length: 14 }, fail);
    expect(links.at(-1)?.state).toBe('down');
    expect(waits[0]).toBeLessThanOrEqual(300);
    expect(Math.max(...waits.slice(-3))).toBeGreaterThan(5_000);
    const asked = relay.sockets.map((socket) => socket.url);
    expect(asked.filter((one) => one.includes('one'))).toHaveLength(8);
  });

  it('asks the other one for what may have been missed by its clock', () => {
    const { clock, relay } = openSession(() => 0, two);
    relay.accept();
    relay.tell({ ...callUpdate(aCall()), at: '2026-11-23T09:05:00.000Z' });
    relay.close(1006);
    clock.advance(0);
    relay.current().events.opened();
    expect(relay.sent()[0]).toMatchObject({ lastSeenAt: '2026-11-23T09:04:00.000Z' });
  });

  it('one that does not know the token is not the end; all of them, or the one it was connected to, are', () => {
    const first = openSession(() => 0, two);
    first.relay.close(4401);
    first.clock.advance(0);
    expect([first.refused(), url(first.relay)]).toEqual([0, 'wss://two.test/ws']);
    first.relay.close(4401);
    expect(first.refused()).toBe(1);

    const revoked = openSession(() => 0, two);
    revoked.relay.accept();
    revoked.relay.close(4401);
    expect(revoked.refused()).toBe(1);
  });

  const naming = (relays: string[]): ServerMessage => ({ ...registered(), relays });
  it.each<[string, string[], string[] | null]>([
    [
      'takes the list that the relay names',
      ['https://two.test', 'https://three.test/'],
      ['https://two.test', 'https://three.test', 'https://one.test'],
    ],
    ['keeps its own where it names none', [], null],
    ['is not led to an open connection', ['http://two.test'], null],
    ['does not take nonsense', ['ftp://x', 'javascript:1'], null],
    ['says nothing where it is the same', two, null],
  ])('%s', (_, relays, expected) => {
    const { relay, named } = openSession(() => 0, two);
    relay.current().events.opened();
    relay.tell(naming(relays));
    expect(named).toEqual(expected === null ? [] : [expected]);
  });
});
