/** A whole relay in this process: real sockets at port 0, a real store, and a PBX that does what a test says. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket, type ClientOptions } from 'ws';
import type { CrmClient } from '../../src/crm/port';
import { createRelay } from '../../src/relay/app';
import { loadConfig } from '../../src/relay/config/load';
import type { RelayLogger } from '../../src/relay/ops/logger';
import type { PbxLink } from '../../src/relay/pbx/port';
import { isLive, type Call } from '../../src/shared/call/call';
import type { CallChange } from '../../src/shared/call/change';
import type { Clock } from '../../src/shared/clock';
import type { CallAction } from '../../src/shared/protocol/call-control';
import type { PbxStatus, ServerMessage } from '../../src/shared/protocol/messages';
import { serverMessageSchema } from '../../src/shared/protocol/messages';
import { ok } from '../../src/shared/result';
import { createMemoryLog } from '../support/log';
import { tempFolder } from '../support/temp-folder';

export const API_KEY = 'key-for-tests-0123456789';
export const tokenOf = (agentId: string): string => `cti_token-of-${agentId}-0123456789`;

export type FakePbx = PbxLink & {
  /** The call as it is now, as the tracker would tell it. */
  tell(call: Call): void;
  setState(state: PbxStatus['state']): void;
  dialled: { extension: string; number: string }[];
  controlled: { callId: string; extensions: readonly string[]; action: CallAction }[];
  adopted: Call[];
};

export const createFakePbx = (id: string): FakePbx => {
  const calls = new Map<string, Call>();
  const onChange: ((change: CallChange) => void)[] = [];
  const onStatus: ((status: PbxStatus) => void)[] = [];
  let state: PbxStatus['state'] = 'connected';
  const status = (): PbxStatus => ({
    id,
    state,
    since: '2026-03-02T08:00:00.000Z',
    lagMs: 1,
    lastEventAt: null,
    problem: state === 'down' ? 'Asterisk does not answer.' : null,
  });
  const tell = (call: Call): void => {
    const previous = calls.get(call.id) ?? null;
    calls.set(call.id, call);
    for (const listener of onChange) listener({ call, previous });
  };
  const link: FakePbx = {
    id,
    dialled: [],
    controlled: [],
    adopted: [],
    start: () => {},
    stop: () => Promise.resolve(),
    status,
    activeCalls: () => [...calls.values()].filter(isLive),
    call: (callId) => calls.get(callId) ?? null,
    dial: (extension, number) => {
      link.dialled.push({ extension, number });
      return Promise.resolve(ok({ callId: `${id}:dialled` }));
    },
    control: (callId, extensions, action) => {
      link.controlled.push({ callId, extensions, action });
      return Promise.resolve(ok(null));
    },
    onChange: (listener) => void onChange.push(listener),
    onStatus: (listener) => void onStatus.push(listener),
    sweep: () => Promise.resolve(),
    adopt: (adopted) => {
      link.adopted.push(...adopted);
      for (const call of adopted) calls.set(call.id, call);
    },
    amend: (callId, extras) => {
      const call = calls.get(callId);
      if (!call) return null;
      tell({ ...call, ...extras, version: call.version + 1 });
      return calls.get(callId) ?? null;
    },
    forget: (ids) => ids.forEach((callId) => calls.delete(callId)),
    stats: () => ({ events: 0, bytes: 0, dropped: 0, reconnects: 0 }),
    tell,
    setState: (next) => {
      state = next;
      for (const listener of onStatus) listener(status());
    },
  };
  return link;
};

const agents = [
  { id: 'anna', name: 'Anna', extensions: ['1001'] },
  { id: 'ben', name: 'Ben', extensions: ['1002', '1012'] },
].map((agent) => ({ ...agent, token: tokenOf(agent.id) }));

export interface RelayTestOptions {
  env?: Record<string, string>;
  /** Put over the harness's own config.json. */
  file?: Record<string, unknown>;
  crm?: CrmClient | null;
  clock?: Clock;
  dataDir?: string;
  rendererDir?: string;
  setLogLevel?: (level: string) => void;
  /** In place of one that keeps what it was told, unmasked. */
  logger?: RelayLogger;
}

const loaded = ({ env = {}, file = {}, dataDir }: RelayTestOptions = {}) => {
  const cwd = tempFolder('relay');
  const configPath = join(cwd, 'settings.json');
  writeFileSync(configPath, JSON.stringify({ agents, ...file }));
  const base = { AMI_HOST: 'unused', AMI_USERNAME: 'u', AMI_SECRET: 's', PORT: '0', API_KEY };
  return loadConfig({
    cwd,
    configPath,
    env: { ...base, DATA_DIR: dataDir ?? join(cwd, 'data'), ...env },
  });
};
export const testConfig = (options: RelayTestOptions = {}) => loaded(options).config;

/** Stop it with `stop`; `url` is where it listens. */
export const startRelay = async (options: RelayTestOptions = {}) => {
  const { config, settings } = loaded(options);
  const log = createMemoryLog();
  const pbx = createFakePbx('pbx');
  const relay = await createRelay(config, {
    logger: options.logger ?? log,
    settings,
    ...(options.logger && { recentLogs: options.logger.recent }),
    rendererDir: options.rendererDir ?? join(config.dataDir, 'no-renderer'),
    createPbx: () => pbx,
    crm: options.crm ?? null,
    // A strong one takes longer than most tests; passwords.test.ts has it.
    scrypt: { ln: 4, r: 8, p: 1 },
    ...(options.clock && { clock: options.clock }),
    ...(options.setLogLevel && { setLogLevel: options.setLogLevel }),
  });
  const url = await relay.start();

  const request = async (
    method: string,
    path: string,
    { body, ...headers }: Record<string, unknown> = {},
  ) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : text;
    return { status: response.status, body: json, headers: response.headers };
  };
  return { config, relay, url, log, pbx, request, stop: relay.stop };
};
export type TestRelay = Awaited<ReturnType<typeof startRelay>>;

export const withKey = { 'x-api-key': API_KEY };
export const withToken = (agentId: string) => ({ authorization: `Bearer ${tokenOf(agentId)}` });

const isOfType = <T extends ServerMessage['type']>(
  message: ServerMessage,
  type: T,
): message is Extract<ServerMessage, { type: T }> => message.type === type;

/** A desktop as the protocol has it, on a real socket. */
export const openDesktop = (url: string, options: ClientOptions = {}) => {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, options);
  const messages: ServerMessage[] = [];
  const waiting = new Set<() => void>();
  let taken = 0;
  let closed: { code: number; reason: string } | null = null;
  const wake = (): void => waiting.forEach((look) => look());
  socket.on('message', (data: Buffer) => {
    messages.push(serverMessageSchema.parse(JSON.parse(data.toString())));
    wake();
  });
  socket.on('close', (code, reason) => {
    closed = { code, reason: reason.toString() };
    wake();
  });
  socket.on('error', () => {});
  const when = <T>(look: () => T | null): Promise<T> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = look();
        if (found === null) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  return {
    socket,
    messages,
    opened: () => new Promise<void>((resolve) => socket.once('open', () => resolve())),
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** The next message that nobody has taken yet; signs of life apart. */
    next: () =>
      when(() => {
        const index = messages.findIndex(({ type }, at) => at >= taken && type !== 'pbx_status');
        const message = messages[index];
        if (!message) return null;
        taken = index + 1;
        return message;
      }),
    nextOfType: <T extends ServerMessage['type']>(type: T) =>
      when(() => {
        const index = messages.findIndex((message, at) => at >= taken && message.type === type);
        const message = messages[index];
        if (!message || !isOfType(message, type)) return null;
        taken = index + 1;
        return message;
      }),
    closed: () => when(() => closed),
    close: () => socket.close(),
  };
};

/** A desktop that has signed in. */
export const signIn = async (url: string, agentId: string, more: Record<string, unknown> = {}) => {
  const desktop = openDesktop(url);
  await desktop.opened();
  desktop.send({ type: 'register_agent', token: tokenOf(agentId), ...more });
  const registered = await desktop.nextOfType('registered');
  return { ...desktop, registered };
};
