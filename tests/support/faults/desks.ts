/**
 * Agents' desktops as they are built (session, replica, board of pops) on real sockets, without a window; and what each agent
 * has seen: which calls popped, and how often.
 */
import { randomUUID } from 'node:crypto';
import { openWebSocket } from '../../../src/main/relay/socket';
import { createCompanion } from '../../../src/shared/companion/companion';
import type { OpenSocket } from '../../../src/shared/companion/socket';
import { systemClock } from '../../../src/shared/clock';
import { settingsSchema } from '../../../src/shared/ipc/state';
import { silentLogger } from '../../../src/shared/logger';

export interface DeskAgent {
  id: string;
  name: string;
  extensions: string[];
  token: string;
}

/** Numbered from 0; each has one phone. */
export const deskAgents = (count: number): DeskAgent[] =>
  Array.from({ length: count }, (_none, n) => ({
    id: `agent-${n}`,
    name: `Agent ${n}`,
    extensions: [String(2_000 + n)],
    token: `cti_token-of-agent-${String(n).padStart(6, '0')}`,
  }));

export interface Desks {
  /** Cards that appeared, in all. */
  shown(): number;
  /** Calls whose pop the desk has acknowledged, or that it found in the relay's list when it came back. */
  acknowledged(): number;
  /** Calls that popped at a desk more often than once, as `desk: call`. */
  twice(): string[];
  /** Desks that have seen this call. */
  seenBy(callId: string): string[];
  connected(): number;
  /** Calls in which somebody talks, as the desks have it. */
  talking(): number;
  /** Connections tried so far: each one's time in ms since the epoch. */
  readonly tries: readonly number[];
  /** As when each computer finds that its network is back: nobody waits any longer. */
  wake(): void;
  stop(): void;
}

/** @param settings what every agent has set, where not as delivered */
export const openDesks = (relayUrl: string, agents: readonly DeskAgent[]): Desks => {
  const seen = new Map<string, Map<string, number>>();
  const twice: string[] = [];
  const tries: number[] = [];
  const acknowledged = new Set<string>();
  let shown = 0;
  let connected = 0;
  const companions = agents.map(({ id, token }) => {
    const mine = new Map<string, number>();
    const calls = new Map<string, string>();
    const openSocket: OpenSocket = (url, events) => {
      tries.push(Date.now());
      const received = (text: string): void => {
        const pop = /^{"type":"screen_pop","id":"([^"]+)".*?"callData":{"id":"([^"]+)"/.exec(text);
        if (pop) calls.set(pop[1] ?? '', pop[2] ?? '');
        events.received(text);
      };
      const socket = openWebSocket(url, { ...events, received });
      return {
        ...socket,
        send: (text) => {
          const ack = /"type":"ack","id":"([^"]+)"/.exec(text);
          if (ack) acknowledged.add(`${id} ${calls.get(ack[1] ?? '') ?? ''}`);
          socket.send(text);
        },
      };
    };
    const companion = createCompanion({
      platform: 'electron',
      client: { name: 'faults', version: '1.0.0' },
      openSocket,
      fetchJson: () => Promise.reject(new Error('ECONNREFUSED')),
      clock: systemClock,
      random: Math.random,
      newId: randomUUID,
      log: silentLogger,
      initial: {
        relayUrl,
        token,
        settings: settingsSchema.parse({ popAfterEnd: 'at-once' }),
        secretStore: { kind: 'memory', warning: null },
      },
      crm: null,
      saveConnection: () => Promise.resolve(),
      saveSettings: () => Promise.resolve(),
    });
    let cards = new Set<string>();
    let wasConnected = false;
    companion.onState(({ pops, links }) => {
      const isConnected = links.relay.state === 'connected';
      if (isConnected !== wasConnected) connected += isConnected ? 1 : -1;
      wasConnected = isConnected;
      const before = cards;
      cards = new Set(pops.map(({ callId }) => callId));
      for (const { callId, messageId } of pops) {
        if (before.has(callId)) continue;
        if (messageId.startsWith('snapshot:')) acknowledged.add(`${id} ${callId}`);
        const times = (mine.get(callId) ?? 0) + 1;
        mine.set(callId, times);
        shown += 1;
        if (times > 1) twice.push(`${id}: ${callId}`);
      }
    });
    seen.set(id, mine);
    companion.start();
    return companion;
  });
  return {
    shown: () => shown,
    acknowledged: () => acknowledged.size,
    twice: () => twice,
    seenBy: (callId) => [...seen].filter(([, calls]) => calls.has(callId)).map(([id]) => id),
    connected: () => connected,
    talking: () =>
      companions.reduce(
        (sum, companion) => sum + companion.state().calls.filter(({ state }) => state === 'connected').length,
        0,
      ),
    tries,
    wake: () =>
      companions.forEach((companion) => {
        if (companion.state().links.relay.state !== 'connected') companion.wake();
      }),
    stop: () => companions.forEach((companion) => companion.stop()),
  };
};
