/** Which calls become records of the CRM. Pure. */
import type { Call } from '../../shared/call/call';

export interface CallLogRules {
  /** Calls from outside that no person answered. */
  missed: boolean;
  /** Calls between extensions. */
  internal: boolean;
}
export const defaultRules: CallLogRules = { missed: true, internal: false };

/** Nobody of the house talked to the caller. Voicemail is an answer of a machine. */
const wasMissed = (call: Call): boolean => call.direction !== 'outbound' && call.outcome !== 'answered';

/**
 * Internal calls are nobody's business but the house's, unless one says so. Whoever talked to an AI agent was not just
 * missed, and one that an agent wrote about is worth a record.
 * @param isNoted asked for missed calls only
 */
export const belongsInCrm = (
  call: Call,
  rules: CallLogRules = defaultRules,
  isNoted: (callId: string) => boolean = () => false,
): boolean =>
  call.state === 'ended' &&
  (rules.internal || call.direction !== 'internal') &&
  (rules.missed || !wasMissed(call) || call.ai !== null || isNoted(call.id));

/**
 * Whether what was said in it, or written about it, goes along: a call that runs will be logged, one that ended is or never
 * will be. One that was left out for being missed is logged because of that.
 */
export const takesMore = (call: Call, rules: CallLogRules = defaultRules): boolean => {
  const isOurs = rules.internal || call.direction !== 'internal';
  return call.state === 'ended' ? call.crmRecord.status !== 'off' || (isOurs && !rules.missed) : isOurs;
};
