/** One call's whole story in the order of time: pure, of what the relay keeps of it. */
import type { Call } from '../../shared/call/call';
import { iso } from '../../shared/clock';
import type { CallEvents, StoredPop } from '../../shared/protocol/call-events';
import type { StoredNote } from '../../shared/protocol/call-note';
import type { CallStory, StoryEntry } from '../../shared/protocol/call-story';
import type { Conversation } from '../../shared/protocol/conversation';
import { listed } from '../call-log';
import type { OutboxJob } from '../store/job-port';

export interface StorySources {
  call: Call;
  events: CallEvents;
  pops: readonly StoredPop[];
  jobs: readonly OutboxJob[];
  conversations: readonly Conversation[];
  notes: readonly StoredNote[];
}

const ofEvents = ({ events }: CallEvents): StoryEntry[] =>
  events.flatMap(({ at, event, headers, changed, pops }): StoryEntry[] => [
    ...(changed.length > 0 ? [{ kind: 'pbx' as const, at, event, headers, changed }] : []),
    ...pops
      .filter(({ action }) => action === 'closed')
      .map(({ extension, reason }) => ({ kind: 'pop-closed' as const, at, extension, reason })),
  ]);

const ofPop = ({ agentId, extension, reason, sentAt, shownAfterMs }: StoredPop): StoryEntry[] => [
  { kind: 'pop-sent', at: sentAt, agentId, extension, reason },
  ...(shownAfterMs === null
    ? []
    : [
        {
          kind: 'pop-acknowledged' as const,
          at: iso(Date.parse(sentAt) + shownAfterMs),
          agentId,
          extension,
          afterMs: shownAfterMs,
        },
      ]),
];

const ofJob = (job: OutboxJob, call: Call): StoryEntry => {
  const { kind, status, tries, nextTryAt, error } = listed({ ...job, startedAt: call.startedAt });
  const at = job.changedAt === undefined ? (call.endedAt ?? call.startedAt) : iso(job.changedAt);
  return { kind: 'crm', at, job: kind, status, tries, nextTryAt, error, url: call.crmRecord.url };
};

const ofConversation = (conversation: Conversation, call: Call): StoryEntry => {
  const { conversationId, agentId, agentName, startedAt, durationSeconds, success, summary, transcript } =
    conversation;
  return {
    kind: 'conversation',
    at: startedAt ?? call.startedAt,
    conversationId,
    agentId,
    agentName,
    durationSeconds,
    success,
    summary,
    lines: transcript.length,
  };
};

const ofNote = ({ at, agentId, agentName, text, disposition, followUps }: StoredNote): StoryEntry => ({
  kind: 'note',
  at,
  agentId,
  agentName,
  text,
  disposition,
  followUps: followUps.length,
});

export const tellStory = ({ call, events, pops, jobs, conversations, notes }: StorySources): CallStory => ({
  call,
  kept: events.kept,
  complete: events.complete,
  quiet: events.events.filter(({ changed }) => changed.length === 0).length,
  entries: [
    ...ofEvents(events),
    ...pops.flatMap(ofPop),
    ...jobs.map((job) => ofJob(job, call)),
    ...conversations.map((conversation) => ofConversation(conversation, call)),
    ...notes.map(ofNote),
    // Stable: what happened in one millisecond stays as it was put here, cause before effect.
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
});
