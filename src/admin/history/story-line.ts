/** One entry of a call's story as a person reads it; the relay gives data, the words are here. */
import type { Call } from '../../shared/call/call';
import type { FieldChange } from '../../shared/protocol/call-events';
import type { StoryEntry } from '../../shared/protocol/call-story';
import type { Tone } from '../components/Tag';
import type { T } from '../i18n';
import type { NameOf } from '../lib/who';

export const storySources = ['pbx', 'desks', 'crm', 'ai', 'notes'] as const;
export type StorySource = (typeof storySources)[number];

export interface StoryLine {
  at: string;
  source: StorySource;
  tone: Tone;
  text: string;
  /** What stands below it, quieter. */
  more: string[];
  /** As somebody wrote it, with its line breaks. */
  written: string | null;
  problem: string | null;
  url: string | null;
  /** The PBX's own words, folded away. */
  headers: Record<string, string>;
}

/** Asterisk's events that have a sentence of their own; others are shown by their name. */
const knownEvents = [
  'Newchannel',
  'DialBegin',
  'DialEnd',
  'BridgeEnter',
  'BridgeLeave',
  'HangupRequest',
  'SoftHangupRequest',
  'Hangup',
  'Hold',
  'Unhold',
  'QueueCallerJoin',
  'BlindTransfer',
  'AttendedTransfer',
  'Pickup',
  'ChannelList',
  'OriginateResponse',
  'MixMonitorStart',
  'UserEvent',
  'Relay',
] as const;
const knownEvent = (event: string): (typeof knownEvents)[number] | undefined =>
  knownEvents.find((known) => known === event);

const written = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** `state: ringing → connected`; what was nothing before is told by its new value alone. */
export const changeText = ({ field, before, after }: FieldChange): string =>
  before === null || before === undefined
    ? `${field}: ${written(after)}`
    : `${field}: ${written(before)} → ${written(after)}`;

const toneOfChange = (changed: readonly FieldChange[]): Tone => {
  const state = changed.find(({ field }) => field === 'state')?.after;
  return state === 'connected' ? 'good' : state === 'ringing' || state === 'held' ? 'wait' : 'quiet';
};

export const storyLine = (
  entry: StoryEntry,
  call: Pick<Call, 'pbxId'>,
  nameOf: NameOf,
  agentName: (agentId: string) => string,
  t: T,
): StoryLine => {
  const line = {
    at: entry.at,
    tone: 'quiet' as Tone,
    more: [] as string[],
    written: null,
    problem: null,
    url: null,
    headers: {},
  };
  const phone = (extension: string): string => nameOf(call.pbxId, extension);
  switch (entry.kind) {
    case 'pbx': {
      const known = knownEvent(entry.event);
      return {
        ...line,
        source: 'pbx',
        tone: toneOfChange(entry.changed),
        text: known === undefined ? entry.event : t(`event.${known}`),
        more: entry.changed.map(changeText),
        headers: { Event: entry.event, ...entry.headers },
      };
    }
    case 'pop-sent':
      return {
        ...line,
        source: 'desks',
        text: t(entry.reason === 'manual' ? 'story.popByHand' : 'story.popSent', {
          who: agentName(entry.agentId),
        }),
      };
    case 'pop-acknowledged':
      return {
        ...line,
        source: 'desks',
        tone: 'good',
        text: t('story.popShown', { who: agentName(entry.agentId), ms: Math.round(entry.afterMs) }),
      };
    case 'pop-closed':
      return {
        ...line,
        source: 'desks',
        text: t('story.popClosed', { who: phone(entry.extension) }),
        more: [entry.reason],
      };
    case 'crm': {
      const tones = { pending: 'wait', failed: 'bad', logged: 'good', 'given-up': 'quiet' } as const;
      return {
        ...line,
        source: 'crm',
        tone: tones[entry.status],
        text: t(`story.crm.${entry.status}`, { what: t(`job.${entry.job}`) }),
        more: entry.tries > 0 ? [t('story.tries', { count: entry.tries })] : [],
        problem: entry.error,
        url: entry.url,
      };
    }
    case 'conversation':
      return {
        ...line,
        source: 'ai',
        tone: 'ai',
        text: t('story.conversation', {
          who: entry.agentName ?? entry.agentId,
          seconds: Math.round(entry.durationSeconds),
        }),
        more: [t(`story.success.${entry.success}`), t('story.lines', { count: entry.lines })],
        written: entry.summary,
      };
    case 'note':
      return {
        ...line,
        source: 'notes',
        text: t('story.note', { who: entry.agentName }),
        more: [
          ...(entry.disposition === null ? [] : [t('story.disposition', { what: entry.disposition })]),
          ...(entry.followUps > 0 ? [t('story.followUps', { count: entry.followUps })] : []),
        ],
        written: entry.text === '' ? null : entry.text,
      };
  }
};
