import type { CountryCode } from '../../shared/phone/parse';
import type { RewriteRule } from '../../shared/phone/rewrite';
import type { AmiTls } from './ami-socket';

/** All that a PBX link needs to know; `pbxDefaults` fills what is seldom set. */
export interface PbxOptions {
  /** The first part of every call's id. */
  id: string;
  host: string;
  port: number;
  /** The user of the event plane: read = call,agent,user; write = call,reporting lets it list the calls after a break. */
  username: string;
  secret: string;
  tls: AmiTls | null;
  /** The user of the control plane: write = originate, and call where agents hang up from their card. May be the same. */
  control: { username: string; secret: string };
  /** How numbers without a country code are read, and how one is dialled abroad. */
  defaultCountry: CountryCode;
  /** Tested against `tech/peer` of a channel; its first group is the extension. The tracker has a default. */
  extensionPattern?: RegExp;
  /** Contexts in which calls from outside begin, where they are not named as in FreePBX. */
  trunkContexts?: RegExp;
  /** Trunks at whose other end an AI agent is: the names of their peers. The tracker has a default. */
  assistantTrunks?: readonly string[];
  /** Other trunks over which an AI agent's hand-overs come back. */
  handOverTrunks?: readonly string[];
  /** The context that a click-to-dial call is dialled in, as if the agent's phone had dialled. */
  dialContext: string;
  /** The channel that rings the agent's phone: `PJSIP/{extension}`, `SIP/{extension}` or `Local/{extension}@from-internal`. */
  dialChannel: string;
  /** What agents dial for an outside line, e.g. `0`: added when we dial for them, taken off when what they dialled is read. */
  dialPrefix: string;
  /** How the provider's spelling of numbers is put right. */
  rewrite?: readonly RewriteRule[];
  /** How long the agent's own phone rings when it is asked to dial. */
  dialRingMs: number;
  /** How a phone is told to pick up; by default none is. */
  answerBy: 'off' | 'talk-event';
  /** From the first packet to the accepted login. */
  loginTimeoutMs: number;
  /** How long an action of the control plane may take. */
  actionTimeoutMs: number;
  pingIntervalMs: number;
}

/**
 * `PJSIP/{extension}` and not FreePBX's Local channel: it rings the desk phone only (no follow-me, no voicemail that
 * would answer in the agent's place), and its event sequence is the one that was measured.
 */
export const pbxDefaults = {
  dialContext: 'from-internal',
  dialChannel: 'PJSIP/{extension}',
  dialPrefix: '',
  dialRingMs: 30_000,
  answerBy: 'off',
  loginTimeoutMs: 10_000,
  actionTimeoutMs: 8_000,
  pingIntervalMs: 5_000,
} satisfies Partial<PbxOptions>;
