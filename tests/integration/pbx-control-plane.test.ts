import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ControlPlaneOptions, createControlPlane } from '../../src/relay/pbx/control-plane';
import {
  type AsteriskSimulator,
  type AsteriskSimulatorOptions,
  createAsteriskSimulator,
} from '../../src/simulators/asterisk/simulator';
import { createFakeClock } from '../support/fake-clock';
import { createMemoryLog } from '../support/log';
import { until } from '../support/until';

const plane = (port: number, overrides: Partial<ControlPlaneOptions> = {}) => {
  const clock = createFakeClock();
  const log = createMemoryLog();
  const control = createControlPlane(
    {
      host: '127.0.0.1',
      port,
      tls: null,
      username: 'relay',
      secret: 'relay-secret',
      loginTimeoutMs: 10_000,
      actionTimeoutMs: 5_000,
      pingIntervalMs: 30_000,
      ...overrides,
    },
    { clock, random: () => 0.5, log },
  );
  onTestFinished(() => control.stop());
  control.start();
  return { control, clock, log };
};

const asterisk = async (options: AsteriskSimulatorOptions = {}): Promise<AsteriskSimulator> => {
  const simulator = await createAsteriskSimulator({
    originate: { phones: new Map([['1001', 'Anna']]), agentRingMs: 60_000 },
    ...options,
  });
  onTestFinished(() => simulator.stop());
  return simulator;
};

const dial = { action: 'Originate', channel: 'PJSIP/1001', context: 'from-internal', exten: '0301234567' };

describe('the control plane', () => {
  it('logs in asking for no events, and does what it is told', async () => {
    const actions: ReadonlyMap<string, string>[] = [];
    const pbx = await asterisk({ onAction: (action) => actions.push(action) });
    const { control } = plane(pbx.port);
    expect(await control.action(dial)).toEqual({ ok: true, value: 'Originate successfully queued' });
    expect(actions[0]?.get('events')).toBe('off');
    expect(actions.at(-1)?.get('exten')).toBe('0301234567');
  });

  it('passes on what Asterisk refuses', async () => {
    const pbx = await asterisk();
    const { control } = plane(pbx.port);
    const result = await control.action({ ...dial, exten: 'nowhere' });
    expect(result).toMatchObject({ ok: false, error: { code: 'pbx_refused' } });
    expect(!result.ok && result.error.message).toContain('Extension does not exist');
  });

  it('says that a user may not dial', async () => {
    const pbx = await asterisk();
    const { control } = plane(pbx.port, { username: 'readonly', secret: 'readonly-secret' });
    const result = await control.action(dial);
    expect(!result.ok && result.error.message).toContain('Permission denied');
  });

  it.each(['0301\r\n\r\nAction: Command\r\nCommand: core stop now', '0301\nX: y', '0\u0000', '0\u2028'])(
    'refuses a line break in a value before a byte is written: %j',
    async (exten) => {
      const actions: (string | undefined)[] = [];
      const pbx = await asterisk({ onAction: (action) => actions.push(action.get('action')) });
      const { control } = plane(pbx.port);
      expect((await control.action({ action: 'ping' })).ok).toBe(true);
      expect(await control.action({ ...dial, exten })).toMatchObject({
        ok: false,
        error: { code: 'bad_request' },
      });
      expect(await control.action({ ...dial, 'Exten: 1\r\nX': 'y' })).toMatchObject({
        ok: false,
        error: { code: 'bad_request' },
      });
      expect((await control.action({ action: 'ping' })).ok).toBe(true);
      expect(actions).toEqual(['login', 'login', 'ping', 'ping']);
    },
  );

  it('names the refused user, never the secret, and answers at once', async () => {
    const pbx = await asterisk();
    const { control, log } = plane(pbx.port, { secret: 'not-the-secret' });
    const result = await control.action(dial);
    expect(result).toMatchObject({ ok: false, error: { code: 'pbx_unavailable', retryable: true } });
    expect(!result.ok && result.error.message).toContain('"relay"');
    expect(`${JSON.stringify(result)} ${log.text()}`).not.toContain('not-the-secret');
  });

  it('gives an action a deadline and works again on a new connection', async () => {
    const pbx = await asterisk();
    const { control, clock } = plane(pbx.port);
    await until(() => control.ready());
    pbx.freeze();
    const late = control.action(dial);
    await clock.advanceAsync(5_000);
    expect(await late).toMatchObject({ ok: false, error: { code: 'pbx_timeout' } });
    await clock.advanceAsync(1_000);
    expect((await control.action(dial)).ok).toBe(true);
  });

  it('answers an action whose connection breaks, in the middle of a message too, and works again', async () => {
    const pbx = await asterisk();
    const { control, clock } = plane(pbx.port, { pingIntervalMs: 1_000_000 });
    await until(() => control.ready());
    pbx.freeze();
    const lost = control.action(dial);
    pbx.drop();
    expect(await lost).toMatchObject({ ok: false, error: { code: 'pbx_unavailable' } });
    for (let round = 0; round < 3; round += 1) {
      await clock.advanceAsync(5_000);
      await until(() => control.ready());
      pbx.rawToAll(Buffer.from('Response: Success\r\nActionID: ha'));
      pbx.drop();
      await until(() => !control.ready());
    }
    await clock.advanceAsync(5_000);
    expect((await control.action(dial)).ok).toBe(true);
  });

  it('finds a half-open connection by itself', async () => {
    const pbx = await asterisk();
    const { control, clock } = plane(pbx.port);
    await until(() => control.ready());
    pbx.freeze();
    await clock.advanceAsync(30_000);
    await clock.advanceAsync(5_000);
    expect(control.ready()).toBe(false);
    await clock.advanceAsync(1_000);
    await until(() => control.ready());
  });

  it('leaves no listener behind and prints nothing', async () => {
    const print = vi.spyOn(console, 'log');
    const warned = vi.fn();
    process.on('warning', warned);
    const pbx = await asterisk();
    const { control } = plane(pbx.port);
    const results = await Promise.all(Array.from({ length: 100 }, () => control.action({ action: 'ping' })));
    expect(results.every(({ ok }) => ok)).toBe(true);
    pbx.drop();
    await until(() => !control.ready());
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
    expect(print).not.toHaveBeenCalled();
    print.mockRestore();
  });
});
