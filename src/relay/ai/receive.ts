/**
 * Takes one webhook: checks the signature over the raw bytes while they stream in, puts the recording into a file, and says
 * yes only when all of it is on the disk, because the sender then forgets it. What it means is found out afterwards.
 */
import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import { err, ok, type Result } from '../../shared/result';
import { diskProblem } from '../ops/disk';
import { makeFolder } from '../ops/make-folder';
import type { ConversationStore, StoredWebhook } from '../store/conversation-port';
import { createAudioCut, type CutPiece } from './cut-audio';
import { ageOf, createBodyCheck, parseSignature, type Tolerance } from './signature';
import { identityOf } from './webhook';

export interface ReceiverOptions {
  secrets: readonly string[];
  tolerance: Tolerance;
  /** Of the body without the recording. */
  bodyBytes: number;
  /** Of the recording, decoded. */
  audioBytes: number;
  /** False throws recordings away unread. */
  keepAudio: boolean;
  audioDir: string;
}

/** `known`: it is on the disk since an earlier delivery. */
export type Receive = (
  signature: string | undefined,
  body: AsyncIterable<Buffer>,
) => Promise<Result<'stored' | 'known', AppError>>;

export interface Receiver {
  receive: Receive;
  /** Several come at once: their senders wait, so what is made of the stored ones can. */
  isBusy(): boolean;
}

/** Bodies that are read at the same time: each may fill its limit before its signature can be known to be false. */
const maxAtOnce = 50;
/** So long after two came at once more are expected. */
const burstMs = 100;
const partial = '.part';

/** One sentence for every reason: who tries signatures out learns nothing. */
const refused = (): AppError => new AppError('unauthorized', 'The signature of this webhook is not valid.');
const notStored = (): AppError =>
  new AppError('unavailable', 'The relay can not store this webhook now; try again.', { retryable: true });
const tooLarge = (): AppError => new AppError('too_large', 'This webhook is larger than the relay takes.');

export const createReceiver = (
  options: ReceiverOptions,
  deps: {
    store: Pick<ConversationStore, 'saveWebhooks'>;
    clock: Clock;
    log: Logger;
    onStored: () => void;
  },
): Receiver => {
  const { secrets, tolerance, audioDir } = options;
  const { store, clock, log } = deps;
  const save = createSaver(store, log);
  let reading = 0;
  let busyUntil = -Infinity;

  const refuse = (reason: string): Result<never, AppError> => {
    log.warn('A webhook of ElevenLabs was refused.', { reason });
    return err(refused());
  };

  const receive: Receive = async (header, body) => {
    const signature = parseSignature(header);
    if (!signature) return refuse('there is no signature, or it is malformed');
    const age = ageOf(signature, clock.now(), tolerance);
    if (age === 'refused') return refuse('its time is too far from ours; check the clock of this machine');
    const check = createBodyCheck(signature, secrets);
    const intake = createIntake(options);
    try {
      const problems: Error[] = [];
      for await (const chunk of body) {
        check.update(chunk);
        // Read to its end: who is still sending would hear of no answer.
        if (problems.length > 0) continue;
        const taken = await intake.take(chunk).catch((error: unknown) => {
          problems.push(error instanceof Error ? error : new Error(String(error)));
          return true;
        });
        if (!taken) return err(tooLarge());
      }
      if (problems[0]) throw problems[0];
      if (!(await intake.finish())) return err(tooLarge());
      if (!check.isGenuine()) return refuse('it was signed with another secret, or changed on its way');
      const bytes = intake.body();
      const { isNamed, ...identity } = identityOf(bytes);
      if (age === 'late' && !isNamed) return refuse('it is late and names no event');
      const audioFile = await intake.keep();
      const webhook = { ...identity, receivedAt: clock.now(), body: bytes, audioFile };
      const isNew = await save(webhook);
      if (!isNew && audioFile !== null) await rm(join(audioDir, audioFile), { force: true });
      if (isNew === null) return err(notStored());
      const { type, conversationId } = identity;
      log.info(isNew ? 'A webhook of ElevenLabs is stored.' : 'A webhook of ElevenLabs came again.', {
        type,
        conversationId,
        age,
      });
      return ok(isNew ? 'stored' : 'known');
    } catch (error) {
      if (diskProblem(error) === null) throw error;
      log.error('A webhook of ElevenLabs could not be stored; its sender is asked to try again.', { error });
      return err(notStored());
    } finally {
      await intake.drop();
    }
  };

  const inTurn: Receive = async (header, body) => {
    if (reading >= maxAtOnce)
      return err(
        new AppError('unavailable', 'Too many webhooks arrive at once; try again.', { retryable: true }),
      );
    reading += 1;
    if (reading > 1) busyUntil = clock.elapsed() + burstMs;
    try {
      const result = await receive(header, body);
      if (result.ok && result.value === 'stored') deps.onStored();
      return result;
    } finally {
      reading -= 1;
    }
  };
  return { receive: inTurn, isBusy: () => clock.elapsed() < busyUntil };
};

/** Those that arrive together wait for the disk together. @returns whether a webhook is new; null where it can not be stored */
const createSaver = (store: Pick<ConversationStore, 'saveWebhooks'>, log: Logger) => {
  let waiting: { webhook: StoredWebhook; done: (isNew: boolean | null) => void }[] = [];
  const saveAll = (): void => {
    const batch = waiting;
    waiting = [];
    let isNew: boolean[] = [];
    try {
      isNew = store.saveWebhooks(batch.map(({ webhook }) => webhook));
    } catch (error) {
      log.error('Webhooks of ElevenLabs could not be stored.', { webhooks: batch.length, error });
    }
    batch.forEach(({ done }, index) => done(isNew[index] ?? null));
  };
  return (webhook: StoredWebhook): Promise<boolean | null> =>
    new Promise((done) => {
      if (waiting.push({ webhook, done }) === 1) setImmediate(saveAll);
    });
};

/** Where the pieces of one body go: the small rest into memory, the recording into a file that has its name only at the end. */
const createIntake = ({ audioDir, audioBytes, bodyBytes, keepAudio }: ReceiverOptions) => {
  const cut = createAudioCut();
  const rest: Buffer[] = [];
  const name = randomUUID();
  const path = join(audioDir, name + partial);
  const size = { rest: 0, audio: 0 };
  let file: FileHandle | null = null;

  const put = async ({ kind, bytes }: CutPiece): Promise<boolean> => {
    size[kind] += bytes.length;
    if (size.rest > bodyBytes || size.audio > audioBytes) return false;
    if (kind === 'rest') rest.push(bytes);
    else if (keepAudio) {
      if (!file) {
        makeFolder(audioDir);
        file = await open(path, 'wx', 0o600);
      }
      // `write` may write a part and say nothing of it.
      await file.appendFile(bytes);
    }
    return true;
  };
  const putAll = async (pieces: readonly CutPiece[]): Promise<boolean> => {
    for (const piece of pieces) if (!(await put(piece))) return false;
    return true;
  };

  return {
    /** @returns false when a limit is passed */
    take: (chunk: Buffer) => putAll(cut.push(chunk)),
    finish: () => putAll(cut.end()),
    body: (): Buffer => Buffer.concat(rest),
    /** @returns the file's name; null where there is no recording */
    keep: async (): Promise<string | null> => {
      if (!file) return null;
      await file.sync();
      await file.close();
      file = null;
      await rename(path, join(audioDir, `${name}.mp3`));
      // The name, too, must be on the disk.
      const folder = await open(audioDir, 'r');
      await folder.sync().finally(() => folder.close());
      return `${name}.mp3`;
    },
    /** Takes away what was not kept. */
    drop: async (): Promise<void> => {
      if (!file) return;
      // On a full disk even this may fail, and the file is to go all the same.
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
};

/** What a killed relay left half written. */
export const removePartialAudio = async (audioDir: string): Promise<void> => {
  const names = await readdir(audioDir).catch((): string[] => []);
  for (const name of names) if (name.endsWith(partial)) await rm(join(audioDir, name), { force: true });
};

/** One that is being stored has its name before its webhook is in the store. */
const unknownForMs = 60 * 60_000;

/** What no webhook has any more: a crash came between the two, or it could not be deleted with its webhook. */
export const removeUnknownAudio = async (
  audioDir: string,
  { store, now }: { store: { unknownRecordings(files: readonly string[]): string[] }; now: number },
): Promise<void> => {
  const names = await readdir(audioDir).catch((): string[] => []);
  for (const name of store.unknownRecordings(names.filter((file) => file.endsWith('.mp3')))) {
    const path = join(audioDir, name);
    const { mtimeMs } = await stat(path);
    if (now - mtimeMs > unknownForMs) await rm(path, { force: true });
  }
};
