/** What the simulated Asterisk knows of its channels, learnt from the very events it sends; the list actions read it. */
export type Headers = ReadonlyMap<string, string>;

export interface Channel {
  headers: Map<string, string>;
  bridge: string;
  queue: string | null;
  /** The dialplan application it is in, and that one's arguments. */
  application: string;
  data: string;
  /** What it dialled; empty for a channel that was dialled. */
  dnid: string;
  createdMs: number;
}

/** The headers that describe a channel in each event about it, in Asterisk's order. */
export const channelHeaders = [
  'Channel',
  'ChannelState',
  'ChannelStateDesc',
  'CallerIDNum',
  'CallerIDName',
  'ConnectedLineNum',
  'ConnectedLineName',
  'Language',
  'AccountCode',
  'Context',
  'Exten',
  'Priority',
  'Uniqueid',
  'Linkedid',
];

export const headersOfMessage = (text: string): Map<string, string> => {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon);
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
};

const born = (event: Headers, nowMs: number): Channel => {
  const called = event.get('ChannelStateDesc') !== 'Ring';
  return {
    headers: new Map(),
    bridge: '',
    queue: null,
    application: called ? 'AppDial' : 'Dial',
    data: called ? '(Outgoing Line)' : '',
    dnid: called ? '' : (event.get('Exten') ?? ''),
    createdMs: nowMs,
  };
};

const dialling = (channel: Channel, event: Headers): void => {
  const technology = event.get('DestChannel')?.split('/')[0] ?? '';
  channel.application = 'Dial';
  channel.data = `${technology}/${event.get('DialString') ?? ''},60`;
};

export const createChannelTable = (now: () => number) => {
  const channels = new Map<string, Channel>();
  const learn = (event: Headers): void => {
    const id = event.get('Uniqueid');
    const name = event.get('Event');
    if (!id || !name) return;
    if (name === 'Hangup') {
      channels.delete(id);
      return;
    }
    if (name === 'Newchannel') channels.set(id, born(event, now()));
    const channel = channels.get(id);
    if (!channel) return;
    for (const header of channelHeaders) {
      const value = event.get(header);
      if (value !== undefined) channel.headers.set(header, value);
    }
    if (name === 'BridgeEnter') channel.bridge = event.get('BridgeUniqueid') ?? '';
    if (name === 'BridgeLeave') channel.bridge = '';
    if (name === 'DialBegin' && channel.application !== 'Queue') dialling(channel, event);
    if (name === 'QueueCallerJoin') {
      channel.queue = event.get('Queue') ?? '';
      channel.application = 'Queue';
      channel.data = `${channel.queue},tR,,,60`;
    }
    if (name === 'QueueCallerLeave') channel.queue = null;
  };
  return {
    learn,
    all: (): Channel[] => [...channels.values()],
    clear: (): void => channels.clear(),
  };
};
export type ChannelTable = ReturnType<typeof createChannelTable>;
