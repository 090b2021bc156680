/** What of a call goes into the CRM. Pure: a call and its match in, a record out. */
import { callRecordId } from '../../crm/call-record-id';
import type { CallRecord, CrmMatch } from '../../crm/port';
import type { Call, Leg, Outcome } from '../../shared/call/call';

export interface CallLogAgent {
  name: string;
  crmUserId: string | null;
}
/** Who uses an extension; null: nobody we know, e.g. a door phone. */
export type AgentByExtension = (pbxId: string, extension: string) => CallLogAgent | null;

/** Internal calls are nobody's business but the house's. */
export const belongsInCrm = (call: Call): boolean => call.direction !== 'internal' && call.state === 'ended';

/** Whether what was said in it goes along: a call that runs will be logged, one that ended is or never will be. */
export const takesConversations = (call: Call): boolean =>
  call.state === 'ended' ? call.crmRecord.status !== 'off' : call.direction !== 'internal';

export const callRecord = (call: Call, match: CrmMatch | null, agentBy: AgentByExtension): CallRecord => ({
  id: callRecordId(call.id),
  subject: subjectOf(call),
  direction: call.direction === 'outbound' ? 'Outbound' : 'Inbound',
  status: wasHeld(call) ? 'Held' : 'Not Held',
  startedAt: Date.parse(call.startedAt),
  durationSeconds: call.talkSeconds,
  description: describe(call, agentBy),
  assignedUserId:
    responsible(call).map((extension) => agentBy(call.pbxId, extension)?.crmUserId ?? null)[0] ?? null,
  contact: match ? { module: match.contact.module, id: match.contact.id } : null,
  accountId: match?.accountId ?? null,
});

/** Voicemail is an answer of a machine, not a conversation. */
const wasHeld = (call: Call): boolean => call.outcome === 'answered';

const subjectOf = (call: Call): string => {
  const who = call.remote.anonymous ? 'a withheld number' : call.remote.display;
  if (call.direction === 'outbound') return `Outbound call to ${who}`;
  return wasHeld(call) ? `Inbound call from ${who}` : `Missed call from ${who}`;
};

/** Whose call it was: who ended up with it, else who talked last, else who placed it. Nobody for a missed one of many. */
const responsible = (call: Call): string[] =>
  [
    call.owner,
    call.answeredBy.at(-1),
    call.direction === 'outbound' || call.legs.length === 1 ? call.legs[0]?.extension : null,
  ].filter((extension) => extension !== null && extension !== undefined);

const outcomes: Record<Outcome, string> = {
  answered: 'answered',
  abandoned: 'the caller hung up before anybody answered',
  'no-answer': 'nobody answered',
  busy: 'busy',
  declined: 'declined',
  cancelled: 'cancelled before it was answered',
  unavailable: 'the line was not available',
  failed: 'the call could not be connected',
  voicemail: 'the caller reached the voicemail',
};
const enders = { remote: 'the other party', agent: 'the agent', pbx: 'the PBX' };

const describe = (call: Call, agentBy: AgentByExtension): string => {
  const person = (extension: string): string => {
    const name = agentBy(call.pbxId, extension)?.name;
    return name ? `${name} (${extension})` : extension;
  };
  const people = (extensions: readonly string[]): string => [...new Set(extensions)].map(person).join(', ');
  const rang = call.legs.filter((leg) => leg.rangAt !== null);
  const lines = [
    call.remote.name && `Name on the phone: ${call.remote.name}`,
    call.dialled && `Dialled: ${call.dialled}`,
    call.queue && `Queue: ${call.queue}`,
    rang.length > 0 && `Rang: ${rang.map((leg) => person(leg.extension) + whyNot(leg)).join(', ')}`,
    call.answeredBy.length > 0 && `Talked: ${people(call.answeredBy)}`,
    waited(call),
    ...call.transfers.map(
      ({ kind, from, to, at }) =>
        `${kind === 'blind' ? 'Transfer' : 'Attended transfer'}: ${person(from)} to ${person(to)} at ${at.slice(11, 16)} UTC`,
    ),
    call.talkSeconds > 0 && `Talk time: ${duration(call.talkSeconds)}`,
    call.outcome && `Outcome: ${outcomes[call.outcome]}`,
    call.endedBy && `Ended by: ${enders[call.endedBy]}`,
    ...call.recording.map(({ file }) => `Recording: ${file}`),
    `Call id: ${call.id}`,
  ];
  return lines.filter((line): line is string => typeof line === 'string' && line !== '').join('\n');
};

const reasons: Partial<Record<NonNullable<Leg['endReason']>, string>> = {
  'no-answer': ' (no answer)',
  busy: ' (busy)',
  declined: ' (declined)',
  unavailable: ' (not reachable)',
};
const whyNot = ({ endReason }: Leg): string => (endReason ? (reasons[endReason] ?? '') : '');

const waited = ({ direction, startedAt, answeredAt, endedAt }: Call): string | null => {
  const until = answeredAt ?? endedAt;
  if (until === null || direction !== 'inbound') return null;
  const seconds = Math.max(0, Math.round((Date.parse(until) - Date.parse(startedAt)) / 1000));
  return `${answeredAt === null ? 'Waited' : 'Answered after'}: ${duration(seconds)}`;
};

const duration = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
};
