/** The open desktops, found by what rings; and what is sent to them. Knows no sockets, only who can be sent to. */
import { involves, type Call } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import type { Clock } from '../../shared/clock';
import type { Agent } from '../../shared/protocol/agent';
import type { AgentLink } from '../../shared/protocol/agent-link';
import type { Conversation } from '../../shared/protocol/conversation';
import type { PbxStatus } from '../../shared/protocol/messages';
import type { ForgottenCall } from '../store/privacy-port';
import { planDelivery } from './delivery';
import type { Frame, Frames } from './frames';
import { createLaterUpdates } from './later-updates';
import { createOpenPops, type Pop } from './open-pops';

export interface Desktop {
  /** As he is now; the hub changes it. */
  agent: Agent;
  send(bytes: Buffer): void;
  close(code: number, reason: string): void;
  /** How well it is reached. */
  link(): Omit<AgentLink, 'unacknowledged'>;
}

const key = (pbxId: string, extension: string): string => `${pbxId}/${extension}`;

export type Hub = ReturnType<typeof createHub>;

export interface HubDeps {
  frames: Frames;
  clock: Clock;
  /** Told whenever a pop goes out; the agents are those with a desktop that gets it. */
  onPop?: (pop: Pop, agentIds: readonly string[]) => void;
  /** For whoever counts. Milliseconds. */
  onPopSent?: () => void;
  onPopAcknowledged?: (afterMs: number, pop: Pop, agentId: string) => void;
  /** A desktop came or went. */
  onDesktops?: () => void;
}

export const createHub = ({ frames, clock, onPop, onPopSent, onPopAcknowledged, onDesktops }: HubDeps) => {
  const byExtension = new Map<string, Set<Desktop>>();
  const byAgent = new Map<string, Set<Desktop>>();
  const openPops = createOpenPops<Desktop>({ clock });
  const figures = { popsSent: 0, popsAcknowledged: 0, messagesSent: 0 };

  const link = (index: Map<string, Set<Desktop>>, at: string, desktop: Desktop): void => {
    const there = index.get(at);
    if (there) there.add(desktop);
    else index.set(at, new Set([desktop]));
  };
  const unlink = (index: Map<string, Set<Desktop>>, at: string, desktop: Desktop): void => {
    const there = index.get(at);
    there?.delete(desktop);
    if (there?.size === 0) index.delete(at);
  };
  const send = (desktop: Desktop, frame: Frame): void => {
    figures.messagesSent += 1;
    desktop.send(frame.bytes);
  };
  const popped = (frame: Frame, pop: Pop, desktops: readonly Desktop[]): void => {
    figures.popsSent += desktops.length;
    openPops.sent(frame.id, pop, desktops);
    onPop?.(pop, [...new Set(desktops.map(({ agent }) => agent.id))]);
  };
  const everyone = function* (): Generator<Desktop> {
    for (const desktops of byAgent.values()) yield* desktops;
  };

  const linkPhones = (desktop: Desktop): void => {
    const { pbxId, extensions } = desktop.agent;
    for (const extension of extensions) link(byExtension, key(pbxId, extension), desktop);
  };
  const unlinkPhones = (desktop: Desktop): void => {
    const { pbxId, extensions } = desktop.agent;
    for (const extension of extensions) unlink(byExtension, key(pbxId, extension), desktop);
  };
  const tellAgent = (agent: Agent, desktops: Iterable<Desktop>): void => {
    const count = byAgent.get(agent.id)?.size ?? 0;
    let frame: Frame | null = null;
    for (const desktop of desktops)
      send(desktop, (frame ??= frames.of({ type: 'agent_update', agent, desktops: count })));
  };

  /** An update, once to each desktop of these phones that was not told yet. */
  const update = (
    call: Call,
    extensions: Iterable<string>,
    build = frames.ofCall(call),
    told = new Set<Desktop>(),
  ): void => {
    let frame: Frame | null = null;
    for (const extension of extensions)
      for (const desktop of byExtension.get(key(call.pbxId, extension)) ?? []) {
        if (told.has(desktop)) continue;
        told.add(desktop);
        send(desktop, (frame ??= build.update()));
      }
  };
  const laterUpdates = createLaterUpdates({ clock, tell: (call, extensions) => update(call, extensions) });

  return {
    /** The agent's other desktops hear of it. @returns how many he has now */
    add: (desktop: Desktop): number => {
      const others = [...(byAgent.get(desktop.agent.id) ?? [])];
      link(byAgent, desktop.agent.id, desktop);
      linkPhones(desktop);
      tellAgent(desktop.agent, others);
      onDesktops?.();
      return others.length + 1;
    },
    /** May be said twice. */
    remove: (desktop: Desktop): void => {
      const { agent } = desktop;
      if (!byAgent.get(agent.id)?.has(desktop)) return;
      unlink(byAgent, agent.id, desktop);
      unlinkPhones(desktop);
      tellAgent(agent, byAgent.get(agent.id) ?? []);
      onDesktops?.();
    },
    /** The agent's entry was changed: his desktops hear of it, and get those live calls that are his only now. */
    changeAgent: (agent: Agent, live: readonly Call[]): void => {
      const desktops = [...(byAgent.get(agent.id) ?? [])];
      const [first] = desktops;
      if (!first) return;
      const former = new Set(ownCalls(live, first.agent));
      for (const desktop of desktops) {
        unlinkPhones(desktop);
        desktop.agent = agent;
        linkPhones(desktop);
      }
      tellAgent(agent, desktops);
      for (const call of ownCalls(live, agent)) {
        if (former.has(call)) continue;
        const frame = frames.ofCall(call).update();
        for (const desktop of desktops) send(desktop, frame);
      }
    },

    /** A change of a call, to those who have a part in it and to nobody else. */
    deliver: (change: CallChange): void => {
      const { call } = change;
      const { pops, audience, later } = planDelivery(change);
      const at = (extension: string): Set<Desktop> | undefined => byExtension.get(key(call.pbxId, extension));
      // Most changes of a busy PBX concern nobody who is signed in; they must cost nothing.
      if (!audience.some(at)) return;
      const build = frames.ofCall(call);
      const told = new Set<Desktop>();
      for (const extension of pops) {
        const desktops = [...(at(extension) ?? [])].filter((desktop) => !told.has(desktop));
        if (desktops.length === 0) continue;
        const frame = build.pop(extension, 'ringing');
        popped(frame, { callId: call.id, extension, reason: 'ringing' }, desktops);
        for (const desktop of desktops) {
          told.add(desktop);
          send(desktop, frame);
        }
        onPopSent?.();
      }
      const atOnce = later.size === 0 ? audience : audience.filter((extension) => !later.has(extension));
      update(call, atOnce, build, told);
      laterUpdates.changed(call, audience, later);
    },

    /** To those who have the call now or had it: whose phone merely rang may ask for it, but is not sent it. */
    conversation: (call: Call, conversation: Conversation): void => {
      let frame: Frame | null = null;
      const told = new Set<Desktop>();
      for (const { extension, state, answeredAt } of call.legs) {
        if (state === 'ended' && answeredAt === null) continue;
        for (const desktop of byExtension.get(key(call.pbxId, extension)) ?? []) {
          if (told.has(desktop)) continue;
          told.add(desktop);
          frame ??= frames.of({ type: 'ai_transcription', ...conversation, callData: call });
          send(desktop, frame);
        }
      }
    },

    /** A pop somebody asked for. @returns to how many desktops it went */
    popManually: (to: { agentId: string } | { pbxId: string; extension: string }, call: Call): number => {
      const extension = 'extension' in to ? to.extension : null;
      const desktops =
        ('agentId' in to ? byAgent.get(to.agentId) : byExtension.get(key(to.pbxId, to.extension))) ?? [];
      const frame = frames.ofCall(call).pop(extension, 'manual');
      const list = [...desktops];
      if (list.length > 0) popped(frame, { callId: call.id, extension, reason: 'manual' }, list);
      for (const desktop of list) send(desktop, frame);
      return list.length;
    },

    /** Those whose phones had a part in such a call drop what they have of it. */
    forgotten: (calls: readonly ForgottenCall[]): void => {
      laterUpdates.forget(calls.map(({ callId }) => callId));
      for (const desktop of everyone()) {
        const callIds = ownForgotten(calls, desktop.agent);
        if (callIds.length > 0) send(desktop, frames.of({ type: 'calls_forgotten', callIds }));
      }
    },

    /** To the agents of that PBX, at these desktops or at all. */
    pbxStatus: (status: PbxStatus, desktops: Iterable<Desktop> = everyone()): void => {
      let frame: Frame | null = null;
      for (const desktop of desktops)
        if (desktop.agent.pbxId === status.id)
          send(desktop, (frame ??= frames.of({ type: 'pbx_status', pbx: status })));
    },

    /** Of another desktop's pop, or a second time: no news. */
    acknowledge: (popId: string, desktop: Desktop): void => {
      const shown = openPops.acknowledge(popId, desktop);
      if (!shown) return;
      figures.popsAcknowledged += 1;
      onPopAcknowledged?.(shown.afterMs, shown.pop, desktop.agent.id);
    },

    closeAgent: (agentId: string, code: number, reason: string): void => {
      for (const desktop of byAgent.get(agentId) ?? []) desktop.close(code, reason);
    },

    /** The same for one of his devices. */
    closeDevice: (agentId: string, deviceId: string, code: number, reason: string): void => {
      for (const desktop of byAgent.get(agentId) ?? [])
        if (desktop.link().deviceId === deviceId) desktop.close(code, reason);
    },

    /** @returns the open desktops of each agent; asked once for all of them */
    links: (): ((agentId: string) => AgentLink[]) => {
      const unshown = openPops.unshown();
      return (agentId) =>
        [...(byAgent.get(agentId) ?? [])].map((desktop) => ({
          ...desktop.link(),
          unacknowledged: unshown(desktop),
        }));
    },
    online: (): number => byAgent.size,
    agentsOnline: (): string[] => [...byAgent.keys()],
    /** Pops of the last five minutes that are older than five seconds and that no desktop has said it shows. */
    unacknowledgedPops: (): number => openPops.late(),
    figures: (): Readonly<typeof figures> => figures,
  };
};

/** The calls of a list that this agent may see. */
export const ownCalls = (calls: readonly Call[], agent: Agent): Call[] =>
  calls.filter((call) => call.pbxId === agent.pbxId && involves(call, agent.extensions));

/** Ids of those calls that were this agent's to see. */
export const ownForgotten = (calls: readonly ForgottenCall[], { pbxId, extensions }: Agent): string[] =>
  calls
    .filter(
      (call) => call.pbxId === pbxId && call.extensions.some((extension) => extensions.includes(extension)),
    )
    .map(({ callId }) => callId);
