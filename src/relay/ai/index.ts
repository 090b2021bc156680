/** ElevenLabs: takes the webhooks, joins the conversations to their calls, lets go of what is old. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Status } from '../../shared/protocol/rest';
import type { ElevenLabsConfig } from '../config/elevenlabs';
import type { ConversationStore } from '../store/conversation-port';
import type { PrivacyStore } from '../store/privacy-port';
import { createAllowList } from './allow-list';
import { createElevenLabsApi } from './elevenlabs-api';
import { createInitiator, type InitiatorDeps } from './initiate';
import { createJoiner, type JoinerDeps } from './join';
import { recordingsDir } from './recordings-dir';
import { createReceiver, type Receiver, removePartialAudio, removeUnknownAudio } from './receive';
import { createReconciler } from './reconcile';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** A clock may be wrong by this much without anybody noticing. */
const futureMs = 5 * minuteMs;

/** Conversations that the figures about joining are made of. */
const latest = 100;

type AiState = Pick<Status['conversations'], 'enabled' | 'joinedBy' | 'reconcile' | 'initiation'>;

const reconcileOff = { enabled: false, lastPollAt: null, nextPollAt: null, found: 0, problem: null };

const removedTooSoon =
  'The relay has removed the recording, because it was older than elevenlabs.audioRetentionDays says, before it was in the CRM.';

export type AiCalls = ReturnType<typeof createAiCalls>;

export const createAiCalls = (
  config: ElevenLabsConfig & {
    dataDir: string;
    /** Days that calls stay; nothing of a conversation stays longer. 0: for ever. */
    retentionDays: number;
  },
  deps: Omit<JoinerDeps, 'joinMs' | 'logsAudio' | 'isReceiving' | 'store'> &
    Pick<InitiatorDeps, 'lookup'> & {
      store: JoinerDeps['store'] & ConversationStore & Pick<PrivacyStore, 'unknownRecordings'>;
    },
) => {
  const { store, clock, log } = deps;
  const audioDir = recordingsDir(config.dataDir);
  const receiver: Receiver | null =
    config.secrets.length === 0
      ? null
      : createReceiver(
          {
            secrets: config.secrets,
            tolerance: {
              freshMs: config.freshMinutes * minuteMs,
              lateMs: config.lateMinutes * minuteMs,
              futureMs,
            },
            bodyBytes: config.bodyLimitKiB * 1_024,
            audioBytes: config.audioLimitMiB * 1_024 * 1_024,
            keepAudio: config.keepAudio,
            audioDir,
          },
          { store, clock, log, onStored: () => joiner.wake() },
        );
  const joiner = createJoiner({
    ...deps,
    isReceiving: () => receiver?.isBusy() ?? false,
    joinMs: config.joinSeconds * 1_000,
    logsAudio: config.audioToCrm.enabled,
  });
  const { agentIds, apiKey, apiUrl, reconcile } = config;
  const keptMs = (days: number): number => Math.min(days, config.retentionDays || days) * dayMs;
  const reconciler =
    apiKey === null
      ? null
      : createReconciler(
          {
            agentIds,
            everyMs: reconcile.everyMinutes * minuteMs,
            // What was removed because it is old must not be fetched again.
            lookBackMs: Math.min(reconcile.lookBackHours * hourMs, keptMs(config.transcriptRetentionDays)),
            graceMs: reconcile.graceMinutes * minuteMs,
          },
          {
            api: createElevenLabsApi(
              {
                apiUrl,
                apiKey,
                timeoutMs: reconcile.timeoutSeconds * 1_000,
                conversationBytes: config.bodyLimitKiB * 1_024,
              },
              clock,
            ),
            store,
            clock,
            log,
            onStored: joiner.wake,
            onDuty: deps.decides,
          },
        );
  const initiator =
    config.initiationSecrets.length === 0 ? null : createInitiator({ ...config.initiation, agentIds }, deps);

  return {
    /** What the webhook's route needs. */
    route: {
      receive: receiver?.receive ?? null,
      isAllowed: createAllowList(config.allowedAddresses),
      requestsPerMinute: config.requestsPerMinute,
      uploadSeconds: config.uploadSeconds,
      initiation: initiator && {
        answer: initiator.answer,
        header: config.initiation.header,
        secrets: config.initiationSecrets,
      },
    },
    /** For `/api/status`. */
    state: (): AiState => ({
      enabled: receiver !== null,
      joinedBy: store.countJoinedBy(latest),
      reconcile: reconciler?.state() ?? reconcileOff,
      initiation: {
        enabled: initiator !== null,
        ...(initiator?.figures() ?? { answered: 0, known: 0 }),
      },
    }),
    start: async (): Promise<void> => {
      await removePartialAudio(audioDir);
      joiner.start();
      reconciler?.start();
    },
    recordings: {
      /** One that can not be deleted now goes with the next clean-up, because no webhook has it any more. */
      remove: async (files: readonly string[]): Promise<void> => {
        for (const file of files)
          await rm(join(audioDir, file), { force: true }).catch((error: unknown) =>
            log.warn('A recording could not be deleted; a later clean-up tries it again.', { error }),
          );
      },
    },
    callBegan: joiner.callBegan,
    /** Another relay has told of a webhook, or of its call. */
    heard: (): void => {
      joiner.callBegan();
      joiner.wake();
    },
    stop: (): void => {
      reconciler?.stop();
      joiner.stop();
    },
    /** Deletes what is older than the settings say. */
    purge: async (): Promise<void> => {
      const before = (days: number): number => clock.now() - keptMs(days);
      for (const file of store.purgeAudioBefore(before(config.audioRetentionDays), removedTooSoon))
        await rm(join(audioDir, file), { force: true });
      await removeUnknownAudio(audioDir, { store, now: clock.now() });
      const gone = store.purgeConversationsBefore(before(config.transcriptRetentionDays));
      if (gone > 0) log.info('Old transcripts were removed.', { conversations: gone });
    },
  };
};
