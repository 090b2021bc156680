/** Which relays there are, what each says of itself, and whose desktops are open there. */
import { z } from 'zod';
import { iso } from '../../../shared/clock';
import { agentLinkSchema, type AgentLink } from '../../../shared/protocol/agent-link';
import type { OtherRelay } from '../../sharing/port';

const saysSchema = z.object({ name: z.string(), version: z.string(), desktops: z.number() });
const desktopsSchema = z.record(z.string(), z.array(agentLinkSchema));
export type Desktops = z.infer<typeof desktopsSchema>;

interface Known extends OtherRelay {
  /** Counts the changes of its desktops; of which of them are known here. */
  told: number;
  read: number;
  desktops: ReadonlyMap<string, AgentLink[]>;
}

const parseDesktops = (text: string): Desktops => {
  try {
    return desktopsSchema.parse(JSON.parse(text));
  } catch {
    // Of a newer relay, or of somebody who should not write there.
    return {};
  }
};

const saysOf = (text: string): z.infer<typeof saysSchema> | null => {
  try {
    return saysSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

export const createPresence = (relayId: string, silentMs: number) => {
  let known = new Map<string, Known>();

  return {
    /** @param said of each relay: `<when, in Redis' ms> <on duty> <JSON>` @returns those whose desktops are to be read */
    take: (said: ReadonlyMap<string, string>, now: number): string[] => {
      const next = new Map<string, Known>();
      for (const [id, line] of said) {
        // No longer number is a time.
        const [, at = '0', duty = '0', json = ''] = /^(\d{1,15}) ([01]) (.*)$/s.exec(line) ?? [];
        const says = saysOf(json);
        if (!says) continue;
        const before = known.get(id);
        const online = now - Number(at) < silentMs;
        next.set(id, {
          id,
          name: says.name,
          version: says.version,
          online,
          seenAt: iso(Number(at)),
          onDuty: online && duty === '1',
          told: says.desktops,
          read: before?.read ?? -1,
          desktops: before?.desktops ?? new Map(),
        });
      }
      known = next;
      return [...known.values()]
        .filter(({ id, online, told, read }) => id !== relayId && online && told !== read)
        .map(({ id }) => id);
    },
    /** Its desktops, as it has put them down; null: it has not, or no more. */
    read: (id: string, json: string | null): void => {
      const relay = known.get(id);
      if (!relay) return;
      const [version = '-1', rest = '{}'] = json?.split(/ (.*)/s) ?? [];
      relay.desktops = new Map(Object.entries(json === null ? {} : parseDesktops(rest)));
      relay.read = json === null ? relay.told : Number(version);
    },
    relays: (): OtherRelay[] =>
      [...known.values()].map(({ id, name, version, online, seenAt, onDuty }) => ({
        id,
        name,
        version,
        online,
        seenAt,
        onDuty,
      })),
    knows: (id: string): boolean => known.has(id),
    linksOf: (agentId: string): AgentLink[] =>
      [...known.values()].flatMap(({ id, online, desktops }) =>
        id !== relayId && online ? (desktops.get(agentId) ?? []) : [],
      ),
    onlineAgents: (): string[] => [
      ...new Set(
        [...known.values()].flatMap(({ id, online, desktops }) =>
          id !== relayId && online ? [...desktops.keys()] : [],
        ),
      ),
    ],
    /** Nothing is known of the others any more. */
    clear: (): void => {
      known.clear();
    },
  };
};
