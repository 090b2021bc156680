/**
 * What a manager's `Hangup` of a phone makes of its call, in the order of a real Asterisk 22: no event asks for it, the phone's
 * channel is simply gone, and then the rest. In a group of phones that ring only the one leaves.
 */
import { channelHeaders, type Channel, type ChannelTable } from './channel-table';

export type HungUp =
  | { ok: false; message: string }
  | {
      ok: true;
      message: string;
      events: string[];
      linkedId: string;
      /** Uniqueid of the phone that left; null where the whole call is over. */
      left: string | null;
    };

const words: Record<string, string> = {
  '16': 'Normal Clearing',
  '20': 'Subscriber absent',
  '21': 'Call Rejected',
};

const value = (channel: Channel, header: string): string => channel.headers.get(header) ?? '';
const described = (channel: Channel, prefix = ''): string[] =>
  channelHeaders.map((header) => `${prefix}${header}: ${value(channel, header)}`);
const event = (name: string, ...lines: string[]): string =>
  [`Event: ${name}`, 'Privilege: call,all', ...lines].join('\n');
const bridge = (id: string, left: number): string[] => [
  `BridgeUniqueid: ${id}`,
  'BridgeType: basic',
  'BridgeTechnology: simple_bridge',
  'BridgeCreator: <unknown>',
  'BridgeName: <unknown>',
  `BridgeNumChannels: ${left}`,
  'BridgeVideoSourceMode: none',
];
const gone = (channel: Channel, cause: string): string =>
  event('Hangup', ...described(channel), `Cause: ${cause}`, `Cause-txt: ${words[cause] ?? 'Unknown'}`);
const isUp = (channel: Channel): boolean => value(channel, 'ChannelStateDesc') === 'Up';

const talkEnds = (phone: Channel, others: readonly Channel[], cause: string): string[] => {
  const inBridge = others.filter((other) => other.bridge !== '' && other.bridge === phone.bridge);
  const rest = others.filter((other) => !inBridge.includes(other));
  return [
    event('BridgeLeave', ...bridge(phone.bridge, inBridge.length), ...described(phone)),
    gone(phone, cause),
    ...inBridge.flatMap((other) => [
      event('BridgeLeave', ...bridge(other.bridge, 0), ...described(other)),
      event('SoftHangupRequest', ...described(other), 'Cause: 16'),
    ]),
    event('BridgeDestroy', ...bridge(phone.bridge, 0)),
    ...[...inBridge, ...rest].map((other) => gone(other, '16')),
  ];
};

const ringEnds = (phone: Channel, caller: Channel | undefined, cause: string): string[] => [
  ...(caller
    ? [event('DialEnd', ...described(caller), ...described(phone, 'Dest'), 'DialStatus: NOANSWER')]
    : []),
  gone(phone, cause),
];

/**
 * @param name the channel's name or Uniqueid, as Asterisk takes either
 * @param isLast whether the call waits for this phone alone
 */
export const hangUp = (
  { name, cause }: { name: string; cause: string },
  channels: ChannelTable,
  isLast: (phone: Channel) => boolean,
): HungUp => {
  if (name === '') return { ok: false, message: 'No channel specified' };
  const all = channels.all();
  const phone = all.find((it) => value(it, 'Channel') === name || value(it, 'Uniqueid') === name);
  if (!phone) return { ok: false, message: 'No such channel' };
  const linkedId = value(phone, 'Linkedid');
  const others = all.filter((it) => it !== phone && value(it, 'Linkedid') === linkedId);
  const done = { ok: true, message: 'Channel Hungup', linkedId } as const;
  if (isUp(phone)) return { ...done, left: null, events: talkEnds(phone, others, cause || '16') };
  const caller = others.find((it) => value(it, 'Uniqueid') === linkedId);
  const ring = ringEnds(phone, caller, cause || '16');
  if (!isLast(phone)) return { ...done, left: value(phone, 'Uniqueid'), events: ring };
  const rest = others.flatMap((other) => [
    event('SoftHangupRequest', ...described(other), 'Cause: 16'),
    gone(other, '20'),
  ]);
  return { ...done, left: null, events: [...ring, ...rest] };
};
