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

/** Internal calls are nobody's business but the house's, unless one says so. Whoever talked to an AI agent was not just missed. */
export const belongsInCrm = (call: Call, rules: CallLogRules = defaultRules): boolean =>
  call.state === 'ended' &&
  (rules.internal || call.direction !== 'internal') &&
  (rules.missed || !wasMissed(call) || call.ai !== null);

/**
 * Whether what was said in it goes along: a call that runs will be logged, one that ended is or never will be. One that was
 * left out for being missed is logged because of what was said.
 */
export const takesConversations = (call: Call, rules: CallLogRules = defaultRules): boolean => {
  const isOurs = rules.internal || call.direction !== 'internal';
  return call.state === 'ended' ? call.crmRecord.status !== 'off' || (isOurs && !rules.missed) : isOurs;
};
