/**
 * What a PBX tells, in the field's own words and freed of the manager interface's spelling. The tracker knows only these;
 * another kind of PBX would be one more translator.
 *
 * Every event carries `at`, milliseconds since the epoch, when it was read: Asterisk sends no time of its own.
 */

import type { ToldHandOver } from './hand-over';

/** Asterisk's channel states that matter; everything else is `other`. `ring` = it calls us, `ringing` = we ring it. */
export type ChannelState = 'down' | 'ring' | 'ringing' | 'up' | 'busy' | 'other';

/** One channel as an event describes it. Unknown and withheld values are null. */
export interface ChannelInfo {
  uniqueId: string;
  linkedId: string;
  /** e.g. `PJSIP/1001-0000001f`; repeats after a restart, so it never serves as a key. */
  name: string;
  state: ChannelState;
  callerNumber: string | null;
  /** Unescaped. */
  callerName: string | null;
  connectedNumber: string | null;
  exten: string | null;
  context: string | null;
}

/** A channel in the list that the PBX gives on request. */
export interface ListedChannel extends ChannelInfo {
  /** The dialplan application, e.g. `Dial`, `Queue`, `AppDial` (a channel that was dialled). */
  application: string | null;
  applicationData: string | null;
  /** How long the channel exists. */
  durationSeconds: number;
  bridgeId: string | null;
  /** The number that was called, where the list tells it. */
  dialledNumber: string | null;
  /** What an AI agent told at its hand-over, as the dialplan left it at the channel. */
  handOver: ToldHandOver | null;
}

export type DialStatus =
  | 'answer'
  | 'busy'
  | 'no-answer'
  | 'cancel'
  | 'congestion'
  | 'unavailable'
  /** The phone sent the call elsewhere (SIP 302). */
  | 'forwarded'
  | 'other';

/** `basic`: two or more parties of one call; `conference`: parties with calls of their own; `holding`: nobody hears anybody. */
export type BridgeKind = 'basic' | 'conference' | 'holding';

export type PbxEvent = { at: number } & (
  | { kind: 'channel-created'; channel: ChannelInfo }
  | { kind: 'channel-state-changed'; channel: ChannelInfo }
  | { kind: 'caller-id-changed'; channel: ChannelInfo }
  /** `from` is null where the PBX itself dials (click-to-dial). */
  | { kind: 'dial-began'; from: ChannelInfo | null; to: ChannelInfo; dialString: string | null }
  /** The phone reports that it rings, or early media. */
  | { kind: 'dial-progressed'; to: ChannelInfo }
  /** Not paired with `dial-began`: comes twice, late, or never. */
  | { kind: 'dial-ended'; from: ChannelInfo | null; to: ChannelInfo; status: DialStatus }
  | { kind: 'bridge-entered'; bridgeId: string; bridgeKind: BridgeKind; channel: ChannelInfo }
  | { kind: 'bridge-left'; bridgeId: string; channel: ChannelInfo }
  /** Somebody hung up; the first one to ask is who ended the call. */
  | { kind: 'hangup-requested'; channel: ChannelInfo; cause: number | null }
  /** The PBX goes down and takes the channel with it. */
  | { kind: 'shutdown-requested'; channel: ChannelInfo }
  | { kind: 'hung-up'; channel: ChannelInfo; cause: { code: number; text: string } | null }
  | { kind: 'held'; channel: ChannelInfo }
  | { kind: 'resumed'; channel: ChannelInfo }
  /** The two halves of one Local channel. */
  | { kind: 'local-joined'; one: ChannelInfo; two: ChannelInfo }
  | { kind: 'queue-joined'; channel: ChannelInfo; queue: string }
  | { kind: 'blind-transferred'; transferer: ChannelInfo; transferee: ChannelInfo | null; to: string }
  | {
      kind: 'attended-transferred';
      transferer: ChannelInfo;
      /** The transferer's second channel; the same one where the PBX itself consults. */
      secondTransferer: ChannelInfo;
      transferee: ChannelInfo | null;
      target: ChannelInfo | null;
    }
  /** `channel` takes the call that rings at `target`. */
  | { kind: 'picked-up'; channel: ChannelInfo; target: ChannelInfo }
  | { kind: 'recording-started'; channel: ChannelInfo }
  /** Asked of the PBX afterwards: the event that a recording began does not name its file. */
  | { kind: 'recording-named'; uniqueId: string; file: string }
  /** The dialplan says that an AI agent gives this caller to a person, and what it told. */
  | { kind: 'handed-over'; channel: ChannelInfo; told: ToldHandOver }
  /** Click-to-dial: the channel that was made, and where it is sent when its phone is picked up. */
  | { kind: 'originated'; uniqueId: string; exten: string }
  /**
   * The PBX's list of live channels was read. What it does not name is over; what it names and we do not know is new.
   * Channels that came, changed or went between `requestedAt` and `at` are left as the events told them.
   */
  | {
      kind: 'snapshot';
      requestedAt: number;
      /** When the link was lost, if it was: what ended meanwhile ended then or later. */
      lostAt: number | null;
      channels: readonly ListedChannel[];
    }
);

export type PbxEventKind = PbxEvent['kind'];
