/** Answers to manager actions, word for word as Asterisk 22 gives them. Lines of one message, messages in order. */
import { type ChannelTable, channelHeaders, type Headers } from './channel-table';

/** A manager user with the classes of manager.conf's read and write lines. */
export interface AmiUser {
  username: string;
  secret: string;
  read: readonly string[];
  write: readonly string[];
}

type Message = string[];

/** Which write classes allow an action: one of them is enough; an empty list: everybody may. */
const rights: Record<string, readonly string[]> = {
  ping: [],
  logoff: [],
  events: [],
  listcommands: [],
  queuestatus: [],
  status: ['system', 'call', 'reporting'],
  coreshowchannels: ['system', 'reporting'],
  originate: ['originate'],
  hangup: ['system', 'call'],
  pjsipnotify: ['system'],
  command: ['command'],
  getconfig: ['system', 'config'],
};

export const mayUse = (user: AmiUser, action: string): boolean => {
  const needed = rights[action];
  return needed?.length === 0 || (needed?.some((right) => user.write.includes(right)) ?? true);
};

/** As Asterisk 22 answers `ListCommands`: what this user may use, and nothing else. */
export const listCommands = (user: AmiUser, id: Message): Message => [
  'Response: Success',
  ...id,
  ...Object.entries(rights).flatMap(([action, needed]) => {
    const privileges = needed.length === 0 ? '<none>' : [...needed, 'all'].join(',');
    return mayUse(user, action) ? [`${spelt[action] ?? action}: What it does.  (Priv: ${privileges})`] : [];
  }),
];
const spelt: Record<string, string> = {
  coreshowchannels: 'CoreShowChannels',
  getconfig: 'GetConfig',
  originate: 'Originate',
  hangup: 'Hangup',
  pjsipnotify: 'PJSIPNotify',
  command: 'Command',
};

const list = (id: Message, message: string, items: Message[], complete: string): Message[] => [
  ['Response: Success', ...id, 'EventList: start', `Message: ${message}`],
  ...items,
  [`Event: ${complete}`, ...id, 'EventList: Complete', `ListItems: ${items.length}`],
];

const described = (headers: Headers): Message =>
  channelHeaders.map((header) => `${header}: ${headers.get(header) ?? ''}`);

/** @returns null for an action it does not know */
export const answer = (
  action: string,
  id: Message,
  channels: ChannelTable,
  nowMs: number,
): Message[] | null => {
  switch (action) {
    case 'ping':
      return [['Response: Success', ...id, 'Ping: Pong', `Timestamp: ${(nowMs / 1000).toFixed(6)}`]];
    case 'status':
      return list(
        id,
        'Channel status will follow',
        channels
          .all()
          .map(({ headers, bridge, application, data, dnid, createdMs }) => [
            'Event: Status',
            'Privilege: Call',
            ...described(headers),
            `Type: ${headers.get('Channel')?.split('/')[0] ?? ''}`,
            `DNID: ${dnid}`,
            `BridgeID: ${bridge}`,
            `Application: ${application}`,
            `Data: ${data}`,
            `Seconds: ${Math.floor((nowMs - createdMs) / 1000)}`,
            ...id,
          ]),
        'StatusComplete',
      );
    case 'coreshowchannels':
      return list(
        id,
        'Channels will follow',
        channels
          .all()
          .map(({ headers, bridge, application, data, createdMs }) => [
            'Event: CoreShowChannel',
            ...id,
            ...described(headers),
            `Application: ${application}`,
            `ApplicationData: ${data}`,
            `Duration: ${new Date(nowMs - createdMs).toISOString().slice(11, 19)}`,
            `BridgeId: ${bridge}`,
          ]),
        'CoreShowChannelsComplete',
      );
    case 'queuestatus':
      return list(
        id,
        'Queue status will follow',
        channels
          .all()
          .filter(({ queue }) => queue !== null)
          .map(({ headers, queue }, index) => [
            'Event: QueueEntry',
            `Queue: ${queue}`,
            `Position: ${index + 1}`,
            ...['Channel', 'Uniqueid', 'CallerIDNum', 'CallerIDName'].map(
              (header) => `${header}: ${headers.get(header) ?? ''}`,
            ),
            'Wait: 0',
            ...id,
          ]),
        'QueueStatusComplete',
      );
    default:
      return null;
  }
};
