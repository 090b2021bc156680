/** A relay in a process of its own, as it is built, whose time the test tells; it can be killed at any moment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { statusSchema, type Status } from '../../src/shared/protocol/rest';

const answerSchema = z.object({ pings: z.number() });
const API_KEY = 'key-of-the-relay-process-0123456789';

export interface RelayProcess {
  url: string;
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
}

/** Settles when the relay listens. */
export const startRelayProcess = async (options: {
  /** Settings, data and logs; the same folder is the same relay. */
  home: string;
  env: Record<string, string>;
  file: Record<string, unknown>;
  nowMs: number;
}): Promise<RelayProcess> => {
  const { home, env, file, nowMs } = options;
  writeFileSync(join(home, 'config.json'), JSON.stringify(file));
  const relay = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(join(import.meta.dirname, 'told-time.mjs')).href,
      join(process.cwd(), 'dist/relay/index.js'),
      '--config',
      join(home, 'config.json'),
    ],
    {
      cwd: home,
      env: { PORT: '0', API_KEY, TOLD_TIME_MS: String(nowMs), ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const gone = once(relay, 'exit');
  const url = await listening(relay);
  const ask = async (question: { to: number } | { bytes: number }): Promise<number> => {
    if (!relay.connected) return 0;
    const answered = once(relay, 'message');
    relay.send(question, () => undefined);
    const answer: unknown[] = await Promise.race([answered, gone]);
    return answerSchema.safeParse(answer[0]).data?.pings ?? 0;
  };
  return {
    url,
    turnTo: (to) => ask({ to }),
    hasRead: (bytes) => ask({ bytes }),
    status: async () => {
      const answer = await fetch(`${url}/api/status`, { headers: { 'x-api-key': API_KEY } });
      return statusSchema.parse(await answer.json());
    },
    kill: async () => {
      relay.kill('SIGKILL');
      await gone;
    },
  };
};

const listening = async (relay: ChildProcess): Promise<string> => {
  if (!relay.stdout) throw new Error('no output');
  let said = '';
  for await (const line of createInterface(relay.stdout)) {
    said += `${line}\n`;
    const url = /listens on (http:\S+?)\.(?:\s|"|$)/.exec(line)?.[1];
    if (url === undefined) continue;
    // Read on, or the relay waits for somebody to read.
    relay.stdout.resume();
    return url;
  }
  throw new Error(`The relay ended before it listened:\n${said}`);
};
