/** A built relay in a process of its own, in real time; it can be killed, stopped and started again on the same data. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { statusSchema, type Status } from '../../src/shared/protocol/rest';

export const relayKey = 'key-of-several-relays-0123456789';

export interface RelayOfSeveral {
  /** Another one after each start. */
  url(): string;
  start(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** SIGKILL, unless said otherwise; settles when it is gone. */
  kill(name?: NodeJS.Signals): Promise<void>;
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  status(): Promise<Status>;
}

export const createRelayOfSeveral = (options: {
  home: string;
  env: Record<string, string>;
  file: Record<string, unknown>;
  /** A machine of its own: what stands before its command, and how it is reached there. */
  on?: { command: readonly string[]; host: string };
}): RelayOfSeveral => {
  const { home, env, file, on } = options;
  writeFileSync(join(home, 'config.json'), JSON.stringify(file));
  let relay: ChildProcess | null = null;
  let url = '';
  const ask: RelayOfSeveral['ask'] = async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        'x-api-key': relayKey,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  };
  return {
    url: () => url,
    start: async () => {
      const [command, ...args] = [
        ...(on?.command ?? []),
        process.execPath,
        join(process.cwd(), 'dist/relay/index.js'),
      ];
      const child = spawn(command, args, {
        cwd: home,
        env: {
          PORT: '0',
          API_KEY: relayKey,
          ...(on && { HOST: '0.0.0.0', PATH: process.env['PATH'] }),
          ...env,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      relay = child;
      let said = '';
      for await (const line of createInterface(child.stdout)) {
        said += `${line}\n`;
        const found = /listens on (http:\S+?)\.(?:\s|"|$)/.exec(line)?.[1];
        if (found === undefined) continue;
        url = on ? `http://${on.host}:${new URL(found).port}` : found;
        // Read on, or the relay waits for somebody to read.
        child.stdout.resume();
        return;
      }
      throw new Error(`The relay ended before it listened:\n${said}`);
    },
    signal: (name) => void relay?.kill(name),
    kill: async (name = 'SIGKILL') => {
      const child = relay;
      relay = null;
      if (!child) return;
      const gone = once(child, 'exit');
      child.kill(name);
      await gone;
    },
    ask,
    status: async () => statusSchema.parse((await ask('GET', '/api/status')).body),
  };
};
