/** What the page shows of a call that runs. */
import type { Call } from '../../shared/call/call';
import type { Tone } from '../components/Tag';
import type { T } from '../i18n';
import type { NameOf } from '../lib/who';

export interface LiveRow {
  tone: Tone;
  state: string;
  /** What the counter counts from. */
  since: string;
  /** By which way it came, or where it goes: queue and number. */
  way: string;
  /** Who has it, or whose phones ring; empty: nobody yet. */
  with: string;
  /** Who passed it on to whom. */
  passedOn: string;
}

const stateOf = (call: Call, t: T): Pick<LiveRow, 'tone' | 'state' | 'since'> => {
  const talkingSince = call.answeredAt ?? call.startedAt;
  switch (call.state) {
    case 'connected':
      return { tone: 'good', state: t('call.talking'), since: talkingSince };
    case 'held':
      return { tone: 'wait', state: t('call.held'), since: talkingSince };
    case 'ringing':
    case 'ended':
      return {
        tone: 'wait',
        state: call.direction === 'outbound' ? t('call.calling') : t('call.ringing'),
        since: call.startedAt,
      };
  }
};

export const liveRow = (
  call: Call,
  nameOf: NameOf,
  t: T,
  showNumber: (number: string) => string,
): LiveRow => {
  const who = (extension: string): string => nameOf(call.pbxId, extension);
  const here = call.legs.filter(({ state }) => state !== 'ended').map(({ extension }) => who(extension));
  return {
    ...stateOf(call, t),
    way: [call.queue, call.dialled === null ? null : showNumber(call.dialled)].filter(Boolean).join(' · '),
    with: here.join(', '),
    passedOn: call.transfers
      .map(({ from, to }) => t('call.passedOn', { from: who(from), to: who(to) }))
      .join(', '),
  };
};

/** The oldest first: what has just begun comes at the end, and nothing jumps. */
export const inOrder = (calls: readonly Call[]): Call[] =>
  [...calls].sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
