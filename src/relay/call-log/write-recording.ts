/** Attaches what was recorded of AI conversations to their call in the CRM. */
import { open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import { recordingRecord } from './conversation';
import type { FollowerDeps, Standing } from './follower';

const mebibyte = 1_024 * 1_024;
const mebibytes = (bytes: number): string => (bytes / mebibyte).toFixed(1).replace(/\.0$/, '');

/** Whole, because the CRM takes it as one text. `not_found`: it is gone. */
const readFileOf = async (path: string, maxBytes: number): Promise<Result<Buffer, AppError>> => {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > maxBytes)
        return err(
          new AppError(
            'too_large',
            `The recording has ${mebibytes(size)} MiB, and elevenlabs.audioToCrm.maxMiB allows ${mebibytes(maxBytes)}. It stays with the relay; raise the limit and retry.`,
          ),
        );
      return ok(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return err(
      code === 'ENOENT'
        ? new AppError('not_found', 'The recording is no longer there.', { cause })
        : new AppError('internal', `The recording can not be read (${code}). Check the disk of the relay.`, {
            cause,
            retryable: true,
          }),
    );
  }
};

export const createRecordingWriter =
  ({ store, crm, recordings = null }: FollowerDeps) =>
  /** @returns `letGo`: why there is nothing that could be attached, now or later */
  async ({ call, record }: Standing): Promise<Result<{ letGo?: string }, AppError>> => {
    const { logRecording } = crm;
    if (recordings === null)
      return ok({ letGo: 'elevenlabs.audioToCrm is switched off, so the recording is not attached.' });
    if (!logRecording) return ok({ letGo: 'This CRM takes no recordings.' });
    const problems: AppError[] = [];
    let attached = 0;
    for (const conversation of store.conversationsOf(call.id)) {
      const [file] = store.audioFiles(conversation.conversationId);
      if (file === undefined) continue;
      const written = await logRecording({
        ...recordingRecord(record, conversation, extname(file).slice(1)),
        read: () => readFileOf(join(recordings.dir, file), recordings.maxBytes),
        timeoutMs: recordings.timeoutMs,
      });
      if (written.ok) attached += 1;
      else if (written.error.code !== 'not_found') problems.push(written.error);
    }
    // The job is tried again as a whole while there is something that may go better then.
    const problem = problems.find(({ retryable }) => retryable) ?? problems[0];
    if (problem) return err(problem);
    return ok(
      attached > 0
        ? {}
        : {
            letGo:
              'The recording is no longer in the recordings folder of the relay, so it was not attached.',
          },
    );
  };
