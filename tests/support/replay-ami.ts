/** Serves a recorded stream over a real socket: the simulator does the login dialogue, then come the recorded bytes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createPbxLink, pbxDefaults, type PbxOptions } from '../../src/relay/pbx/link';
import type { PbxLink } from '../../src/relay/pbx/port';
import type { Call } from '../../src/shared/call/call';
import { seededRandom } from '../../src/simulators/asterisk/ids';
import {
  type AsteriskSimulator,
  type AsteriskSimulatorOptions,
  createAsteriskSimulator,
} from '../../src/simulators/asterisk/simulator';
import { captureBytes } from './ami-file';
import { createFakeClock, type FakeClock } from './fake-clock';
import { createMemoryLog } from './log';
import { until } from './until';

/** How the bytes of each recorded piece are cut: as they came, in random chunks of a seed, or one by one. */
export type Cut = 'whole' | { seed: number } | 'bytes';

interface Piece {
  /** Milliseconds since the recording began. */
  t: number;
  bytes: Buffer;
}

const timing = z.object({ t: z.number(), off: z.number().optional(), len: z.number().optional() });
const loginAccepted = 'Message: Authentication accepted\r\n\r\n';

/** What came after the login was accepted, piece by piece. */
export const captureAfterLogin = (name: string): Piece[] => {
  const bytes = captureBytes(name);
  const start = bytes.indexOf(loginAccepted) + loginAccepted.length;
  const file = join(import.meta.dirname, `../fixtures/captures/${name}.timing.jsonl`);
  const pieces: Piece[] = [];
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const { t, off, len } = timing.parse(JSON.parse(line));
    if (off === undefined || len === undefined || off + len <= start) continue;
    pieces.push({ t, bytes: bytes.subarray(Math.max(off, start), off + len) });
  }
  return pieces;
};

export const cutBytes = (bytes: Buffer, cut: Cut): Buffer[] => {
  if (cut === 'whole') return [bytes];
  const random = cut === 'bytes' ? (): number => 0 : seededRandom(cut.seed);
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = from + 1 + Math.floor(random() * 700);
    chunks.push(bytes.subarray(from, to));
    from = to;
  }
  return chunks;
};

export interface Bench {
  pbx: AsteriskSimulator;
  link: PbxLink;
  clock: FakeClock;
  log: ReturnType<typeof createMemoryLog>;
  /** Each call as it was last told. */
  calls: Map<string, Call>;
  /** The actions that came, by name in lower case. */
  actions: string[];
  /** How often this action came since the start. */
  count: (action: string) => number;
  /** Settles once the link has read all that the PBX has sent. */
  readAll: () => Promise<void>;
  /** Settles once the link is logged in and has read the snapshot. */
  synced: () => Promise<void>;
  replay: (name: string, cut?: Cut) => Promise<void>;
  stop: () => Promise<void>;
}

/** A simulated Asterisk and a link to it; neither waits for real time, because the clock is the test's. */
export const createBench = async (
  overrides: Partial<PbxOptions> = {},
  simulator: AsteriskSimulatorOptions = {},
): Promise<Bench> => {
  const clock = createFakeClock();
  const log = createMemoryLog();
  const actions: string[] = [];
  const counts = new Map<string, number>();
  const pbx = await createAsteriskSimulator({
    clock,
    ...simulator,
    onAction: (action) => {
      const name = action.get('action')?.toLowerCase() ?? '';
      counts.set(name, (counts.get(name) ?? 0) + 1);
      actions.push(name);
    },
  });
  const link = createPbxLink(
    {
      ...pbxDefaults,
      id: 'pbx',
      host: pbx.host,
      port: pbx.port,
      username: 'relay',
      secret: 'relay-secret',
      tls: null,
      control: { username: 'relay', secret: 'relay-secret' },
      defaultCountry: 'DE',
      ...overrides,
    },
    { clock, random: seededRandom(7), log },
  );
  const calls = new Map<string, Call>();
  link.onChange(({ call }) => calls.set(call.id, call));

  const readAll = (): Promise<void> => until(() => link.stats().bytes === pbx.sentBytes());
  return {
    pbx,
    link,
    clock,
    log,
    calls,
    actions,
    count: (action) => counts.get(action) ?? 0,
    readAll,
    synced: async () => {
      await until(() => actions.includes('status') && link.status().state === 'connected');
      await readAll();
      actions.length = 0;
    },
    replay: async (name, cut = 'whole') => {
      let now = 0;
      for (const { t, bytes } of captureAfterLogin(name)) {
        clock.advance(t - now);
        now = t;
        for (const chunk of cutBytes(bytes, cut)) pbx.raw(chunk);
        await readAll();
      }
    },
    stop: async () => {
      await link.stop();
      await pbx.stop();
    },
  };
};
