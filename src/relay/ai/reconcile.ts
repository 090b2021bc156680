/**
 * Looks now and then for conversations whose webhook never came (retries are off at ElevenLabs by default, a failed one is
 * gone), and stores them as if it had. What came by webhook is not fetched; a webhook that comes afterwards is known.
 */
import { iso, type Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { Status } from '../../shared/protocol/rest';
import type { ConversationStore } from '../store/conversation-port';
import type { ApiFailure, ConversationSummary, ElevenLabsApi } from './elevenlabs-api';

export interface ReconcileOptions {
  everyMs: number;
  lookBackMs: number;
  graceMs: number;
  /** Empty: all agents of the workspace. */
  agentIds: readonly string[];
}

type Deps = {
  api: Pick<ElevenLabsApi, 'list' | 'conversation' | 'close'>;
  store: Pick<ConversationStore, 'saveFetched' | 'toldConversations'>;
  clock: Clock;
  log: Logger;
  onStored: () => void;
  /** False while another relay asks. */
  onDuty?: (() => boolean) | undefined;
};

/** The relay takes up what it has first, and webhooks that waited for it come by themselves. */
const firstMs = 10_000;
const retryBaseMs = 30_000;
/** A list that never ends would keep the relay asking for ever. */
const maxPages = 100;
/** One conversation that always fails must not hold up the others; several in a row are an ElevenLabs in trouble. */
const maxFailuresInARow = 3;

const over = ['done', 'failed'];

export const createReconciler = (
  options: ReconcileOptions,
  { api, store, clock, log, onStored, onDuty = () => true }: Deps,
) => {
  const { everyMs, lookBackMs, graceMs, agentIds } = options;
  let stopped = false;
  let cancel = (): void => {};
  let failedPolls = 0;
  let state: Status['conversations']['reconcile'] = {
    enabled: true,
    lastPollAt: null,
    nextPollAt: null,
    found: 0,
    problem: null,
  };

  const isMissing = ({ status, endedMs, agentId }: ConversationSummary): boolean =>
    over.includes(status) &&
    endedMs + graceMs <= clock.now() &&
    (agentIds.length === 0 || agentIds.includes(agentId));

  /** @returns the failure, or null: also where there is nothing (any more) to be kept */
  const take = async (conversationId: string): Promise<ApiFailure | null> => {
    const answer = await api.conversation(conversationId);
    if (stopped) return null;
    if (!answer.ok) return answer.error;
    if (answer.value === null || !over.includes(answer.value.status)) return null;
    const type = 'post_call_transcription';
    const receivedAt = clock.now();
    const body = { type, event_timestamp: Math.floor(receivedAt / 1_000), data: answer.value };
    const isNew = store.saveFetched({
      key: `fetched:${conversationId}`,
      type,
      conversationId,
      receivedAt,
      body: Buffer.from(JSON.stringify(body)),
      audioFile: null,
    });
    if (!isNew) return null;
    state = { ...state, found: state.found + 1 };
    log.info('A conversation whose webhook never came was fetched from ElevenLabs.', { conversationId });
    onStored();
    return null;
  };

  const takeAll = async (conversationIds: readonly string[]): Promise<ApiFailure | null> => {
    let inARow = 0;
    let last: ApiFailure | null = null;
    for (const id of conversationIds) {
      const failure = await take(id);
      if (stopped) return null;
      inARow = failure ? inARow + 1 : 0;
      last = failure ?? last;
      if (failure && (failure.kind !== 'failed' || inARow >= maxFailuresInARow)) break;
    }
    return last;
  };

  /** @returns what went wrong, or null */
  const lookThrough = async (agentId: string | null): Promise<ApiFailure | null> => {
    const startedAfter = clock.now() - lookBackMs;
    let cursor: string | null = null;
    let failure: ApiFailure | null = null;
    for (let page = 0; page < maxPages; page += 1) {
      const answer = await api.list({ startedAfter, agentId, cursor });
      if (stopped) return null;
      if (!answer.ok) return answer.error;
      const ids = answer.value.conversations.filter(isMissing).map((one) => one.conversationId);
      const told = store.toldConversations(ids);
      failure = (await takeAll([...new Set(ids)].filter((id) => !told.has(id)))) ?? failure;
      if (failure && failure.kind !== 'failed') return failure;
      const next = answer.value.cursor;
      if (next === null || next === cursor) return failure;
      cursor = next;
    }
    const message = `ElevenLabs has more than ${maxPages} pages of conversations for elevenlabs.reconcile.lookBackHours; the oldest were not looked at. Make it smaller.`;
    return failure ?? { kind: 'refused', message, retryAfterMs: null };
  };

  const poll = async (): Promise<void> => {
    if (!onDuty()) {
      cancel = clock.after(firstMs, () => void poll());
      return;
    }
    let failure: ApiFailure | null = null;
    try {
      for (const agentId of agentIds.length === 0 ? [null] : agentIds) {
        failure = (await lookThrough(agentId)) ?? failure;
        if (stopped) return;
        if (failure && failure.kind !== 'failed') break;
      }
    } catch (error) {
      if (stopped) return;
      log.error('Looking for conversations at ElevenLabs failed inside the relay.', { error });
      failure = {
        kind: 'failed',
        message: 'It failed inside the relay; its error log has the details.',
        retryAfterMs: null,
      };
    }
    if (failure && failure.message !== state.problem)
      log.warn('Looking for conversations at ElevenLabs did not go well.', { problem: failure.message });
    failedPolls = failure ? failedPolls + 1 : 0;
    const waitMs = failure ? pauseOf(failure) : everyMs;
    const now = clock.now();
    state = {
      ...state,
      lastPollAt: iso(now),
      nextPollAt: iso(now + waitMs),
      problem: failure?.message ?? null,
    };
    cancel = clock.after(waitMs, () => void poll());
  };

  const pauseOf = ({ kind, retryAfterMs }: ApiFailure): number => {
    if (kind === 'refused') return everyMs;
    return Math.max(retryAfterMs ?? 0, Math.min(retryBaseMs * 2 ** (failedPolls - 1), everyMs));
  };

  return {
    start: (): void => {
      state = { ...state, nextPollAt: iso(clock.now() + firstMs) };
      cancel = clock.after(firstMs, () => void poll());
    },
    state: () => state,
    stop: (): void => {
      stopped = true;
      cancel();
      api.close();
    },
  };
};
