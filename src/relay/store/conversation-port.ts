/** What the store keeps of AI conversations: the webhooks as they came, and what was made of them. */
import type { Conversation } from '../../shared/protocol/conversation';

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
  /** Those that nothing was made of yet, oldest first. */
  openWebhooks(limit: number): StoredWebhook[];
  /** Nothing more is to be made of it. It stays, so that the next delivery of it is known. */
  closeWebhook(key: string): void;
  countOpenWebhooks(): number;
  /** Files of recordings that came for this conversation. */
  audioFiles(conversationId: string): string[];

  /**
   * Keeps a conversation of a call that is stored, in place of what was kept of it before; closes the webhook; and makes the
   * job to write it into the CRM due, where one is wanted. All of it or nothing.
   */
  saveConversation(
    callId: string,
    conversation: Conversation,
    options: { webhookKey: string; job: { dueAt: number } | null },
  ): void;
  /** Which call it was, or null where it is not known. */
  callOfConversation(conversationId: string): string | null;
  /** In the order they were held. */
  conversationsOf(callId: string): Conversation[];
  /**
   * Deletes webhooks and conversations that came before the time (ms since the epoch), but none that is still to be worked on
   * or of whose call something is owed to the CRM.
   * A call keeps its short `ai`.
   */
  purgeConversationsBefore(receivedBefore: number): number;
  /** Forgets recordings that came before the time. @returns their files, to be deleted */
  purgeAudioBefore(receivedBefore: number): string[];
}
