/** The agent's own part in a call that is on his screen: what his phone does, and who else has to do with it. */
import { isLive, type Call, type Leg } from '../../shared/call/call';
import type { CompanionState, Pop } from '../../shared/ipc/state';

type Mine = Pick<CompanionState, 'agent'> & { links: Pick<CompanionState['links'], 'pbx'> };

const has = (leg: Leg): boolean => leg.state === 'connected' || leg.state === 'held';
const extensionsOf = (agent: CompanionState['agent'], pop: Pick<Pop, 'extension'>): string[] => [
  ...(agent?.extensions ?? []),
  ...(pop.extension === null ? [] : [pop.extension]),
];

/** Of the phone that rang for this card, while it has a part in the call; null: a card by hand, or the phone is out of it. */
export const ownLeg = (call: Call, pop: Pick<Pop, 'extension'> | null): Leg | null =>
  call.legs.findLast(({ extension, state }) => extension === pop?.extension && state !== 'ended') ?? null;

/** The colleague who has the customer and asks this phone meanwhile; null: nobody does. */
export const whoAsks = (call: Call, extension: string | null): string | null => {
  if (call.direction === 'internal' || !ownLeg(call, { extension })) return null;
  const asking = call.legs.find((leg) => leg.extension !== extension && has(leg));
  // Who talked before him asks him; whom he has asked himself does not.
  const rangAt = ownLeg(call, { extension })?.rangAt ?? null;
  const isEarlier = rangAt !== null && (asking?.answeredAt ?? '9') <= rangAt;
  return asking && isEarlier ? asking.extension : null;
};

/** Colleagues' phones that ring for the same call. */
export const alsoRinging = (call: Call, pop: Pick<Pop, 'extension'>, agent: Mine['agent']): string[] => {
  const mine = extensionsOf(agent, pop);
  if (!isLive(call) || whoAsks(call, pop.extension) !== null) return [];
  return call.legs
    .filter((leg) => leg.state === 'ringing' && leg.rangAt !== null && !mine.includes(leg.extension))
    .map(({ extension }) => extension);
};

export interface PhoneButtons {
  answer: boolean;
  /** What hanging up means now; null: there is nothing, or the PBX does not let us. */
  hangUp: 'decline' | 'hang-up' | null;
}

/** What the card offers for the agent's own phone: only what his PBX says that it can, and only while he has a part in the call. */
export const phoneButtons = (call: Call, { agent, links }: Mine): PhoneButtons => {
  const pbx = links.pbx.find(({ id }) => id === call.pbxId);
  const legs = call.legs.filter(
    ({ extension, state }) => state !== 'ended' && agent?.extensions.includes(extension) === true,
  );
  if (!isLive(call) || pbx?.state !== 'connected' || legs.length === 0)
    return { answer: false, hangUp: null };
  const rings = legs.every(({ state, rangAt }) => state === 'ringing' && rangAt !== null);
  return {
    answer: rings && pbx.can?.answer === true,
    hangUp: pbx.can?.hangUp !== true ? null : rings ? 'decline' : 'hang-up',
  };
};
