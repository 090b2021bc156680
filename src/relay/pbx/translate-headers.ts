/** Which events and headers the relay looks at; the event stream decodes nothing else. */

const spell = (prefix: string) => ({
  channel: `${prefix}Channel`,
  uniqueId: `${prefix}Uniqueid`,
  linkedId: `${prefix}Linkedid`,
  state: `${prefix}ChannelStateDesc`,
  callerNumber: `${prefix}CallerIDNum`,
  callerName: `${prefix}CallerIDName`,
  connectedNumber: `${prefix}ConnectedLineNum`,
  exten: `${prefix}Exten`,
  context: `${prefix}Context`,
});

/** The headers that describe a channel, by the prefix Asterisk gives them. */
export const channelHeaders = {
  '': spell(''),
  Dest: spell('Dest'),
  LocalOne: spell('LocalOne'),
  LocalTwo: spell('LocalTwo'),
  Transferer: spell('Transferer'),
  Transferee: spell('Transferee'),
  OrigTransferer: spell('OrigTransferer'),
  SecondTransferer: spell('SecondTransferer'),
  TransferTarget: spell('TransferTarget'),
  Target: spell('Target'),
};

/** CoreShowChannel counts as `hh:mm:ss`, Status in seconds. */
export const snapshotHeaders = { duration: 'Duration', seconds: 'Seconds' } as const;

/** What the dialplan of docs/elevenlabs.md calls them: the event at a hand-over, and the channel's variable with the same data. */
export const handOverNames = { event: 'AssistantHandOver', variable: 'CTI_ASSISTANT' } as const;

type Part = keyof ReturnType<typeof spell>;
const whole = (prefix: keyof typeof channelHeaders): string[] => Object.values(channelHeaders[prefix]);
const some = (prefix: keyof typeof channelHeaders, ...parts: Part[]): string[] =>
  parts.map((part) => channelHeaders[prefix][part]);

const identity: Part[] = ['channel', 'uniqueId', 'linkedId', 'state'];
const place: Part[] = [...identity, 'exten', 'context'];
const person: Part[] = [...identity, 'callerNumber', 'callerName', 'connectedNumber'];

/**
 * Event name -> the headers that `translate` (and the snapshot) read. Fewer headers are fewer strings made: a call costs
 * 22 events, a busy PBX sends thousands a second.
 */
export const wantedEvents: Readonly<Record<string, readonly string[]>> = {
  Newchannel: whole(''),
  Newstate: some('', ...place),
  NewCallerid: some('', ...person),
  DialBegin: [...some('', ...identity), ...some('Dest', ...person), 'DialString'],
  DialState: [...some('Dest', ...identity), 'DialStatus'],
  DialEnd: [...some('', ...identity), ...some('Dest', ...identity), 'DialStatus', 'Forward'],
  BridgeEnter: [...some('', ...place), 'BridgeUniqueid', 'BridgeType', 'BridgeTechnology'],
  BridgeLeave: [...some('', ...place), 'BridgeUniqueid'],
  HangupRequest: [...some('', ...identity), 'Cause'],
  SoftHangupRequest: [...some('', ...identity), 'Cause'],
  Hangup: [...some('', ...place), 'Cause', 'Cause-txt'],
  Hold: some('', ...identity),
  Unhold: some('', ...identity),
  LocalBridge: [...some('LocalOne', ...identity), ...some('LocalTwo', ...identity)],
  QueueCallerJoin: [...some('', ...identity), 'Queue'],
  BlindTransfer: [
    ...some('Transferer', ...identity),
    ...some('Transferee', ...identity),
    'Result',
    'Extension',
  ],
  AttendedTransfer: [
    ...some('OrigTransferer', ...identity),
    ...some('SecondTransferer', ...identity),
    ...some('Transferee', ...identity),
    ...some('TransferTarget', ...person),
    'Result',
  ],
  Pickup: [...some('', ...identity), ...some('Target', ...identity)],
  MixMonitorStart: some('', ...identity),
  UserEvent: [...some('', ...identity), 'UserEvent', 'Data'],
  OriginateResponse: ['Uniqueid', 'Exten', 'Response', 'ActionID'],
  CoreShowChannel: [...whole(''), 'Application', 'ApplicationData', 'Duration', 'BridgeId', 'ActionID'],
  CoreShowChannelsComplete: ['ActionID'],
  Status: [...whole(''), 'Application', 'Data', 'Seconds', 'BridgeID', 'DNID', 'Variable', 'ActionID'],
  StatusComplete: ['ActionID'],
};
