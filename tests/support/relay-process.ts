/** A relay in a process of its own, as it is built, whose time the test may tell; it can be killed at any moment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { statusSchema, type Status } from '../../src/shared/protocol/rest';

const answerSchema = z.object({ pings: z.number() });
export const API_KEY = 'key-of-the-relay-process-0123456789';

export interface RelayProcess {
  url: string;
  pid: number;
  /** All that it has said so far: its log, and what it complains of. */
  output(): string;
  /** From now on its wall clock is this much ahead of what it was; needs `clock: 'set'`. */
  setClock(aheadMs: number): Promise<unknown>;
  /**
   * Turns the relay's hands; settles when all that fell due has run. A dead relay hears nothing.
   * @returns how many Pings it has sent to the PBX by now
   */
  turnTo(ms: number): Promise<number>;
  /** Settles when the relay has read so many bytes of the PBX's events on this run's connection. */
  hasRead(bytes: number): Promise<unknown>;
  status(): Promise<Status>;
  /** SIGKILL: no goodbye, nothing written that is not on the disk. */
  kill(): Promise<void>;
  /** SIGTERM. @returns its exit code */
  stop(): Promise<number | null>;
}

/** Whose time it lives in: what the test tells, its own, or its own with a wall clock that the test may set. */
type Time = { nowMs: number } | { clock: 'own' | 'set' };
const preloadOf = (time: Time): string | null => {
  if ('nowMs' in time) return 'told-time.mjs';
  return time.clock === 'set' ? 'set-clock.mjs' : null;
};

/** Settles when the relay listens. */
export const startRelayProcess = async (
  options: {
    /** Settings, data and logs; the same folder is the same relay. */
    home: string;
    env: Record<string, string>;
    file: Record<string, unknown>;
  } & Time,
): Promise<RelayProcess> => {
  const { home, env, file } = options;
  const preload = preloadOf(options);
  writeFileSync(join(home, 'config.json'), JSON.stringify(file));
  const relay = spawn(
    process.execPath,
    [
      ...(preload === null ? [] : ['--import', pathToFileURL(join(import.meta.dirname, preload)).href]),
      join(process.cwd(), 'dist/relay/index.js'),
      '--config',
      join(home, 'config.json'),
    ],
    {
      cwd: home,
      env: {
        PORT: '0',
        API_KEY,
        ...('nowMs' in options && { TOLD_TIME_MS: String(options.nowMs) }),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const gone = once(relay, 'exit');
  let said = '';
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
  };
  relay.stdout?.on('data', hear);
  relay.stderr?.on('data', hear);
  const url = await listening(relay, () => said);
  const ask = async (question: { to: number } | { bytes: number } | { aheadMs: number }): Promise<number> => {
    if (!relay.connected) return 0;
    const answered = once(relay, 'message');
    relay.send(question, () => undefined);
    const answer: unknown[] = await Promise.race([answered, gone]);
    return answerSchema.safeParse(answer[0]).data?.pings ?? 0;
  };
  return {
    url,
    pid: relay.pid ?? 0,
    output: () => said,
    turnTo: (to) => ask({ to }),
    hasRead: (bytes) => ask({ bytes }),
    setClock: (aheadMs) => ask({ aheadMs }),
    status: async () => {
      const answer = await fetch(`${url}/api/status`, { headers: { 'x-api-key': API_KEY } });
      return statusSchema.parse(await answer.json());
    },
    kill: async () => {
      relay.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      relay.kill('SIGTERM');
      await gone;
      return relay.exitCode;
    },
  };
};

/** @returns where it listens */
const listening = (relay: ChildProcess, said: () => string): Promise<string> =>
  new Promise((resolve, reject) => {
    relay.stdout?.on('data', () => {
      const url = /listens on (http:\S+?)\.(?:\s|"|$)/.exec(said())?.[1];
      if (url !== undefined) resolve(url);
    });
    relay.once('close', () => reject(new Error(`The relay ended before it listened:\n${said()}`)));
  });
