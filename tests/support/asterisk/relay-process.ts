/** The built relay (dist/relay) as a process of its own, so that it can be killed like one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { callSchema, type Call } from '../../../src/shared/call/call';
import { API_KEY } from '../../integration/relay-harness';
import { configuredAgents, crmRetry, relayEnv, type House } from './stage';
import { tempFolder } from '../temp-folder';

const entry = join(import.meta.dirname, '../../../dist/relay/index.js');
const patienceMs = 20_000;

export type RelayProcess = Awaited<ReturnType<typeof startRelayProcess>>;

/** @param folder where it keeps its data; an own one where none is given */
export const startRelayProcess = async (house: House, folder = tempFolder('killed')) => {
  const configPath = join(folder, 'config.json');
  writeFileSync(configPath, JSON.stringify({ agents: configuredAgents, ...crmRetry }));
  const child: ChildProcess = spawn(process.execPath, [entry, '--config', configPath], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      ...relayEnv(house.pbx, house.crm),
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      LOG_DIR: join(folder, 'logs'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const found = /listens on (http:\/\/[\w.]+:\d+)/.exec(line)?.[1];
        if (found) resolve(found);
      });
    }
    child.once('exit', (code) => reject(new Error(`The relay ended with ${code ?? ''}: ${said.join('\n')}`)));
  });
  return {
    url,
    kill: async (): Promise<void> => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    /** A new process on the same folder. */
    again: () => startRelayProcess(house, folder),
    /** A call of the history, once the CRM has it. */
    untilLogged: async (id: string): Promise<Call> => {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const response = await fetch(`${url}/api/calls/${encodeURIComponent(id)}`, {
          headers: { 'x-api-key': API_KEY },
        });
        const body: unknown = await response.json();
        const call = callSchema.safeParse(body).data;
        if (call?.crmRecord.status === 'logged') return call;
        if (Date.now() > deadline) throw new Error(`${id} was not logged: ${JSON.stringify(body)}`);
        await delay(50);
      }
    },
  };
};
