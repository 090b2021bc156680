/** The whole product but the desk: a real relay with real settings between a simulated Asterisk and a simulated SuiteCRM. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRelay, type Relay } from '../../src/relay/app';
import { loadConfig } from '../../src/relay/config/load';
import { createLogRing } from '../../src/relay/ops/log-ring';
import { callNotesSchema, type StoredNote } from '../../src/shared/protocol/call-note';
import {
  callPageSchema,
  enrolmentResponseSchema,
  newAgentResponseSchema,
} from '../../src/shared/protocol/rest';
import type { Call } from '../../src/shared/call/call';
import { systemClock, type Clock } from '../../src/shared/clock';
import type { Person } from '../../src/simulators/asterisk/scenario';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createSuiteCrmSimulator } from '../../src/simulators/suitecrm';
import { createFakeClock } from './fake-clock';
import { createMemoryLog } from './log';
import { peerSettings } from './simulated-peers';
import { tempFolder } from './temp-folder';

const API_KEY = 'key-of-the-whole-job-0123456789';
export const anna = { extension: '1001', name: 'Anna Berger' };
/** As Maria's mobile phone shows up at the trunk, without a name. */
export const maria = { number: '491711234567', name: '' };

/** Turning the hands this far takes a ringing or talking call to its next step. Milliseconds. */
const STEP_MS = 60_000;

export const startMainJob = async ({
  rendererDir,
  file = {},
  relayHasCrm = true,
  clock,
}: {
  /** Where the built pages are. */
  rendererDir?: string;
  /** More of config.json. */
  file?: Record<string, unknown>;
  /** Whether the relay has a sign-in of its own at the CRM. */
  relayHasCrm?: boolean;
  /** The relay's; else real time. */
  clock?: Clock;
} = {}) => {
  const folder = tempFolder('main-job');
  const pbxClock = createFakeClock(Date.now());
  const crmClock = createFakeClock(Date.now());
  const asterisk = await createAsteriskSimulator({ clock: pbxClock });
  const crm = await createSuiteCrmSimulator({ clock: crmClock });
  const log = createMemoryLog();
  const ring = createLogRing({ clock: systemClock });
  ring.add('info', 'The whole job begins.', {});
  const configPath = join(folder, 'config.json');
  await writeFile(
    configPath,
    JSON.stringify({ crm: { retry: { baseSeconds: 0.05, maxSeconds: 0.5 } }, ...file }),
  );
  await mkdir(join(folder, 'no-pages'));

  const startRelay = async (port: string, hasCrm: boolean): Promise<{ relay: Relay; url: string }> => {
    const peers = Object.entries(peerSettings(asterisk, crm));
    const { config, settings } = loadConfig({
      cwd: folder,
      configPath,
      env: {
        PORT: port,
        API_KEY,
        DATA_DIR: join(folder, 'data'),
        ...Object.fromEntries(peers.filter(([name]) => hasCrm || !name.startsWith('SUITECRM_'))),
      },
    });
    const relay = await createRelay(config, {
      logger: log,
      settings,
      recentLogs: ring.page,
      rendererDir: rendererDir ?? join(folder, 'no-pages'),
      ...(clock && { clock }),
    });
    return { relay, url: await relay.start() };
  };

  let running: Relay | null = null;
  const first = await startRelay('0', relayHasCrm);
  running = first.relay;
  const { url } = first;

  const request = async (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'x-api-key': API_KEY, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${await response.text()}`);
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  };

  const stopRelay = async (): Promise<void> => {
    const stopping = running;
    running = null;
    await stopping?.stop();
  };

  /** @returns the agent's token */
  const addAgent = async (id: string, { name, extension }: Person): Promise<string> =>
    newAgentResponseSchema.parse(await request('POST', '/api/agents', { id, name, extensions: [extension] }))
      .token;

  return {
    url,
    crm,
    log,
    asterisk,
    /** @returns the agent's token */
    addAnna: () => addAgent('anna', anna),
    addAgent,
    /** Calls as the relay has them, newest first. */
    calls: async (): Promise<Call[]> => callPageSchema.parse(await request('GET', '/api/calls')).calls,
    notesOf: async (callId: string): Promise<StoredNote[]> =>
      callNotesSchema.parse(await request('GET', `/api/calls/${encodeURIComponent(callId)}/notes`)).notes,
    enrolAnna: async (): Promise<string> =>
      enrolmentResponseSchema.parse(await request('POST', '/api/agents/anna/enrolment')).code,
    /** @returns the agent's token */
    enrol: async (code: string): Promise<string> =>
      newAgentResponseSchema.parse(await request('POST', '/api/enrol', { code })).token,
    /** Who may sign in to the dashboard. */
    addAdmin: (name: string, password: string) => request('POST', '/api/admins', { name, password }),
    removeAnna: () => request('DELETE', '/api/agents/anna'),
    stopRelay,
    /** On the port and the data it had before. */
    startRelayAgain: async ({ hasCrm = relayHasCrm } = {}): Promise<void> => {
      running = (await startRelay(new URL(url).port, hasCrm)).relay;
    },
    /** A customer calls Anna; it rings until `pickUp` or for good. */
    customerCalls: (from = maria) => {
      const call = asterisk.call({
        kind: 'inbound',
        agent: anna,
        from,
        did: '4930555001',
        ringMs: STEP_MS,
        talkMs: STEP_MS,
      });
      return {
        callId: `pbx:${call.linkedId}`,
        pickUp: () => pbxClock.advanceAsync(STEP_MS),
        hangUp: async () => {
          await pbxClock.advanceAsync(STEP_MS);
          await call.done;
        },
      };
    },
    /** The CRM takes requests and answers none until `release`. */
    holdCrm: () => {
      crm.faults.slowMs = 1;
      return {
        release: () => {
          crm.faults.slowMs = 0;
          crmClock.advance(1);
        },
      };
    },
    stop: async (): Promise<void> => {
      await stopRelay();
      await asterisk.stop();
      await crm.stop();
    },
  };
};
export type MainJob = Awaited<ReturnType<typeof startMainJob>>;
