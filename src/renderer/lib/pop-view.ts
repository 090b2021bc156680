import type { Call, Contact } from '../../shared/call/call';
import type { CallCrm, Pop } from '../../shared/ipc/state';
import type { T } from '../i18n';
import { colleague } from './colleagues';
import { ownLeg, whoAsks } from './own-part';
import { showNumber } from './show-number';

/** Who the card is about. Once the agent's own CRM has answered it alone counts: he may see less there than the relay does. */
export const contactOf = (call: Call, crm: CallCrm | undefined): Contact | null =>
  crm?.context?.contact ?? (crm?.status === 'unknown' ? null : call.contact);

/** One name for lists and announcements: the CRM's, else the PBX's, else the number. */
export const nameOf = (call: Call, crm: CallCrm | undefined, t: T): string =>
  contactOf(call, crm)?.name ?? call.remote.name ?? numberOf(call, t);

export const numberOf = (call: Call, t: T): string =>
  call.remote.anonymous || call.remote.number === null ? t('pop.withheld') : call.remote.display;

export type PopTone = 'ringing' | 'talking' | 'quiet' | 'missed';
export interface PopStatus {
  tone: PopTone;
  text: string;
  /** The counter: from this moment, or these whole seconds where the call is over; null: none. */
  counts: { since: string } | { seconds: number } | null;
}

/** The first line of the card. */
export const popStatus = (call: Call, pop: Pop | null, t: T): PopStatus => {
  if (pop?.closing?.why === 'answered-elsewhere') {
    const { by } = pop.closing;
    return {
      tone: 'quiet',
      text: by === null ? t('state.answeredElsewhere') : t('state.answeredBy', { who: colleague(call, by) }),
      counts: null,
    };
  }
  const own = ownLeg(call, pop);
  // In a consultation the customer waits while this phone rings: what counts here is this phone.
  const asked = call.state !== 'ended' && whoAsks(call, pop?.extension ?? null) !== null ? own : null;
  switch (asked?.state ?? call.state) {
    case 'ended':
      return call.talkSeconds > 0 || call.outcome === 'answered'
        ? { tone: 'quiet', text: t('state.ended'), counts: { seconds: call.talkSeconds } }
        : call.direction === 'inbound'
          ? { tone: 'missed', text: t('state.missed'), counts: null }
          : { tone: 'quiet', text: t('state.ended'), counts: null };
    case 'connected':
      return {
        tone: 'talking',
        text: t('state.talking'),
        counts: { since: asked?.answeredAt ?? call.answeredAt ?? call.startedAt },
      };
    case 'held':
      return { tone: 'ringing', text: t('state.held'), counts: { since: call.answeredAt ?? call.startedAt } };
    case 'ringing':
      if (pop?.reason === 'manual') return { tone: 'quiet', text: t('state.manual'), counts: null };
      return {
        tone: 'ringing',
        text: call.direction === 'outbound' ? t('state.calling') : t('state.ringing'),
        // How long the customer waits, unless a colleague has him.
        counts: { since: call.answeredAt === null ? call.startedAt : (own?.rangAt ?? call.startedAt) },
      };
  }
};

/** Where the call came from: who passed it on, the queue, else the dialled number. */
export const viaOf = (call: Call, extension: string | null, t: T): string | null => {
  const asks = whoAsks(call, extension);
  if (asks !== null) return t('phone.asks', { who: colleague(call, asks) });
  const passedOn = call.transfers.findLast((transfer) => transfer.to === extension);
  if (passedOn) return t('state.transferredBy', { who: colleague(call, passedOn.from) });
  if (call.queue !== null || call.dialled === null || call.direction !== 'inbound') return call.queue;
  return t('pop.dialled', { number: showNumber(call.dialled) });
};

/** "mobile phone" for `phone_mobile`; a custom field keeps its name, readable. */
export const fieldName = (field: string, t: T): string => {
  const key = `field.${field}` as const;
  return t(key as 'field.phone_mobile', { defaultValue: field.replace(/_c$/, '').replaceAll('_', ' ') });
};

/**
 * Which pop is in front of the stack: the one the agent chose, else the one already there, else the newest.
 * It stays while it lives, so that the card under the agent's eye never changes by itself.
 */
export const frontPop = (pops: readonly Pop[], held: string | null): Pop | null => {
  const living = pops.filter((pop) => pop.closing === null);
  const current = living.find((pop) => pop.callId === held);
  if (current) return current;
  const newest = (list: readonly Pop[]): Pop | null =>
    list.reduce<Pop | null>((best, pop) => (best && best.shownAt >= pop.shownAt ? best : pop), null);
  return newest(living) ?? pops.find((pop) => pop.callId === held) ?? newest(pops);
};
