/** Calls of every kind, played on a simulated Asterisk, and what truly happened in each: told by who plays them. */
import type { AsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import type { Person, Scenario } from '../../src/simulators/asterisk/scenario';
import { captureEvents, captureNames, captureTruth } from './ami-file';
import { expected } from './capture-truth';
import type { Caller } from './customers';

/** What one call was. Times in ms since the epoch. */
export interface TrueCall {
  what: string;
  /** One of these is the call's; several where a recording does not say which. */
  linkedIds: string[];
  direction: 'Inbound' | 'Outbound';
  /** The customer; null where the number is withheld. */
  e164: string | null;
  /** When the PBX first told of it. */
  startedAt: number;
  answeredAt: number | null;
  endedAt: number;
  /** From the first to the last word, in seconds, and how far off a right record may be. Null: not told. */
  talk: { seconds: number; within: number } | null;
  held: boolean;
  /** Who is responsible for it: an extension, or nobody. Undefined: not told. */
  owner: string | null | undefined;
}

const phones: Person[] = [
  { extension: '1001', name: 'Anna Berger' },
  { extension: '1002', name: 'Ben Okafor' },
  { extension: '1003', name: 'Carla Rossi' },
  { extension: '1004', name: 'Meeting room' },
];
const did = '4930555001';
const second = 1_000;

/** As the trunk shows it, and as an agent dials it. */
const atTrunk = (e164: string): string => e164.slice(1);
const dialled = (e164: string): string => e164.replace(/^\+49/, '0').replace(/^\+/, '00');

const kinds = ['inbound', 'missed', 'ring-group', 'queue', 'outbound', 'internal', 'inbound'] as const;

/**
 * One call after the other, each of another kind and caller.
 * @param stepMs every time in a call is a multiple of this
 */
export const createCallers = (random: () => number, callers: readonly Caller[], stepMs: number) => {
  let made = 0;
  const between = (from: number, to: number): number =>
    Math.round(((from + random() * (to - from)) * second) / stepMs) * stepMs;
  const pick = (): [Person, Person, Person] => {
    const at = Math.floor(random() * phones.length);
    const [one, two, three] = [0, 1, 2].map((n) => phones[(at + n) % phones.length]);
    if (!one || !two || !three) throw new Error('no phones');
    return [one, two, three];
  };

  /** Plays the next one from now on. @returns what it will have been; null for a call between colleagues */
  return (asterisk: AsteriskSimulator, nowMs: number): TrueCall | null => {
    const caller = callers[made % callers.length];
    const kind = kinds[made % kinds.length] ?? 'inbound';
    made += 1;
    if (!caller) throw new Error('no callers');
    const [agent, ...others] = pick();
    const [ringMs, talkMs] = [between(2, 24), between(20, 240)];
    const from = { number: atTrunk(caller.e164), name: '' };
    const scenario: Scenario =
      kind === 'internal'
        ? { kind, agent, to: others[0], ringMs, talkMs }
        : kind === 'outbound'
          ? { kind, agent, to: dialled(caller.e164), ringMs, talkMs }
          : kind === 'ring-group' || kind === 'queue'
            ? { kind, agent, others, from, did, ringMs, talkMs }
            : { kind, agent, from, did, ringMs, talkMs };
    const { linkedId } = asterisk.call(scenario);
    if (kind === 'internal') return null;
    const held = kind !== 'missed';
    const answeredAt = held ? nowMs + ringMs : null;
    return {
      what: `${kind} of ${caller.what}`,
      linkedIds: [linkedId],
      direction: kind === 'outbound' ? 'Outbound' : 'Inbound',
      e164: caller.e164,
      startedAt: nowMs,
      answeredAt,
      endedAt: nowMs + ringMs + (held ? talkMs : 0),
      talk: { seconds: held ? talkMs / second : 0, within: 0 },
      held,
      owner: agent.extension,
    };
  };
};

export interface Recording {
  name: string;
  lengthMs: number;
  /** Events in order, each so long after the beginning. */
  events: { afterMs: number; text: string }[];
  /** What it was, had it begun at this time. */
  calls: (beganMs: number) => TrueCall[];
}

/** Told in words that only a person reads, or without saying which call is which. */
const isPlain = (name: string): boolean => {
  if (
    /^(burst-100|conference|core-restart|registration|snapshot|wrong-number|originate-agent-refuses)/.test(
      name,
    )
  )
    return false;
  const { calls } = captureTruth(name);
  return calls.length === 1 || calls.every(({ linkedid }) => typeof linkedid === 'string');
};

const recordingOf = (name: string, stepMs: number): Recording => {
  const truth = captureTruth(name);
  const began = Date.parse(truth.at);
  const events = captureEvents(name).map(({ at, fields }) => ({
    afterMs: Math.floor((at - began) / stepMs) * stepMs,
    text: Object.entries(fields)
      .map(([header, value]) => `${header}: ${value}`)
      .join('\n')
      // No channel of the simulator's own calls has that name.
      .replace(/-0000([0-9a-f]{4})\b/g, '-ffff$1'),
    linkedId: fields['Linkedid'],
  }));
  const all = [...new Set(events.flatMap(({ linkedId }) => linkedId ?? []))];
  return {
    name,
    lengthMs: (events.at(-1)?.afterMs ?? 0) + stepMs,
    events,
    calls: (beganMs) =>
      truth.calls.flatMap((call): TrueCall[] => {
        const told = expected(call);
        if (told.direction === 'internal') return [];
        const linkedIds = typeof call['linkedid'] === 'string' ? [call['linkedid']] : all;
        const first = events.find(({ linkedId }) => linkedIds.includes(linkedId ?? ''))?.afterMs ?? 0;
        return [
          {
            what: name,
            linkedIds,
            direction: told.direction === 'inbound' ? 'Inbound' : 'Outbound',
            e164: told.remote ?? null,
            startedAt: beganMs + first,
            answeredAt: null,
            endedAt: beganMs + (events.at(-1)?.afterMs ?? 0),
            talk: told.talk === undefined ? null : { seconds: told.talk, within: (2 * stepMs) / second },
            held: told.outcome === 'answered',
            owner: told.owner,
          },
        ];
      }),
  };
};

/**
 * Recorded calls of a real Asterisk: transfers, queues, pick-ups, parking, voicemail and the rest.
 * @param stepMs how finely they are played
 */
export const recordings = (stepMs: number): Recording[] =>
  captureNames()
    .filter(isPlain)
    .map((name) => recordingOf(name, stepMs));
