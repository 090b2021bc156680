/** What an agent's desktop is told over the WebSocket, and which pops it shows by the Companion's own rules. */
import { WebSocket } from 'ws';
import type { Call } from '../../../src/shared/call/call';
import { applyMessage, type Replica } from '../../../src/shared/companion/replica';
import { emptyBoard, popsAfter } from '../../../src/shared/companion/pops';
import { settingsSchema } from '../../../src/shared/ipc/state';
import type { CallAction, CallControl } from '../../../src/shared/protocol/call-control';
import {
  serverMessageSchema,
  type PbxStatus,
  type ServerMessage,
} from '../../../src/shared/protocol/messages';

const patienceMs = 20_000;
const settings = settingsSchema.parse({ popInternalCalls: true });

export type AgentDesk = Awaited<ReturnType<typeof openAgentDesk>>;

export const openAgentDesk = async (relayUrl: string, token: string, extensions: string[]) => {
  const socket = new WebSocket(`${relayUrl.replace(/^http/, 'ws')}/ws`);
  const watchers = new Set<() => void>();
  let calls: Replica = [];
  let board = emptyBoard;
  const story: { callId: string; said: string }[] = [];
  const opened = new Map<string, Call>();
  const links: PbxStatus['state'][] = [];
  let can: CallControl | null = null;

  const tell = (callId: string, said: string): void => void story.push({ callId, said });
  const take = (message: ServerMessage): void => {
    const before = calls;
    const shown = board;
    calls = applyMessage(calls, message);
    board = popsAfter(board, message, {
      calls,
      before,
      extensions,
      settings,
      quiet: false,
      nowMs: Date.now(),
    });
    for (const pop of board.pops) {
      const old = shown.pops.find(({ callId }) => callId === pop.callId);
      if (!pop.closing && (!old || old.closing)) {
        tell(pop.callId, `pop on ${pop.extension ?? ''}`);
        const call = calls.find(({ id }) => id === pop.callId);
        if (call && !opened.has(call.id)) opened.set(call.id, call);
      }
      if (pop.closing && !old?.closing) tell(pop.callId, pop.closing.why);
    }
    if (message.type === 'registered') can = message.pbx[0]?.can ?? null;
    if (message.type === 'pbx_status') can = message.pbx.can ?? null;
    if (message.type === 'registered') links.push(...message.pbx.map(({ state }) => state));
    if (message.type === 'pbx_status' && links.at(-1) !== message.pbx.state) links.push(message.pbx.state);
  };

  /** Resolves with what `look` finds; looks again after each message. */
  const until = <T>(what: string, look: () => T | null | undefined | false): Promise<T> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const found = look();
        if (found === null || found === undefined || found === false) return;
        clearTimeout(timer);
        watchers.delete(check);
        resolve(found);
      };
      const timer = setTimeout(() => {
        watchers.delete(check);
        const known = JSON.stringify({ calls: calls.slice(0, 2), links, story });
        reject(new Error(`The desk of ${extensions.join()} waited in vain for ${what}; it knows ${known}`));
      }, patienceMs);
      watchers.add(check);
      check();
    });

  /** What it asked of the relay, by the message's id. */
  const asked = new Map<string, (said: string) => void>();
  const answered = (message: ServerMessage): void => {
    if (message.type === 'call_controlled') asked.get(message.re)?.('done');
    if (message.type === 'error' && message.re !== null)
      asked.get(message.re)?.(`${message.error.code}: ${message.error.message}`);
  };

  let registered = false;
  socket.on('message', (data: Buffer) => {
    const message = serverMessageSchema.parse(JSON.parse(data.toString()));
    registered ||= message.type === 'registered';
    take(message);
    answered(message);
    for (const check of [...watchers]) check();
  });
  socket.on('error', () => {});
  socket.on('open', () => socket.send(JSON.stringify({ type: 'register_agent', token })));
  await until('its registration', () => registered);

  const untilCall = (what: string, look: (call: Call) => boolean): Promise<Call> =>
    until(what, () => calls.find(look));

  return {
    /** The newest first. */
    calls: () => calls,
    link: () => links.at(-1),
    /** The call as its pop showed it at the first ring. */
    firstShown: (callId: string): Call | undefined => opened.get(callId),
    links: (): readonly PbxStatus['state'][] => links,
    until,
    untilCall,
    /** What its PBX lets it do; null before it has been told. */
    can: () => can,
    /** Hangs up or picks up its own phone. @returns `done`, or the error's code and sentence */
    control: (callId: string, action: CallAction): Promise<string> =>
      new Promise((resolve) => {
        const id = `control-${asked.size}`;
        asked.set(id, resolve);
        socket.send(JSON.stringify({ type: 'call_control', id, callId, action }));
      }),
    /** The call is over, and the CRM has it where it belongs there. */
    untilDone: (id: string): Promise<Call> =>
      untilCall(`the end of ${id}`, (call) => {
        const settled = call.direction === 'internal' || call.crmRecord.status === 'logged';
        return call.id === id && call.state === 'ended' && settled;
      }),
    /** The pops of this call in order: when one came, and why it went. */
    pops: (callId: string): string[] => story.filter((it) => it.callId === callId).map(({ said }) => said),
    close: (): void => socket.terminate(),
  };
};
