/** What of an AI conversation goes into the CRM. Pure: the call's record and the conversation in, texts out. */
import { uuidv5 } from '../../crm/call-record-id';
import type { CallRecord, ConversationRecord, RecordingRecord } from '../../crm/port';
import type { Conversation } from '../../shared/protocol/conversation';

/** Fixed for all time, as the calls' own: another would write every transcript a second time. */
const namespace = '0d7c0a3f-3f55-5b0e-8a4f-5b2d6d1f7e21';

/** @param fields what of the conversation -> the CRM's field for it, e.g. `data.order` -> `ai_order_c` */
export const conversationRecord = (
  call: CallRecord,
  conversation: Conversation,
  fields?: Readonly<Record<string, string>>,
): ConversationRecord => ({
  call,
  ...(fields && { fields: fieldsOf(conversation, fields) }),
  mark: `AI conversation: ${plainId(conversation.conversationId)}`,
  summary: summaryOf(conversation),
  note: noteOf(conversation),
});

/** @param extension of its file, e.g. `mp3` */
export const recordingRecord = (
  call: CallRecord,
  conversation: Conversation,
  extension: string,
): Pick<RecordingRecord, 'call' | 'id' | 'subject' | 'fileName'> => ({
  call,
  // One for each conversation, whichever of several deliveries it came with.
  id: uuidv5(`audio:${conversation.conversationId}`, namespace),
  subject: `Recording of the conversation with ${assistantOf(conversation)}${startOf(conversation)}`,
  fileName: `conversation${(conversation.startedAt ?? '').slice(0, 16).replace(/^(?=.)|[T:]/g, '-')}.${extension}`,
});

const fieldsOf = (
  conversation: Conversation,
  wanted: Readonly<Record<string, string>>,
): Record<string, string> => {
  const { conversationId, agentName, summary, success, durationSeconds, ended } = conversation;
  const known = new Map<string, string | null>([
    ['summary', summary],
    ['success', success],
    ['duration', String(Math.round(durationSeconds))],
    ['agent', agentName],
    ['ended', ended],
    ['conversationId', conversationId],
    ...conversation.evaluation.map(({ name, result }) => [`evaluation.${name}`, result] as const),
    ...conversation.collected.map(({ name, value }) => [`data.${name}`, value] as const),
  ]);
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([what, field]) => {
      const value = known.get(what);
      return value ? [[field, value]] : [];
    }),
  );
};
/** The words in full; null where nothing was said. */
export const noteOf = (conversation: Conversation): ConversationRecord['note'] =>
  conversation.transcript.length === 0
    ? null
    : {
        id: uuidv5(conversation.conversationId, namespace),
        subject: `Conversation with ${assistantOf(conversation)}${startOf(conversation)}`,
        text: transcriptOf(conversation),
      };

/** The mark is looked for in what the CRM gives back, so nothing may be in it that the CRM changes. */
const plainId = (id: string): string => id.replace(/[^\w.-]/g, '_');

const assistantOf = ({ agentName }: Conversation): string => agentName ?? 'the AI agent';
const startOf = ({ startedAt }: Conversation): string =>
  startedAt === null ? '' : `, ${startedAt.slice(0, 10)} ${startedAt.slice(11, 16)} UTC`;

const results = { success: 'successful', failure: 'not successful', unknown: 'not judged' };

const summaryOf = (conversation: Conversation): string =>
  [
    `AI agent: ${assistantOf(conversation)}, ${duration(conversation.durationSeconds)}, ${results[conversation.success]}`,
    conversation.summary === null ? null : `AI summary: ${oneLine(conversation.summary)}`,
    ...conversation.evaluation.map(
      ({ name, result, why }) =>
        `AI goal ${oneLine(name)}: ${result === 'unknown' ? 'not judged' : result}${why === null ? '' : ` (${oneLine(why)})`}`,
    ),
    ...conversation.collected.map(({ name, value }) => `AI found ${oneLine(name)}: ${oneLine(value)}`),
    conversation.ended === null ? null : `AI ended: ${oneLine(conversation.ended)}`,
  ]
    .filter((line) => line !== null)
    .join('\n');

const transcriptOf = ({ transcript, agentName }: Conversation): string =>
  transcript
    .map(({ speaker, text, atSeconds }) => {
      const at = atSeconds === null ? '' : `[${clock(atSeconds)}] `;
      return `${at}${speaker === 'customer' ? 'Customer' : (agentName ?? 'AI agent')}: ${text}`;
    })
    .join('\n');

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const clock = (seconds: number): string => {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};
const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};
