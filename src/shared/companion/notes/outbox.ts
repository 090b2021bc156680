/** Brings what agents wrote into the CRM and to the relay, one step of a call at a time, as `steps.ts` says. */
import { fullJitterMs } from '../../backoff';
import type { Call } from '../../call/call';
import type { Clock } from '../../clock';
import { because } from '../../error-reasons';
import { AppError } from '../../errors';
import type { Logger } from '../../logger';
import type { CallNote, FollowUp } from '../../protocol/call-note';
import { err, type AppErrorLike, type Result } from '../../result';
import type { NoteBook } from './book';
import { hastened, type NoteEntry } from './entry';
import {
  attempting,
  followUpFailed,
  followUpsSent,
  followUpWritten,
  nextStep,
  noteChecked,
  noteFailed,
  noteWritten,
  relayNotTold,
  relayTold,
  type Step,
  type Surroundings,
} from './steps';

/** Writes into the CRM by the agent's own sign-in. Each may be repeated after any doubt. */
export interface NoteWriter {
  /** @param written what stood there after the last time; @returns what stands there now */
  writeNote(input: {
    call: Call;
    author: string;
    note: CallNote;
    written: string | null;
  }): Promise<Result<{ written: string | null }>>;
  /** @param sending called before the follow-up leaves this computer; while it is looked for whom it is about, it has not */
  writeFollowUp(input: {
    call: Call;
    followUp: FollowUp;
    sending: () => Promise<void>;
  }): Promise<Result<{ url: string }>>;
}

export interface NoteMessage extends CallNote {
  callId: string;
  followUps: FollowUp[];
  writer: 'desktop' | 'relay';
}
export type TellRelay = (note: NoteMessage) => Promise<Result<unknown>>;

/** How many calls are written at a time. */
const parallel = 2;
const retry = { baseMs: 5_000, maxMs: 5 * 60_000 };

export const createNoteOutbox = (deps: {
  book: NoteBook;
  /** Whose entries may be written now. */
  isOurs: (entry: NoteEntry) => boolean;
  surroundings: () => Surroundings;
  writer: () => NoteWriter | null;
  tellRelay: TellRelay;
  clock: Clock;
  random: () => number;
  log: Logger;
}) => {
  const { book, clock, log } = deps;
  const running = new Set<string>();
  let cancel = (): void => {};
  let stopped = false;

  const keyOf = ({ agentId, call }: NoteEntry): string => `${agentId} ${call.id}`;

  /** Changes the entry as it is by now; the agent may have gone on writing, or taken all of it back. */
  const change = async (entry: NoteEntry, next: (now: NoteEntry) => NoteEntry): Promise<void> => {
    const current = book.find(entry.agentId, entry.call.id);
    if (current) await book.put(next(current));
  };

  const pause = (entry: NoteEntry) => ({
    now: clock.now(),
    // Never at once: half of it is certain.
    pauseMs: retry.baseMs / 2 + fullJitterMs(entry.tries, { ...retry, random: deps.random }),
  });

  const failedStep = (entry: NoteEntry, kind: Step['kind'], error: AppErrorLike): void =>
    log.info('a note did not arrive yet', { callId: entry.call.id, what: kind, code: error.code });

  const writeNote = async (writer: NoteWriter, entry: NoteEntry, note: CallNote): Promise<void> => {
    await change(entry, (now) => attempting(now, note));
    const { call, agentName: author, written: before } = entry;
    const answer = await writer.writeNote({ call, author, note, written: before });
    if (answer.ok)
      await change(entry, (now) =>
        noteWritten(now, { note, written: answer.value.written, now: clock.now() }),
      );
    else {
      failedStep(entry, 'write', answer.error);
      await change(entry, (now) => noteFailed(now, answer.error, pause(now)));
    }
  };

  const check = async (writer: NoteWriter, entry: NoteEntry): Promise<void> => {
    const { call, agentName: author, note, written: before } = entry;
    const answer = await writer.writeNote({ call, author, note, written: before });
    await change(entry, (now) =>
      answer.ok
        ? noteChecked(now, answer.value.written, clock.now())
        : noteFailed(now, answer.error, pause(now)),
    );
  };

  const writeFollowUp = async (writer: NoteWriter, entry: NoteEntry, followUp: FollowUp): Promise<void> => {
    const { id, kind, dueAt, subject } = followUp;
    const answer = await writer.writeFollowUp({
      call: entry.call,
      followUp: { id, kind, dueAt, subject },
      sending: () => change(entry, (now) => followUpsSent(now, [id])),
    });
    if (!answer.ok) failedStep(entry, 'follow-up', answer.error);
    await change(entry, (now) =>
      answer.ok
        ? followUpWritten(now, id, answer.value.url)
        : followUpFailed(now, id, answer.error, pause(now)),
    );
  };

  const tell = async (entry: NoteEntry): Promise<void> => {
    const by = deps.surroundings().writer === 'relay' ? 'relay' : 'crm';
    const followUps = entry.followUps.map(({ id, kind, dueAt, subject }) => ({ id, kind, dueAt, subject }));
    const handedOver = entry.followUps.filter(({ status }) => by === 'relay' && status === 'waiting');
    if (handedOver.length > 0)
      await change(entry, (now) =>
        followUpsSent(
          now,
          handedOver.map(({ id }) => id),
        ),
      );
    const answer = await deps.tellRelay({
      ...entry.note,
      callId: entry.call.id,
      followUps,
      writer: by === 'relay' ? 'relay' : 'desktop',
    });
    if (!answer.ok) failedStep(entry, 'tell', answer.error);
    await change(entry, (now) =>
      answer.ok ? relayTold(now, entry, by, clock.now()) : relayNotTold(now, answer.error, clock.now()),
    );
  };

  const take = async (entry: NoteEntry, step: Step): Promise<void> => {
    const writer = deps.writer();
    if (step.kind === 'tell') return tell(entry);
    if (!writer) return;
    if (step.kind === 'write') return writeNote(writer, entry, step.note);
    if (step.kind === 'check') return check(writer, entry);
    return writeFollowUp(writer, entry, step.followUp);
  };

  const wake = (): void => {
    cancel();
    if (stopped) return;
    const surroundings = deps.surroundings();
    const times: number[] = [];
    for (const entry of book.all()) {
      const key = keyOf(entry);
      if (running.has(key) || !deps.isOurs(entry)) continue;
      const { step, at } = nextStep(entry, surroundings);
      if (at !== null) times.push(at);
      // Whoever is done looks for the next.
      if (!step || running.size >= parallel) continue;
      running.add(key);
      void take(entry, step)
        .catch((error: unknown) => {
          // A bug or a full disk: not in circles.
          log.error('a note could not be brought on its way', { callId: entry.call.id, error });
          return new Promise<void>((resolve) => clock.after(retry.maxMs, resolve));
        })
        .finally(() => {
          running.delete(key);
          wake();
        });
    }
    if (times.length > 0) cancel = clock.after(Math.max(0, Math.min(...times) - surroundings.now), wake);
  };

  return {
    wake,
    /** Something of it is on its way at this moment. */
    isBusy: (entry: NoteEntry): boolean => running.has(keyOf(entry)),
    /** The CRM answers again: what waited for it goes at once. */
    hasten: (): void => {
      void book
        .change((entry) => (entry.tries > 0 && !entry.failed ? hastened(entry, clock.now(), false) : entry))
        .catch((error: unknown) => log.warn('notes could not be kept', { error }))
        .finally(wake);
    },
    stop: (): void => {
      stopped = true;
      cancel();
    },
  };
};

export const noRelay: TellRelay = () =>
  Promise.resolve(
    err(
      new AppError('unavailable', 'Not connected to the relay.', {
        retryable: true,
        details: because('relay-offline'),
      }),
    ),
  );
