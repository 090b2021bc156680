/** What was recorded of a call, in words. Runs when somebody asks or the call is over, never while events come in. */
import type { CallChange } from '../../../shared/call/change';
import { iso } from '../../../shared/clock';
import type { CallEvent, FieldChange, PopChange } from '../../../shared/protocol/call-events';
import type { AmiEvent } from '../../pbx/ami-event';
import { fieldChanges, popChanges } from './differences';

type Fields = AmiEvent['fields'];

/** One event as it happened. It holds what was there anyway; nothing is copied. */
export interface Happening {
  /** Named as by Asterisk, or `ChannelList` or `Relay`. */
  source: AmiEvent;
  changes: readonly CallChange[];
  /** Filled while the changes are told: who was sent a pop. */
  deliveries: { callId: string; extension: string; agents: readonly string[] }[] | null;
}

/** `PJSIP/1002-0000001f` is 1002 to people. */
const peer = (channel: string | undefined): string | null =>
  channel === undefined ? null : channel.replace(/^[^/]+\//, '').replace(/-[0-9a-f]{8}(?=;|$)/, '');

const channelNames = ['Channel', 'LocalOneChannel', 'TransfererChannel', 'OrigTransfererChannel'] as const;
const otherNames = [
  'DestChannel',
  'TargetChannel',
  'LocalTwoChannel',
  'TransfereeChannel',
  'TransferTargetChannel',
] as const;

/** The header that tells most, by the event's name. */
const details: Record<string, readonly string[]> = {
  Newstate: ['ChannelStateDesc'],
  Newchannel: ['ChannelStateDesc', 'Exten'],
  NewCallerid: ['CallerIDNum'],
  DialState: ['DialStatus'],
  DialEnd: ['DialStatus'],
  Hangup: ['Cause', 'Cause-txt'],
  HangupRequest: ['Cause'],
  SoftHangupRequest: ['Cause'],
  QueueCallerJoin: ['Queue'],
  BlindTransfer: ['Extension'],
};

const relayTexts: Record<string, string> = {
  ChannelList: 'The list of channels was read from the PBX',
  Relay: 'The relay added what it found out',
};

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const effect = (changed: readonly FieldChange[], pops: readonly PopChange[]): string => {
  const parts = [
    ...changed.slice(0, 4).map(({ field, before, after }) => `${field} ${shown(before)} -> ${shown(after)}`),
    ...(changed.length > 4 ? [`${changed.length - 4} more fields`] : []),
    ...pops.map(({ action, extension, reason, agents }) => {
      if (action === 'closed') return `the pop of ${extension} closed (${reason})`;
      const whom = agents.length === 0 ? 'nobody, for none is signed in' : agents.join(', ');
      return `a pop opened on ${extension} for ${whom}`;
    }),
  ];
  return parts.length === 0 ? 'no change' : parts.join('; ');
};

const what = (name: string, fields: Fields): string => {
  const first = (names: readonly string[]): string | null =>
    peer(fields[names.find((header) => fields[header] !== undefined) ?? '']);
  const [from, to] = [first(channelNames), first(otherNames)];
  const detail = (details[name] ?? []).map((header) => fields[header]).filter((value) => value);
  // A dial is about the phone that is dialled.
  const who = name.startsWith('Dial') && to !== null ? [to] : [from, to].filter((one) => one !== null);
  return [name, ...detail, who.join(' -> ')].filter((part) => part !== '').join(' ');
};

/** @returns the happening as it concerns this call */
export const describe = (happening: Happening, callId: string): CallEvent => {
  const { source, changes, deliveries } = happening;
  const { at, name, fields } = source;
  const own = changes.filter(({ call }) => call.id === callId);
  const changed = own.flatMap(fieldChanges);
  const agentsOf = (extension: string): readonly string[] =>
    deliveries?.find((it) => it.callId === callId && it.extension === extension)?.agents ?? [];
  const pops = own.flatMap((change) => popChanges(change, agentsOf));
  const headers = Object.entries(fields).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return {
    at: iso(at),
    event: name,
    headers: Object.fromEntries(headers),
    summary: `${relayTexts[name] ?? what(name, fields)}: ${effect(changed, pops)}`,
    changed,
    pops,
  };
};
