/** What of a call goes into the CRM. Pure: a call and its match in, a record out. */
import { callRecordId } from '../call-record-id';
import type { CallRecord, CrmMatch } from '../port';
import type { Call, Leg, Outcome } from '../../shared/call/call';
import { fill, type Placeholder } from './template';

export interface CallLogAgent {
  name: string;
  crmUserId: string | null;
}
/** Who uses an extension; null: nobody we know, e.g. a door phone. */
export type AgentByExtension = (pbxId: string, extension: string) => CallLogAgent | null;

/** How a record is worded, and whose it is where nobody of the house can be named. */
export interface Wording {
  /** Templates, see `template.ts`. */
  subject: string;
  description: string;
  /** A CRM user's id; null: the relay's own. */
  userId: string | null;
  /** Field of the CRM -> its template. */
  fields?: Readonly<Record<string, string>>;
}
export const defaultWording: Wording = { subject: '{title}', description: '{details}', userId: null };

export const callRecord = (
  call: Call,
  match: CrmMatch | null,
  agentBy: AgentByExtension,
  wording: Wording = defaultWording,
): CallRecord => {
  const values = valuesOf(call, match, agentBy);
  return {
    id: callRecordId(call.id),
    subject: fill(wording.subject, values).trim() || values.title,
    // The CRM knows two; an internal call is its caller's.
    direction: call.direction === 'inbound' ? 'Inbound' : 'Outbound',
    status: wasHeld(call) ? 'Held' : 'Not Held',
    startedAt: Date.parse(call.startedAt),
    durationSeconds: call.talkSeconds,
    description: fill(wording.description, values),
    assignedUserId: agentOf(call, agentBy)?.crmUserId ?? wording.userId,
    contact: match ? { module: match.contact.module, id: match.contact.id } : null,
    accountId: match?.accountId ?? null,
    ...(wording.fields && {
      fields: Object.fromEntries(
        Object.entries(wording.fields).map(([name, template]) => [name, fill(template, values)]),
      ),
    }),
  };
};

const agentOf = (call: Call, agentBy: AgentByExtension): CallLogAgent | null => {
  const extension = responsible(call);
  return extension === null ? null : agentBy(call.pbxId, extension);
};

const valuesOf = (
  call: Call,
  match: CrmMatch | null,
  agentBy: AgentByExtension,
): Record<Placeholder, string> => ({
  title: titleOf(call),
  details: describe(call, agentBy),
  who: whoOf(call),
  number: call.remote.number ?? '',
  name: call.remote.name ?? '',
  contact: match?.contact.name ?? '',
  account: match?.contact.account ?? '',
  direction: call.direction,
  outcome: call.outcome ? outcomes[call.outcome] : '',
  dialled: call.dialled ?? '',
  queue: call.queue ?? '',
  agent: agentOf(call, agentBy)?.name ?? '',
  extension: responsible(call) ?? '',
  date: call.startedAt.slice(0, 10),
  time: call.startedAt.slice(11, 16),
  talk: call.talkSeconds > 0 ? duration(call.talkSeconds) : '',
  recording: call.recording
    .map(({ file }) => file)
    .filter((file) => file !== '')
    .join(', '),
  callId: call.id,
  pbx: call.pbxId,
});

/** Voicemail is an answer of a machine, not a conversation. */
const wasHeld = (call: Call): boolean => call.outcome === 'answered';

const whoOf = ({ remote }: Call): string => (remote.anonymous ? 'a withheld number' : remote.display);

const titleOf = (call: Call): string => {
  if (call.direction === 'internal') return `Internal call with ${whoOf(call)}`;
  if (call.direction === 'outbound') return `Outbound call to ${whoOf(call)}`;
  return `${wasHeld(call) ? 'Inbound' : 'Missed'} call from ${whoOf(call)}`;
};

/**
 * The extension whose call it was: who ended up with it, else who talked last, else who placed it; of an internal call who
 * placed it. Nobody for a missed one of many.
 */
const responsible = ({ direction, legs, owner, answeredBy }: Call): string | null => {
  const placer = legs.find((leg) => leg.rangAt === null)?.extension;
  if (direction === 'internal') return placer ?? owner;
  const only = direction === 'outbound' || legs.length === 1 ? legs[0]?.extension : null;
  return owner ?? answeredBy.at(-1) ?? only ?? null;
};

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
    handedOver(call),
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

/** Stands there also when the AI agent's provider never tells of the conversation. */
const handedOver = ({ ai }: Call): string | null => {
  if (!ai?.handOver) return null;
  const facts = ai.handOver.facts
    .map(({ name, value }) => `${name.replaceAll('_', ' ')} ${value}`)
    .join('; ');
  return `AI agent handed over: ${facts || 'yes'}`;
};

const duration = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
};
