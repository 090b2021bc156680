/** ElevenLabs: takes the webhooks, joins the conversations to their calls, lets go of what is old. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElevenLabsConfig } from '../config/elevenlabs';
import type { ConversationStore } from '../store/conversation-port';
import { createAllowList } from './allow-list';
import { createJoiner, type JoinerDeps } from './join';
import { createReceiver, removePartialAudio } from './receive';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A clock may be wrong by this much without anybody noticing. */
const futureMs = 5 * minuteMs;

export type AiCalls = ReturnType<typeof createAiCalls>;

export const createAiCalls = (
  config: ElevenLabsConfig & {
    dataDir: string;
    /** Days that calls stay; nothing of a conversation stays longer. 0: for ever. */
    retentionDays: number;
  },
  deps: Omit<JoinerDeps, 'joinMs' | 'store'> & { store: JoinerDeps['store'] & ConversationStore },
) => {
  const { store, clock, log } = deps;
  const audioDir = join(config.dataDir, 'recordings');
  const joiner = createJoiner({ ...deps, joinMs: config.joinSeconds * 1_000 });
  const receive =
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
          { store, clock, log, onStored: joiner.wake },
        );

  return {
    /** What the webhook's route needs. */
    route: {
      receive,
      isAllowed: createAllowList(config.allowedAddresses),
      requestsPerMinute: config.requestsPerMinute,
      uploadSeconds: config.uploadSeconds,
    },
    start: async (): Promise<void> => {
      await removePartialAudio(audioDir);
      joiner.start();
    },
    callBegan: joiner.callBegan,
    stop: joiner.stop,
    /** Deletes what is older than the settings say. */
    purge: async (): Promise<void> => {
      const before = (days: number): number =>
        clock.now() - Math.min(days, config.retentionDays || days) * dayMs;
      for (const file of store.purgeAudioBefore(before(config.audioRetentionDays)))
        await rm(join(audioDir, file), { force: true });
      const gone = store.purgeConversationsBefore(before(config.transcriptRetentionDays));
      if (gone > 0) log.info('Old transcripts were removed.', { conversations: gone });
    },
  };
};
