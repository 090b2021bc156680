/** The manager interface's events in the field's own words. Everything that Asterisk spells oddly ends here. */
import type {
  BridgeKind,
  ChannelInfo,
  ChannelState,
  DialStatus,
  ListedChannel,
  PbxEvent,
} from '../../shared/call/pbx-event';
import { readHandOver } from '../../shared/call/hand-over';
import type { AmiEvent } from './ami-event';
import { channelHeaders, handOverNames, snapshotHeaders } from './translate-headers';
import { unescapeC } from './translate-unescape';

export { handOverNames, wantedEvents } from './translate-headers';

type Fields = AmiEvent['fields'];

// Maps, for the keys come from the network: an event called `constructor` must find nothing.
const states = new Map<string | undefined, ChannelState>([
  ['Down', 'down'],
  ['Ring', 'ring'],
  ['Ringing', 'ringing'],
  ['Up', 'up'],
  ['Busy', 'busy'],
]);

const dialStatuses = new Map<string | undefined, DialStatus>([
  ['ANSWER', 'answer'],
  ['BUSY', 'busy'],
  ['NOANSWER', 'no-answer'],
  ['CANCEL', 'cancel'],
  ['CONGESTION', 'congestion'],
  ['CHANUNAVAIL', 'unavailable'],
]);

/** Asterisk writes what it does not know as nothing, `<unknown>` or `unknown` (facts of 16 and 22). */
const known = (value: string | undefined): string | null =>
  value === undefined || value === '' || value === '<unknown>' || value === 'unknown' ? null : value;

const name = (value: string | undefined): string | null => {
  const raw = known(value);
  return raw === null ? null : unescapeC(raw);
};

/** The channel an event describes under a prefix (`''`, `Dest`, `Transferer`, ...); null where it names none. */
const channel = (fields: Fields, prefix: keyof typeof channelHeaders): ChannelInfo | null => {
  const h = channelHeaders[prefix];
  const uniqueId = known(fields[h.uniqueId]);
  const channelName = fields[h.channel];
  if (uniqueId === null || !channelName) return null;
  return {
    uniqueId,
    linkedId: known(fields[h.linkedId]) ?? uniqueId,
    name: channelName,
    state: states.get(fields[h.state]) ?? 'other',
    callerNumber: known(fields[h.callerNumber]),
    callerName: name(fields[h.callerName]),
    connectedNumber: known(fields[h.connectedNumber]),
    exten: known(fields[h.exten]),
    context: known(fields[h.context]),
  };
};

const bridgeKind = (fields: Fields): BridgeKind => {
  if (fields.BridgeTechnology === 'holding_bridge') return 'holding';
  return fields.BridgeType === undefined || fields.BridgeType === 'basic' ? 'basic' : 'conference';
};

const integer = (value: string | undefined): number | null =>
  value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : null;

/** What `SoftHangupRequest` calls its cause is why Asterisk lets the channel go: this is AST_SOFTHANGUP_SHUTDOWN. */
const SHUTDOWN = 4;

const hangupCause = (fields: Fields): { code: number; text: string } | null => {
  const code = integer(fields.Cause);
  return code === null || code === 0 ? null : { code, text: name(fields['Cause-txt']) ?? '' };
};

type Translator = (fields: Fields, at: number) => PbxEvent | null;

/** An event about one channel and nothing else. */
const about =
  (
    kind:
      | 'channel-created'
      | 'channel-state-changed'
      | 'caller-id-changed'
      | 'held'
      | 'resumed'
      | 'recording-started',
  ): Translator =>
  (fields, at) => {
    const it = channel(fields, '');
    return it && { kind, at, channel: it };
  };

const translators: Record<string, Translator> = {
  Newchannel: about('channel-created'),
  Newstate: about('channel-state-changed'),
  NewCallerid: about('caller-id-changed'),
  Hold: about('held'),
  Unhold: about('resumed'),
  MixMonitorStart: about('recording-started'),
  DialBegin: (fields, at) => {
    const to = channel(fields, 'Dest');
    if (!to) return null;
    return { kind: 'dial-began', at, from: channel(fields, ''), to, dialString: known(fields.DialString) };
  },
  DialState: (fields, at) => {
    const to = channel(fields, 'Dest');
    const rings = fields.DialStatus === 'RINGING' || fields.DialStatus === 'PROGRESS';
    return to && rings ? { kind: 'dial-progressed', at, to } : null;
  },
  DialEnd: (fields, at) => {
    const to = channel(fields, 'Dest');
    if (!to) return null;
    const status = known(fields.Forward) ? 'forwarded' : (dialStatuses.get(fields.DialStatus) ?? 'other');
    return { kind: 'dial-ended', at, from: channel(fields, ''), to, status };
  },
  BridgeEnter: (fields, at) => {
    const it = channel(fields, '');
    const bridgeId = known(fields.BridgeUniqueid);
    return it && bridgeId
      ? { kind: 'bridge-entered', at, bridgeId, bridgeKind: bridgeKind(fields), channel: it }
      : null;
  },
  BridgeLeave: (fields, at) => {
    const it = channel(fields, '');
    const bridgeId = known(fields.BridgeUniqueid);
    return it && bridgeId ? { kind: 'bridge-left', at, bridgeId, channel: it } : null;
  },
  HangupRequest: (fields, at) => {
    const it = channel(fields, '');
    return it && { kind: 'hangup-requested', at, channel: it, cause: integer(fields.Cause) };
  },
  SoftHangupRequest: (fields, at) => {
    const it = integer(fields.Cause) === SHUTDOWN ? channel(fields, '') : null;
    return it && { kind: 'shutdown-requested', at, channel: it };
  },
  Hangup: (fields, at) => {
    const it = channel(fields, '');
    return it && { kind: 'hung-up', at, channel: it, cause: hangupCause(fields) };
  },
  LocalBridge: (fields, at) => {
    const one = channel(fields, 'LocalOne');
    const two = channel(fields, 'LocalTwo');
    return one && two ? { kind: 'local-joined', at, one, two } : null;
  },
  QueueCallerJoin: (fields, at) => {
    const it = channel(fields, '');
    const queue = known(fields.Queue);
    return it && queue ? { kind: 'queue-joined', at, channel: it, queue } : null;
  },
  BlindTransfer: (fields, at) => {
    const transferer = channel(fields, 'Transferer');
    const to = known(fields.Extension);
    if (!transferer || !to || fields.Result !== 'Success') return null;
    return { kind: 'blind-transferred', at, transferer, transferee: channel(fields, 'Transferee'), to };
  },
  AttendedTransfer: (fields, at) => {
    const transferer = channel(fields, 'OrigTransferer');
    if (!transferer || fields.Result !== 'Success') return null;
    return {
      kind: 'attended-transferred',
      at,
      transferer,
      secondTransferer: channel(fields, 'SecondTransferer') ?? transferer,
      transferee: channel(fields, 'Transferee'),
      target: channel(fields, 'TransferTarget'),
    };
  },
  Pickup: (fields, at) => {
    const it = channel(fields, '');
    const target = channel(fields, 'Target');
    return it && target ? { kind: 'picked-up', at, channel: it, target } : null;
  },
  UserEvent: (fields, at) => {
    const it = channel(fields, '');
    return it && fields.UserEvent === handOverNames.event
      ? { kind: 'handed-over', at, channel: it, told: readHandOver(fields.Data ?? null) }
      : null;
  },
  OriginateResponse: (fields, at) => {
    const uniqueId = known(fields.Uniqueid);
    const exten = known(fields.Exten);
    return uniqueId && exten ? { kind: 'originated', at, uniqueId, exten } : null;
  },
};

const byName = new Map(Object.entries(translators));

/**
 * One manager event as the tracker understands it.
 * @returns null for events that say nothing about a call, or that are too damaged to trust
 */
export const translate = (event: AmiEvent): PbxEvent | null =>
  byName.get(event.name)?.(event.fields, event.at) ?? null;

/** `hh:mm:ss` of CoreShowChannel, or the plain seconds of Status. */
const seconds = (fields: Fields): number => {
  const [h = 0, m = 0, s = 0] = (fields[snapshotHeaders.duration] ?? '').split(':').map(Number);
  const total = h * 3600 + m * 60 + s || Number(fields[snapshotHeaders.seconds] ?? 0);
  return Number.isFinite(total) && total > 0 ? total : 0;
};

/** `CTI_ASSISTANT=from=...`, empty for a channel that has no such variable. */
const handOverOf = (variable: string | undefined): ListedChannel['handOver'] => {
  const prefix = `${handOverNames.variable}=`;
  const data = variable?.startsWith(prefix) ? variable.slice(prefix.length) : '';
  return data === '' ? null : readHandOver(data);
};

const listed = (event: AmiEvent): ListedChannel | null => {
  const it = channel(event.fields, '');
  if (!it) return null;
  const { fields } = event;
  return {
    ...it,
    application: known(fields.Application),
    applicationData: known(fields.ApplicationData ?? fields.Data),
    durationSeconds: seconds(fields),
    bridgeId: known(fields.BridgeId ?? fields.BridgeID),
    dialledNumber: known(fields.DNID),
    handOver: handOverOf(fields.Variable),
  };
};

/**
 * The answer to `Status` and/or `CoreShowChannels` as one event for the tracker; with both, what `Status` alone knows (the
 * number dialled) is added. Hand it the list's items once the list is complete.
 * @param requestedAt when the first action was sent; `lostAt` when the link had gone down, null on the first connection
 */
export const snapshotEvent = (
  items: readonly AmiEvent[],
  times: { requestedAt: number; at: number; lostAt: number | null },
): PbxEvent => {
  const channels = new Map<string, ListedChannel>();
  for (const item of items) {
    if (item.name !== 'CoreShowChannel' && item.name !== 'Status') continue;
    const it = listed(item);
    if (!it) continue;
    const before = channels.get(it.uniqueId);
    channels.set(it.uniqueId, {
      ...it,
      dialledNumber: it.dialledNumber ?? before?.dialledNumber ?? null,
      handOver: it.handOver ?? before?.handOver ?? null,
    });
  }
  return { kind: 'snapshot', ...times, channels: [...channels.values()] };
};
