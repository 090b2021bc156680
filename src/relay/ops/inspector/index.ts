/** Why a pop came or did not: the events that made a call, while it runs and for some weeks after. */
import type { Clock } from '../../../shared/clock';
import type { Logger } from '../../../shared/logger';
import type { CallEvents, StoredCallEvents, StoredPop } from '../../../shared/protocol/call-events';
import type { Pop } from '../../agents/open-pops';
import type { Store } from '../../store/port';
import { describe } from './describe';
import { createPopJournal } from './pops';
import { createRecorder, recorderLimits, type Recorder, type RecorderLimits } from './recorder';

/** Asterisk sends the last events of a call after its end. */
const lateMs = 5_000;
/**
 * Of calls that ended together a few are stored at a time, so that no pop waits for it. Where more end than that, the
 * recorder's bound lets the oldest go: what explains a call must not cost another one its pop.
 */
const savesAtOnce = 5;
const pauseMs = 20;

export type Inspector = ReturnType<typeof createInspector>;

export const createInspector = ({
  store,
  clock,
  logger,
  retentionDays,
  limits = recorderLimits,
}: {
  store: Pick<Store, 'saveCallEvents' | 'getCallEvents'>;
  clock: Clock;
  logger: Logger;
  /** For the sentence that says why there is nothing. */
  retentionDays: number;
  limits?: RecorderLimits;
}) => {
  const recorder = createRecorder(limits);
  const journal = createPopJournal({ clock });
  /** Ended calls in the order in which they are to be stored. */
  const due: { callId: string; at: number }[] = [];
  let cancel: (() => void) | null = null;

  /** What is in memory, after what an earlier life of the relay has stored. */
  const gather = (callId: string): StoredCallEvents | null => {
    const recording = recorder.of(callId);
    if (recording?.complete) {
      return { complete: true, events: recording.happenings.map((it) => describe(it, callId)) };
    }
    const stored = store.getCallEvents(callId);
    if (!recording) return stored;
    const events = recording.happenings.map((it) => describe(it, callId));
    return { complete: false, events: [...(stored?.events ?? []), ...events] };
  };

  /** What an earlier life of the relay has stored comes first. */
  const popsOf = (callId: string): readonly StoredPop[] => {
    const own = journal.of(callId);
    if (recorder.of(callId)?.complete) return own;
    return [...(store.getCallEvents(callId)?.pops ?? []), ...own];
  };
  const forget = (callId: string): void => {
    recorder.forget(callId);
    journal.forget(callId);
  };

  const save = (callId: string): void => {
    try {
      const events = recorder.of(callId) && gather(callId);
      if (events && events.events.length > 0)
        store.saveCallEvents(callId, { ...events, pops: [...popsOf(callId)] });
    } catch (error) {
      // Only the explanation is lost, the call is not.
      logger.warn('The events of a call could not be stored.', { callId, error });
    }
    forget(callId);
  };
  const saveDue = (): void => {
    cancel = null;
    const now = clock.elapsed();
    for (let count = 0; count < savesAtOnce; count += 1) {
      const next = due[0];
      if (!next || next.at > now) break;
      due.shift();
      save(next.callId);
    }
    const next = due[0];
    if (next) saveLater(Math.max(pauseMs, next.at - clock.elapsed()));
  };
  const saveLater = (delayMs: number): void => {
    cancel ??= clock.after(delayMs, saveDue);
  };

  return {
    /** For every event of a PBX link. Must stay cheap. */
    record: (...occurrence: Parameters<Recorder['record']>): void => {
      const ends = recorder.record(...occurrence);
      if (ends.length === 0) return;
      for (const callId of ends) due.push({ callId, at: clock.elapsed() + lateMs });
      saveLater(lateMs);
    },
    skip: recorder.skip,
    /** These agents were sent a pop; while the changes of the event are told that brought it about. */
    popped: (pop: Pop, agentIds: readonly string[]): void => {
      const { callId, extension, reason } = pop;
      if (reason === 'ringing' && extension !== null) recorder.delivered(callId, extension, agentIds);
      journal.sent(pop, agentIds);
    },
    shown: journal.acknowledged,
    pops: popsOf,

    events: (callId: string): CallEvents => {
      const found = gather(callId);
      if (!found) {
        const note = `The events of this call are not kept. They stay for ${retentionDays} days after its end, and none are made for a call that the PBX did not tell of.`;
        return { callId, kept: false, complete: false, note, events: [] };
      }
      const note = found.complete
        ? null
        : 'Some events are missing: the relay was started while the call ran, was behind, or there were more than it keeps.';
      const { complete, events } = found;
      return { callId, kept: true, note, complete, events };
    },

    /** These calls are forgotten: what is in memory is not stored any more. */
    forget: (callIds: readonly string[]): void => {
      callIds.forEach(forget);
      const kept = due.filter(({ callId }) => !callIds.includes(callId));
      due.splice(0, due.length, ...kept);
    },

    figures: recorder.figures,
    sweep: (): void => recorder.sweep(clock.now()),
    /** Stores what there is; a call that still runs is continued by the relay's next life. Before the store is closed. */
    stop: (): void => {
      cancel?.();
      cancel = null;
      recorder.callIds().forEach(save);
    },
  };
};
