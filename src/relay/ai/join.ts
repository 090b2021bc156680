/**
 * Makes of each stored webhook what it is: finds its call, lays the result over it, keeps the conversation and tells those
 * who are in it. All of it may be cut off anywhere and is done again after the next start: each step changes nothing the
 * second time, and the webhook is closed in the same transaction that keeps the conversation.
 *
 *   stored ──► call found ─────────────────────────────► joined
 *      │  └──► not yet: looked for again, `joinSeconds` ─┘
 *      │              └──► never seen: a call of its own ─► joined
 *      └──► no phone call in it, an unknown type, a recording ──► kept
 *
 * A recording is owed to the CRM by whichever of the two comes second: it, or the conversation that tells its call.
 */
import type { Call } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import { parseNumber, type CountryCode } from '../../shared/phone/parse';
import type { Conversation } from '../../shared/protocol/conversation';
import type { Addition } from '../calls/call-book';
import type { StoredWebhook } from '../store/conversation-port';
import type { Store } from '../store/port';
import { aiOf, isOthers, type Ai } from './call-ai';
import { cluesOf, failureCluesOf, type Clues } from './clues';
import { matchCall, searchSpan } from './match';
import { ownCall } from './own-call';
import { createRests } from './rests';
import { conversationOf, failedConversationOf, readWebhook } from './webhook';

export interface JoinerDeps {
  store: Pick<
    Store,
    | 'openWebhooks'
    | 'closeWebhook'
    | 'saveConversation'
    | 'oweAudio'
    | 'callOfConversation'
    | 'callOfHandOver'
    | 'callsOfNumber'
    | 'conversationsOf'
    | 'begunAs'
  >;
  calls: {
    get(id: string): Call | null;
    active(): Call[];
    add(id: string, addition: Addition): void;
    take(change: CallChange): void;
    flush(): void;
  };
  pbxIds: readonly string[];
  country: CountryCode;
  clock: Clock;
  log: Logger;
  joinMs: number;
  /** Whether what was said in this call is to be written into the CRM. */
  isLogged: (call: Call) => boolean;
  /** Whether this relay is the one that says which call it was where that is not plain. */
  decides?: () => boolean;
  /** Whether its recording goes along. */
  logsAudio: boolean;
  tell: (call: Call, conversation: Conversation) => void;
  /** A conversation with its job is in the store. */
  onLogJob: () => void;
  /** Several webhooks are being taken: their senders wait for us, nobody waits for this. */
  isReceiving: () => boolean;
}

/** Done in one go, before other events have their turn. */
const batch = 5;
/** More of one number in half a day are no clue any more. */
const maxCandidates = 200;
/** Between two batches while webhooks are taken. */
const receivingMs = 100;
const lookAgainMs = 5_000;
/** Calls that begin together are one reason to look. */
const callBeganMs = 500;

export type Joiner = ReturnType<typeof createJoiner>;

export const createJoiner = (deps: JoinerDeps) => {
  const { store, calls, clock, log, country } = deps;
  /** How many wait for their call, or for a disk that writes again, since they were all looked at. */
  let waiting = 0;
  /** The key of the last that was looked at; null: from the first. */
  let looked: string | null = null;
  const rests = createRests(clock, lookAgainMs);
  let active = false;
  let cancelTurn: (() => void) | null = null;
  let again: { at: number; cancel: () => void } | null = null;

  const candidates = (clues: Clues): Call[] => {
    const found = new Map<string, Call>();
    const note = (call: Call | null): void => {
      if (call) found.set(call.id, call);
    };
    for (const { value } of clues.ids) {
      note(calls.get(value));
      for (const pbxId of deps.pbxIds) note(calls.get(`${pbxId}:${value}`));
    }
    const span = searchSpan(clues);
    if (span && clues.number !== null && /\d{3}/.test(clues.number))
      for (const id of store.callsOfNumber(clues.number, span, maxCandidates)) note(calls.get(id));
    for (const call of calls.active()) note(call);
    // What was made of another conversation is no call of a PBX.
    return [...found.values()].filter((call) => deps.pbxIds.includes(call.pbxId));
  };

  /** The call in which a person got the caller, where that is another one than the AI agent's own. */
  const handedOver = (conversationId: string): Call | null => {
    const isIt = ({ ai }: Call): boolean => ai?.partial === true && ai.conversationId === conversationId;
    const running = calls.active().find(isIt);
    if (running) return running;
    const id = store.callOfHandOver(conversationId);
    return id === null ? null : calls.get(id);
  };
  /** The call shows its latest conversation; the earlier ones are in the transcript. */
  const isLatest = (call: Call, conversation: Conversation): boolean =>
    store
      .conversationsOf(call.id)
      .every(
        (other) =>
          other.conversationId === conversation.conversationId ||
          (other.startedAt ?? '') <= (conversation.startedAt ?? ''),
      );

  const settle = (
    { key }: StoredWebhook,
    call: Call,
    conversation: Conversation,
    matchedBy: Ai['matchedBy'],
  ): void => {
    const ai = aiOf(conversation, matchedBy, call.ai);
    if (
      !isOthers(call, conversation) &&
      isLatest(call, conversation) &&
      JSON.stringify(call.ai) !== JSON.stringify(ai)
    )
      calls.add(call.id, { ai });
    // A call that runs is written a little later; the conversation needs it now.
    calls.flush();
    const job = deps.isLogged(call) ? { dueAt: clock.now(), audio: deps.logsAudio } : null;
    store.saveConversation(call.id, conversation, { webhookKey: key, job });
    deps.tell(calls.get(call.id) ?? call, conversation);
    if (job) deps.onLogJob();
    const { conversationId } = conversation;
    log.info('A conversation was joined to its call.', { callId: call.id, conversationId, matchedBy });
  };

  /** @returns false where its call may still come */
  const join = (webhook: StoredWebhook, conversation: Conversation, told: Clues): boolean => {
    const begun = store.begunAs([conversation.conversationId, ...told.ids.map(({ value }) => value)]);
    const clues = {
      ...told,
      number: parseNumber(told.number, country).e164 ?? told.number,
      ids: begun ? [...told.ids, { value: begun.callId, how: begun.matchedBy }] : told.ids,
    };
    const before = store.callOfConversation(conversation.conversationId);
    const known = before === null ? null : calls.get(before);
    const handed = known ? null : handedOver(conversation.conversationId);
    const match = known
      ? { call: known, matchedBy: known.ai?.matchedBy ?? 'probable' }
      : matchCall(clues, candidates(clues));
    if (handed) {
      // The call that the AI agent itself was in knows the result, too; the words are with the person who got the caller.
      const isOwn = match !== null && match.call.id !== handed.id && match.matchedBy !== 'probable';
      if (isOwn && !isOthers(match.call, conversation))
        calls.add(match.call.id, { ai: aiOf(conversation, match.matchedBy, match.call.ai) });
      settle(webhook, handed, conversation, 'header');
      return true;
    }
    // Several relays must not take it for different calls; what one of them decides comes as a beginning that it tells.
    const decides = deps.decides?.() ?? true;
    if (match?.matchedBy === 'probable' && !known && !begun && !decides) return false;
    if (match) {
      settle(webhook, match.call, conversation, match.matchedBy);
      return true;
    }
    if (!clues.isCall) {
      store.closeWebhook(webhook.key);
      log.info('A conversation without a phone call is kept.', {
        conversationId: conversation.conversationId,
      });
      return true;
    }
    const own = ownCall(conversation, clues, { receivedAt: webhook.receivedAt, country });
    const made = calls.get(own.id);
    if (!made && (!decides || clock.now() < webhook.receivedAt + deps.joinMs)) return false;
    if (!made) calls.take({ call: { ...own, ai: aiOf(conversation, 'none', null) }, previous: null });
    settle(webhook, calls.get(own.id) ?? own, conversation, 'none');
    return true;
  };

  const keepAudio = ({ key, audioFile }: StoredWebhook, conversationId: string): void => {
    const callId = store.callOfConversation(conversationId);
    const call = callId === null ? null : calls.get(callId);
    if (!deps.logsAudio || audioFile === null || !call || !deps.isLogged(call)) {
      store.closeWebhook(key);
      return;
    }
    store.oweAudio(call.id, { webhookKey: key, dueAt: clock.now() });
    deps.onLogJob();
  };

  /** @returns false where it must be looked at again */
  const work = (webhook: StoredWebhook): boolean => {
    const read = readWebhook(webhook.body.toString('utf8'));
    switch (read.kind) {
      case 'transcription':
        return join(webhook, conversationOf(read.data), cluesOf(read.data));
      case 'failure':
        return join(webhook, failedConversationOf(read.data), failureCluesOf(read.data));
      case 'audio':
        keepAudio(webhook, read.conversationId);
        return true;
      case 'other':
        store.closeWebhook(webhook.key);
        log.warn('A webhook of ElevenLabs is kept, and nothing else is made of it.', {
          type: webhook.type,
          reason: read.reason,
        });
        return true;
    }
  };

  /** @returns false where it must be looked at again */
  const attempt = (webhook: StoredWebhook): boolean => {
    const { key, type } = webhook;
    if (rests.isResting(key)) return false;
    try {
      const isDone = work(webhook);
      rests.ended(key);
      return isDone;
    } catch (error) {
      const restMs = rests.failed(key);
      log.error('A webhook could not be worked on; it is tried again.', { type, restMs, error });
      return false;
    }
  };

  const turn = (): void => {
    cancelTurn = null;
    let more = false;
    let unread = false;
    try {
      const open = store.openWebhooks(batch, looked);
      more = open.length === batch;
      for (const webhook of open) {
        looked = webhook.key;
        if (!attempt(webhook)) waiting += 1;
      }
    } catch (error) {
      unread = true;
      log.error('The stored webhooks could not be read; trying again.', { error });
    }
    if (more) wake();
    else if (waiting > 0 || unread) lookAgain(lookAgainMs);
  };

  const wake = (): void => {
    if (active) cancelTurn ??= clock.after(deps.isReceiving() ? receivingMs : 0, turn);
  };
  /** At all that wait, in this time at the latest. */
  const lookAgain = (inMs: number): void => {
    const at = clock.now() + inMs;
    if (again && again.at <= at) return;
    again?.cancel();
    const cancel = clock.after(inMs, () => {
      again = null;
      waiting = 0;
      looked = null;
      wake();
    });
    again = { at, cancel };
  };

  return {
    /** Takes up what an earlier run left. */
    start: (): void => {
      active = true;
      wake();
    },
    /** After a webhook was stored. */
    wake,
    /** A call began: one that waits may be its conversation. */
    callBegan: (): void => {
      if (waiting > 0) lookAgain(callBeganMs);
    },
    stop: (): void => {
      active = false;
      cancelTurn?.();
      again?.cancel();
    },
  };
};
