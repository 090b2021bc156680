/** One test's view of the stage: what the phones saw since it began, and what the CRM and Asterisk's CDRs got from it. */
import { setTimeout as delay } from 'node:timers/promises';
import { parseNumber } from '../../../src/shared/phone/parse';
import type { Call } from '../../../src/shared/call/call';
import type { Cdr } from './cdr';
import type { PhoneCall } from './sip-call';
import type { Phone } from './sip-phone';
import type { Extension, House } from './stage';

/** In the simulated CRM: Maria Lindqvist of Nordwind Logistik. */
export const maria = { number: '491711234567', name: 'Maria Lindqvist' };

/** The number as the relay writes it. */
export const e164 = (raw: string): string => parseNumber(raw, 'DE').e164 ?? raw;

/** People talk for a while: time that passes, not something waited for. */
export const talk = (ms = 1_200): Promise<void> => delay(ms);

/** What a call says that the phones know as well. */
export const told = (call: Call) => ({
  direction: call.direction,
  remote: call.remote.number,
  name: call.remote.name,
  dialled: call.dialled,
  queue: call.queue,
  outcome: call.outcome,
  endedBy: call.endedBy,
  answeredBy: call.answeredBy,
  transfers: call.transfers.map(({ kind, from, to }) => `${kind} ${from} -> ${to}`),
  legs: call.legs.map(({ extension, endReason }) => `${extension} ${endReason ?? ''}`).sort(),
});

/** Seconds covered by these calls together, overlaps once. */
const covered = (calls: readonly PhoneCall[]): number => {
  const spans = calls
    .flatMap(({ at }) => (at.answered === null ? [] : [{ from: at.answered, to: at.ended ?? Date.now() }]))
    .sort((a, b) => a.from - b.from);
  let [total, end] = [0, 0];
  for (const { from, to } of spans) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total / 1_000;
};

const isExtension = ({ user }: PhoneCall): boolean => /^\d+$/.test(user);

export type Scene = ReturnType<typeof openScene>;

export const openScene = ({ phones, trunk, crm, pbx, everyCall }: House) => {
  const callsBefore = new Set(everyCall());
  const recordsBefore = new Set(crm.records('Calls').map(({ id }) => id));
  const calls = (): PhoneCall[] => everyCall().filter((call) => !callsBefore.has(call));
  const placed = (): PhoneCall[] => calls().filter(({ outgoing }) => outgoing);
  const received = (): PhoneCall[] => calls().filter(({ outgoing }) => !outgoing);

  return {
    /** From the provider, who says who calls. */
    callsIn: (did: string, who: Parameters<Phone['dial']>[1] = maria): PhoneCall => trunk.dial(did, who),
    /** The next call at each of these phones, which begin to ring. */
    ringing: (...extensions: Extension[]): Promise<PhoneCall[]> =>
      Promise.all(
        extensions.map(async (extension) => {
          const call = await phones[extension].nextCall();
          call.ring();
          return call;
        }),
      ),
    /** The next call at this phone, which begins to ring. */
    rings: async (phone: Phone): Promise<PhoneCall> => {
      const call = await phone.nextCall();
      call.ring();
      return call;
    },

    /** What the phones saw. */
    witness: (direction: Call['direction']) => {
      const desks = received().filter(isExtension);
      const answered = desks.filter(({ at }) => at.answered !== null);
      // Of an outbound call the agent's own phone, rung for click-to-dial, is no part of the talk.
      const talking = direction === 'outbound' ? received().filter((call) => !isExtension(call)) : answered;
      return {
        rang: desks
          .filter(({ at }) => at.rang !== null)
          .map(({ user }) => user)
          .sort(),
        answered: answered
          .toSorted((a, b) => (a.at.answered ?? 0) - (b.at.answered ?? 0))
          .map(({ user }) => user),
        talkSeconds: covered(talking),
        startedAt: Math.min(...calls().map(({ at }) => at.started)),
        endedAt: Math.max(...calls().map(({ at }) => at.ended ?? Infinity)),
      };
    },
    /** Asterisk's own records of this scene. */
    cdrs: async (): Promise<Cdr[]> => {
      const ids = new Set(received().map(({ linkedId }) => linkedId));
      return (await pbx.finishedCdrs()).filter(({ linkedId }) => ids.has(linkedId));
    },
    /** What came into the CRM. */
    records: () => crm.records('Calls').filter(({ id }) => !recordsBefore.has(id)),
    /** Whatever a failed test left off the hook. */
    end: async (): Promise<void> => {
      await Promise.allSettled([...placed(), ...received()].map((call) => call.hangUp()));
    },
  };
};
