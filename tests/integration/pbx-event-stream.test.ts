import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AmiEvent } from '../../src/relay/pbx/ami-event';
import { createEventStream, type EventStreamOptions } from '../../src/relay/pbx/event-stream';
import type { PbxStatus } from '../../src/shared/protocol/messages';
import {
  type AsteriskSimulator,
  type AsteriskSimulatorOptions,
  createAsteriskSimulator,
} from '../../src/simulators/asterisk/simulator';
import { createFakeClock } from '../support/fake-clock';
import { createMemoryLog } from '../support/log';
import { until } from '../support/until';

const hangup = (id: string): string => `Event: Hangup\nPrivilege: call,all\nUniqueid: ${id}`;

const stream = (port: number, overrides: Partial<EventStreamOptions> = {}) => {
  const clock = createFakeClock();
  const log = createMemoryLog();
  const events: AmiEvent[] = [];
  const statuses: PbxStatus[] = [];
  const it = createEventStream(
    {
      id: 'pbx',
      host: '127.0.0.1',
      port,
      tls: null,
      username: 'relay',
      secret: 'relay-secret',
      wanted: { Hangup: ['Uniqueid'], Status: ['ActionID', 'Uniqueid'], StatusComplete: ['ActionID'] },
      loginTimeoutMs: 10_000,
      pingIntervalMs: 5_000,
      ...overrides,
    },
    {
      onEvent: (event) => events.push(event),
      onUp: () => {},
      onStatus: (status) => statuses.push(status),
    },
    { clock, random: () => 0.5, log },
  );
  onTestFinished(() => it.stop());
  it.start();
  return { it, clock, log, events, statuses };
};

const asterisk = async (options: AsteriskSimulatorOptions = {}): Promise<AsteriskSimulator> => {
  const simulator = await createAsteriskSimulator(options);
  onTestFinished(() => simulator.stop());
  return simulator;
};

describe('the event stream', () => {
  it('logs in with the mask call,agent,user and hands on what it is told', async () => {
    const actions: ReadonlyMap<string, string>[] = [];
    const pbx = await asterisk({ onAction: (action) => actions.push(action) });
    const { it: link, events } = stream(pbx.port);
    await until(() => link.status().state === 'connected');
    pbx.emit(hangup('1.1'));
    await until(() => events.length === 1);
    expect(events[0]?.fields).toEqual({ Uniqueid: '1.1' });
    expect(actions[0]?.get('events')).toBe('call,agent,user');
    expect(link.status()).toMatchObject({ problem: null, lastEventAt: expect.any(String) as string });
  });

  it('says which user was refused where, and what to check, but never the secret', async () => {
    const pbx = await asterisk();
    const { it: link, log } = stream(pbx.port, { secret: 'not-the-secret' });
    await until(() => link.status().state === 'down');
    const { problem } = link.status();
    expect(problem).toContain('"relay"');
    expect(problem).toContain(`127.0.0.1:${pbx.port}`);
    expect(problem).toContain('AMI_SECRET');
    expect(link.status().because).toEqual({ reason: 'pbx-refused' });
    expect(`${problem} ${log.text()}`).not.toContain('not-the-secret');
    // Not hurried: neither fail2ban nor Asterisk's log is to be provoked.
    expect(log.text()).toContain('"retryInMs":15000');
  });

  it('says what to check when nothing listens', async () => {
    const pbx = await asterisk();
    await pbx.stop();
    const { it: link } = stream(pbx.port);
    await until(() => link.status().problem !== null);
    expect(link.status().problem).toContain('Nothing listens');
    // What an agent is told in his own language.
    expect(link.status().because).toEqual({ reason: 'pbx-away', host: `127.0.0.1:${pbx.port}` });
  });

  it('recognises what is not a manager interface', async () => {
    const web = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void web.close());
    const bound = web.address();
    const { it: link } = stream(typeof bound === 'object' && bound ? bound.port : 0);
    await until(() => link.status().problem !== null);
    expect(link.status().problem).toContain('is not Asterisk');
  });

  it('gives up a peer that accepts and says nothing, and comes back when it speaks', async () => {
    const pbx = await asterisk();
    pbx.stall(true);
    const { it: link, clock } = stream(pbx.port);
    await until(() => clock.pending() === 1);
    clock.advance(10_000);
    await until(() => link.status().state === 'down');
    expect(link.status().problem).toContain('within 10 s');
    pbx.stall(false);
    clock.advance(1_000);
    await until(() => link.status().state === 'connected');
  });

  it('is dropped in the middle of an event and reads the next connection from a clean start', async () => {
    const pbx = await asterisk();
    const { it: link, events, clock } = stream(pbx.port);
    await until(() => link.status().state === 'connected');
    const half = Buffer.from('Event: Hangup\r\nPrivilege: call,all\r\nUniqueid: half');
    const before = link.stats().bytes;
    pbx.raw(half);
    await until(() => link.stats().bytes === before + half.length);
    pbx.drop();
    await until(() => link.status().state === 'down');
    clock.advance(1_000);
    await until(() => link.status().state === 'connected');
    pbx.emit(hangup('whole'));
    await until(() => events.length > 0);
    expect(events.map((event) => event.fields['Uniqueid'])).toEqual(['whole']);
    expect(link.stats().reconnects).toBe(1);
  });

  it('does not let itself be kept away ever longer by a line that is cut again and again', async () => {
    const pbx = await asterisk();
    const { it: link, clock } = stream(pbx.port);
    for (let cut = 0; cut < 8; cut += 1) {
      await until(() => link.status().state === 'connected');
      pbx.drop();
      await until(() => link.status().state === 'down');
      clock.advance(1_000);
    }
    await until(() => link.status().state === 'connected');
    expect(link.stats().reconnects).toBe(8);
  });

  it('is dropped in the middle of the login and tries again', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => {});
      sockets.push(socket);
      socket.write('Asterisk Call Manager/11.0.0\r\n');
      socket.once('data', () => {
        socket.write('Response: Success\r\nActionID: c', () => socket.destroy());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const bound = server.address();
    const { it: link, clock } = stream(typeof bound === 'object' && bound ? bound.port : 0);
    await until(() => link.status().state === 'down');
    clock.advance(1_000);
    await until(() => sockets.length === 2);
    expect(link.status().problem).toContain('closed the connection');
  });

  it('notices a half-open connection by two missed pings and measures the lag of the others', async () => {
    const pbx = await asterisk();
    const { it: link, clock, statuses } = stream(pbx.port);
    await until(() => link.status().state === 'connected');
    clock.advance(5_000);
    await until(() => link.status().lagMs !== null);
    pbx.freeze();
    clock.advance(5_000);
    clock.advance(5_000);
    expect(link.status().state).toBe('connected');
    clock.advance(5_000);
    expect(link.status()).toMatchObject({ state: 'down' });
    expect(link.status().problem).toContain('said nothing for 10 s');
    expect(link.status().because).toEqual({ reason: 'pbx-silent', seconds: 10 });
    clock.advance(1_000);
    await until(() => link.status().state === 'connected');
    expect(statuses.map(({ state }) => state)).toContain('down');
  });

  it('survives damaged and oversized messages', async () => {
    const pbx = await asterisk();
    const { it: link, events } = stream(pbx.port);
    await until(() => link.status().state === 'connected');
    pbx.raw(Buffer.from('\r\n\r\n\r\n: \r\n\r\nno header at all\r\n\r\nEvent:\r\n\r\n'));
    pbx.raw(Buffer.concat([Buffer.from([0xff, 0xfe, 0x00, 0xc3]), Buffer.from('\r\n\r\n')]));
    pbx.raw(Buffer.from(`Event: Hangup\r\n${'Filler: x\r\n'.repeat(4_000)}\r\n`));
    pbx.raw(Buffer.from(`Event: Hangup\r\nUniqueid: ${'9'.repeat(2_000_000)}\r\n\r\n`));
    pbx.emit(hangup('after'));
    await until(() => events.length > 0);
    expect(events.map((event) => event.fields['Uniqueid'])).toEqual(['after']);
    expect(link.stats().dropped).toBeGreaterThanOrEqual(4);
  });
});
