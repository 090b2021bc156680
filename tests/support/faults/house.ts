/** A whole house in real time: an Asterisk, a SuiteCRM, the relay as it is built in a process of its own, agents at their desks. */
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Scenario } from '../../../src/simulators/asterisk/scenario';
import { createAsteriskSimulator } from '../../../src/simulators/asterisk/simulator';
import { createSuiteCrmSimulator } from '../../../src/simulators/suitecrm';
import { startRelayProcess, type RelayProcess } from '../relay-process';
import { peerSettings } from '../simulated-peers';
import { tempFolder } from '../temp-folder';
import { deskAgents, openDesks } from './desks';
import { createHouseClock } from './house-clock';

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks now and again; the test's own timeout is the limit. */
export const eventually = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await wait(50);
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Of a process, in MiB. */
export const residentMiB = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1_024;

/** One call that was made, and what is to come of it. */
export interface MadeCall {
  /** The relay's. */
  id: string;
  /** Whose desks are to show it. */
  desks: string[];
  held: boolean;
  done: Promise<void>;
}

export interface CallPlan {
  kind: 'inbound' | 'missed' | 'ring-group' | 'outbound';
  /** Milliseconds. */
  ringMs: number;
  talkMs: number;
}

export const openHouse = async (options: {
  agents: number;
  env?: Record<string, string>;
  file?: Record<string, unknown>;
  clock?: 'own' | 'set';
  home?: string;
}) => {
  const agents = deskAgents(options.agents);
  const crm = await createSuiteCrmSimulator();
  const clock = createHouseClock();
  const asterisk = await createAsteriskSimulator({ clock });
  const home = options.home ?? tempFolder('faults');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let relay: RelayProcess | null = null;
  const start = async (): Promise<RelayProcess> => {
    relay = await startRelayProcess({
      home,
      env: { ...peerSettings(asterisk, crm), PORT: String(port), ...options.env },
      file: { agents, http: { requestsPerMinute: 1_000_000 }, ...options.file },
      clock: options.clock ?? 'own',
    });
    return relay;
  };
  const before = crm.records('Calls').length;
  const desks = { current: openDesks(url, []) };
  onTestFinished(async () => {
    desks.current.stop();
    await relay?.kill();
    await asterisk.stop();
    await crm.stop();
    clock.stop();
  });
  await start();
  const running = (): RelayProcess => {
    if (!relay) throw new Error('There is no relay.');
    return relay;
  };

  const made: MadeCall[] = [];
  const person = (n: number) => {
    const agent = agents[n % agents.length];
    return { extension: agent?.extensions[0] ?? '', name: agent?.name ?? '', id: agent?.id ?? '' };
  };
  return {
    url,
    home,
    agents,
    clock,
    asterisk,
    crm,
    relay: running,
    start,
    made,
    desks: () => desks.current,
    /** In the calls' own time. */
    pass: (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve)),
    /** Breaks each connection to the PBX. Settles when the relay has a new one. */
    cutPbx: async (): Promise<void> => {
      const before = (await running().status()).pbx[0]?.since;
      asterisk.drop();
      await eventually(async () => {
        const [pbx] = (await running().status()).pbx;
        return pbx?.state === 'connected' && pbx.since !== before;
      });
    },
    /** Settles when the relay hears the PBX, and all desks the relay. */
    inSync: async (): Promise<void> => {
      await eventually(async () => (await running().status()).pbx[0]?.state === 'connected');
      await eventually(() => desks.current.connected() === agents.length);
    },
    /** Settles when all are in sync. */
    openDesks: async (): Promise<void> => {
      desks.current.stop();
      desks.current = openDesks(url, agents);
      await eventually(() => desks.current.connected() === agents.length);
    },
    /** The call of a customer whom nobody knows, at the next agent's phone. */
    call: ({ kind, ringMs, talkMs }: CallPlan): MadeCall => {
      const n = made.length;
      const [agent, second, third] = [person(n), person(n + 1), person(n + 2)];
      const customer = `49151${String(10_000_000 + n)}`;
      const times = { ringMs, talkMs };
      const from = { number: customer, name: '' };
      const did = '4930555001';
      const scenario: Scenario =
        kind === 'outbound'
          ? { kind, agent, to: `0${customer.slice(2)}`, ...times }
          : kind === 'ring-group'
            ? { kind, agent, others: [second, third], from, did, ...times }
            : { kind, agent, from, did, ...times };
      const { linkedId, done } = asterisk.call(scenario);
      const desksOf = {
        inbound: [agent],
        missed: [agent],
        'ring-group': [agent, second, third],
        outbound: [],
      };
      const call = {
        id: `pbx:${linkedId}`,
        desks: desksOf[kind].map(({ id }) => id),
        held: kind !== 'missed',
        done,
      };
      made.push(call);
      return call;
    },
    /** Settles when the relay owes the CRM nothing of what was made; or late, so that the counts say what is missing. */
    logged: async (): Promise<void> => {
      const giveUpAt = Date.now() + 40_000;
      await eventually(async () => {
        const { calls, callLog } = await running().status();
        const records = crm.records('Calls').length - before;
        const isDone = calls.active === 0 && callLog.pending === 0 && records >= made.length;
        return isDone || Date.now() > giveUpAt;
      });
    },
  };
};
export type House = Awaited<ReturnType<typeof openHouse>>;
