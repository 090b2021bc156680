import { describe, expect, it } from 'vitest';
import { aCall } from '../../../tests/support/calls';
import { callUpdate, registered, screenPop } from '../../../tests/support/fake-relay-socket';
import { openSession } from '../../../tests/support/relay-session';
import { closeCodes } from '../protocol/close-codes';
import type { ServerMessage } from '../protocol/messages';
import { sessionTimings } from './relay-session-words';
import { socketUrl } from './socket';

describe('socketUrl', () => {
  it.each([
    ['http://relay:3000', 'ws://relay:3000/ws'],
    ['https://relay.example/', 'wss://relay.example/ws'],
    ['https://relay.example/cti/', 'wss://relay.example/cti/ws'],
  ])('%s -> %s', (from, to) => expect(socketUrl(from)).toBe(to));
});

describe('the relay session', () => {
  it('registers first and is connected once the relay has answered', () => {
    const { relay, links, messages } = openSession();
    expect(links.at(-1)).toMatchObject({ state: 'connecting', problem: null });
    relay.accept();
    expect(relay.sent()).toEqual([
      { type: 'register_agent', token: 'secret-token', client: { name: 'test', version: '1.0.0' } },
    ]);
    expect(messages.map(({ type }) => type)).toEqual(['registered']);
    expect(links.at(-1)).toEqual({ state: 'connected', since: '2026-11-23T09:00:00.000Z', problem: null });
  });

  it('acknowledges each pop and nothing else', () => {
    const { relay } = openSession();
    relay.accept();
    relay.tell(screenPop(aCall(), { id: 'pop-7' }));
    relay.tell(callUpdate(aCall({ version: 2 })));
    expect(relay.sent().slice(1)).toEqual([{ type: 'ack', id: 'pop-7' }]);
  });

  it.each(['not json', '{}', '{"type":"from_the_future","id":"1"}', '{"type":"call_update","id":"1"}'])(
    'ignores %s and stays connected',
    (text) => {
      const { relay, messages, links } = openSession();
      relay.accept();
      relay.tellRaw(text);
      expect(messages).toHaveLength(1);
      expect(links.at(-1)?.state).toBe('connected');
    },
  );

  it('comes back with full jitter and names what it has seen last', () => {
    const { clock, relay, links } = openSession(() => 0.5);
    relay.accept();
    relay.tell({ ...callUpdate(aCall()), at: '2026-11-23T09:05:00.000Z' });
    relay.close(1006);
    expect(links.at(-1)?.state).toBe('down');
    expect(links.at(-1)?.problem).toContain('relay.test:3000 can not be reached');
    expect(links.at(-1)?.because).toEqual({ reason: 'relay-away', host: 'relay.test:3000' });
    clock.advance(sessionTimings.retryBaseMs / 2 - 1);
    expect(relay.sockets).toHaveLength(1);
    clock.advance(1);
    expect(relay.sockets).toHaveLength(2);
    relay.accept();
    expect(relay.sent()[0]).toMatchObject({ lastSeenAt: '2026-11-23T09:05:00.000Z' });
    expect(links.at(-1)?.state).toBe('connected');
  });

  it('waits longer after each failure but never beyond the limit, and keeps saying since when', () => {
    const { clock, relay, links } = openSession(() => 0.999_999);
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const before = relay.sockets.length;
      relay.close(1006);
      const from = clock.now();
      while (relay.sockets.length === before) clock.advance(100);
      waits.push(clock.now() - from);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(links.at(-1)).toMatchObject({ state: 'down', since: '2026-11-23T09:00:00.000Z' });
  });

  it('stops for good when the token is refused', () => {
    const { clock, relay, links, refused } = openSession();
    relay.current().events.opened();
    relay.close(4401);
    expect(refused()).toBe(1);
    expect(links.at(-1)?.problem).toContain('no longer accepts this sign-in');
    expect(links.at(-1)?.because).toEqual({ reason: 'token-refused' });
    clock.advance(3_600_000);
    expect(relay.sockets).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  it('notices a half-open connection: silence, question, no answer, new socket', () => {
    const { clock, relay, links } = openSession(() => 0);
    relay.accept();
    clock.advance(sessionTimings.silentMs);
    expect(relay.sent().at(-1)).toMatchObject({ type: 'ping' });
    clock.advance(sessionTimings.answerMs - 1);
    expect(links.at(-1)?.state).toBe('connected');
    clock.advance(1);
    expect(links.at(-1)).toMatchObject({
      state: 'down',
      problem: 'The relay stopped answering. Trying again.',
    });
    expect(relay.sockets[0]?.closed).toBe(true);
    clock.advance(0);
    expect(relay.sockets).toHaveLength(2);
  });

  it.each<[string, ServerMessage]>([
    ['pong', { type: 'pong', id: 'p', at: '2026-11-23T09:00:00.000Z', re: 'c1' }],
    [
      'the error of a relay that does not know ping',
      {
        type: 'error',
        id: 'e',
        at: '2026-11-23T09:00:00.000Z',
        re: null,
        error: { code: 'bad_request', message: 'x' },
      },
    ],
  ])('takes %s as a sign of life', (_, answer) => {
    const { clock, relay } = openSession();
    relay.accept();
    clock.advance(sessionTimings.silentMs);
    relay.tell(answer);
    clock.advance(sessionTimings.silentMs + sessionTimings.answerMs - 1);
    expect(relay.sockets).toHaveLength(1);
  });

  it('gives up on a relay that takes the socket but never registers', () => {
    const { clock, relay, links } = openSession(() => 0);
    relay.current().events.opened();
    clock.advance(sessionTimings.registerMs);
    expect(links.at(-1)?.problem).toContain('does not answer');
    clock.advance(0);
    expect(relay.sockets).toHaveLength(2);
  });

  it.each(Object.entries(closeCodes))('has a sentence of its own for a close with %s', (_, code) => {
    const { relay, links } = openSession();
    relay.accept();
    relay.close(code);
    const problem = links.at(-1)?.problem ?? '';
    expect(problem).toMatch(/^The .+[.]$/);
    expect(problem).not.toContain('can not be reached');
    expect(problem).not.toContain(String(code));
  });

  it('says that this computer fell behind, and comes back by itself', () => {
    const { clock, relay, links } = openSession();
    relay.accept();
    relay.close(closeCodes.tooBig);
    expect(links.at(-1)).toMatchObject({ state: 'down' });
    expect(links.at(-1)?.problem).toContain('read its messages too slowly');
    clock.advance(sessionTimings.retryBaseMs);
    relay.accept();
    expect(links.at(-1)).toMatchObject({ state: 'connected', problem: null });
  });

  it('ignores what an old socket still says', () => {
    const { clock, relay, messages } = openSession(() => 0);
    relay.accept();
    const [old] = relay.sockets;
    relay.close(1006);
    clock.advance(0);
    old?.events.received(JSON.stringify(registered()));
    old?.events.closed(4401);
    expect(messages).toHaveLength(1);
    expect(relay.sockets).toHaveLength(2);
  });

  it('wakes at once after the network came back', () => {
    const { relay, session } = openSession(() => 0.9);
    relay.close(1006);
    session.wake();
    expect(relay.sockets).toHaveLength(2);
  });

  it('asks at once after the computer woke up, and connects anew where nothing answers soon', () => {
    const { clock, relay, session } = openSession(() => 0);
    relay.accept();
    session.wake();
    expect(relay.sent().at(-1)).toMatchObject({ type: 'ping' });
    clock.advance(2_999);
    expect(relay.sockets).toHaveLength(1);
    clock.advance(1);
    clock.advance(0);
    expect(relay.sockets).toHaveLength(2);
  });

  describe('dial', () => {
    it('resolves with the call that the relay started', async () => {
      const { relay, session } = openSession();
      relay.accept();
      const dialled = session.dial('+49301234');
      const sent = relay.sent().at(-1);
      expect(sent).toEqual({ type: 'dial', id: 'c1', number: '+49301234' });
      relay.tell({ type: 'dialling', id: 'd', at: '2026-11-23T09:00:00.000Z', re: 'c1', callId: 'pbx:1.2' });
      expect(await dialled).toEqual({ ok: true, value: { callId: 'pbx:1.2' } });
    });

    it('hands on what the relay refused', async () => {
      const { relay, session } = openSession();
      relay.accept();
      const dialled = session.dial('abc');
      relay.tell({
        type: 'error',
        id: 'e',
        at: '2026-11-23T09:00:00.000Z',
        re: 'c1',
        error: { code: 'bad_number', message: 'This number can not be dialled.' },
      });
      expect(await dialled).toMatchObject({ ok: false, error: { code: 'bad_number' } });
    });

    it('fails at once while there is no connection', async () => {
      const { session } = openSession();
      expect(await session.dial('1')).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    });

    it('fails when the connection is lost, and when nobody answers', async () => {
      const { clock, relay, session } = openSession(() => 0);
      relay.accept();
      const first = session.dial('1');
      relay.close(1006);
      expect(await first).toMatchObject({ ok: false, error: { code: 'unavailable' } });
      clock.advance(0);
      relay.accept();
      const second = session.dial('1');
      clock.advance(sessionTimings.dialMs);
      expect(await second).toMatchObject({ ok: false, error: { code: 'pbx_timeout' } });
    });
  });
});
