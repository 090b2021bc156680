/** What the store keeps of AI conversations: the webhooks as they came, and what was made of them. */
import type { Call } from '../../shared/call/call';
import type { Conversation } from '../../shared/protocol/conversation';

/** How a conversation's call was found. */
export type JoinedBy = NonNullable<Call['ai']>['matchedBy'];

/** The same where one of the PBX was found. */
export type FoundBy = Exclude<JoinedBy, 'none'>;

/** Types of webhooks that tell a conversation whole; of these one for each conversation is enough. */
export const tellingTypes = ['post_call_transcription', 'call_initiation_failure'] as const;

export interface StoredWebhook {
  /** The same for every delivery of one event: kept once. */
  key: string;
  type: string;
  conversationId: string | null;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** The raw body; of an audio without the recording itself. */
  body: Buffer;
  /** The recording's file, in the folder for recordings. */
  audioFile: string | null;
}

export interface ConversationStore {
  /**
   * All of them are on the disk when it returns, also after a power cut; or none is and it throws. One wait for the disk does
   * for all. @returns for each whether it is new: false where one of its key is there already
   */
  saveWebhooks(webhooks: readonly StoredWebhook[]): boolean[];
  /**
   * Keeps a conversation that was asked for as if its webhook had come, unless a telling one is there. The first telling
   * webhook that comes later is known, and its key is the kept one's from then on. @returns whether it was kept
   */
  saveFetched(webhook: StoredWebhook & { conversationId: string }): boolean;
  /** Which of these conversations came already, by a telling webhook or because they were asked for. */
  toldConversations(conversationIds: readonly string[]): Set<string>;
  /**
   * Those that nothing was made of yet, in the order in which they were stored.
   * @param after the key of one: those behind it; null, or of none that is stored: from the first
   */
  openWebhooks(limit: number, after: string | null): StoredWebhook[];
  /** Nothing more is to be made of it. It stays, so that the next delivery of it is known. */
  closeWebhook(key: string): void;
  countOpenWebhooks(): number;
  /** Files of recordings that came for this conversation. */
  audioFiles(conversationId: string): string[];

  /**
   * Keeps a conversation of a call that is stored, in place of what was kept of it before; closes the webhook; and makes the
   * job to write it into the CRM due, where one is wanted; with `audio` that of its recording as well, where one has come.
   * All of it or nothing.
   */
  saveConversation(
    callId: string,
    conversation: Conversation,
    options: { webhookKey: string; job: { dueAt: number; audio?: boolean } | null },
  ): void;
  /** Closes the webhook that brought a recording and makes the job due that brings it to its call in the CRM. */
  oweAudio(callId: string, owed: { webhookKey: string; dueAt: number }): void;
  /** Which call it was, or null where it is not known. */
  callOfConversation(conversationId: string): string | null;
  /**
   * A conversation begins: what will be known by any of these ids is this call. The last note of an id counts.
   * @param at ms since the epoch
   */
  noteBegun(ids: readonly string[], begun: { callId: string; matchedBy: FoundBy; at: number }): void;
  /** What was noted under the first of these ids that is known; null where none is. */
  begunAs(ids: readonly string[]): { callId: string; matchedBy: FoundBy } | null;
  /** How the calls of the latest conversations were found; `none`: a call was made of the conversation. */
  countJoinedBy(latest: number): Record<JoinedBy, number>;
  /** The latest call that an AI agent handed over with this conversation's id, and that waits for its provider's account. */
  callOfHandOver(conversationId: string): string | null;
  /** In the order they were held. */
  conversationsOf(callId: string): Conversation[];
  /**
   * Deletes webhooks and conversations that came before the time (ms since the epoch), but none that is still to be worked on
   * or of whose call something is owed to the CRM.
   * A call keeps its short `ai`. What was noted of beginnings before the time goes, too.
   */
  purgeConversationsBefore(receivedBefore: number): number;
  /**
   * Forgets recordings that came before the time, and lets go of what is owed of calls that have none any more.
   * @param why the sentence that stays with such a job
   * @returns their files, to be deleted
   */
  purgeAudioBefore(receivedBefore: number, why: string): string[];
}
