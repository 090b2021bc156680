/**
 * Keeps what made each call, within bounds. `record` runs for every event of a busy PBX, so it stores references and counts;
 * words are made by `describe` when somebody asks, or once when the call is over and goes to the store.
 */
import type { CallChange } from '../../../shared/call/change';
import type { Belonging } from '../../../shared/call/tracker';
import type { AmiEvent } from '../../pbx/ami-event';
import type { Happening } from './describe';

export interface RecorderLimits {
  /** Of one call; of more the middle is let go. */
  happeningsPerCall: number;
  /** Of all calls together; then the oldest recordings go. */
  happenings: number;
}
export const recorderLimits: RecorderLimits = { happeningsPerCall: 300, happenings: 30_000 };

export interface Recording {
  readonly callId: string;
  /** As the tracker has them: those of calls that were merged into this one come later. */
  linkedIds: readonly string[];
  readonly happenings: Happening[];
  /** People have seen this call; a recording of one that nobody saw belongs to the call it was merged into. */
  seen: boolean;
  /** Nothing is missing so far. */
  complete: boolean;
}

/** Calls whose recording has gone to the store; late events about them are not recorded again. */
const rememberedEnds = 5_000;
/** How many of a long call's first happenings stay. */
const keptFirst = 200;
/** Without a visible call for this long, it was none: somebody dialled a feature code. */
const unseenForMs = 600_000;

export type Recorder = ReturnType<typeof createRecorder>;

export const createRecorder = (limits: RecorderLimits = recorderLimits) => {
  const recordings = new Map<string, Recording>();
  const ended = new Set<string>();
  const figures = { happenings: 0, dropped: 0 };
  let latest: Happening | null = null;

  const remove = (recording: Recording): void => {
    recordings.delete(recording.callId);
    figures.happenings -= recording.happenings.length;
  };
  const begin = (callId: string, linkedIds: readonly string[]): Recording => {
    const made = { callId, linkedIds, happenings: [], seen: false, complete: true };
    recordings.set(callId, made);
    return made;
  };
  const add = (recording: Recording, happening: Happening): void => {
    recording.happenings.push(happening);
    figures.happenings += 1;
    if (recording.happenings.length > limits.happeningsPerCall) {
      recording.happenings.splice(Math.min(keptFirst, limits.happeningsPerCall >> 1), 1);
      recording.complete = false;
      figures.happenings -= 1;
      figures.dropped += 1;
    }
  };
  const shed = (): void => {
    for (const recording of recordings.values()) {
      if (figures.happenings <= limits.happenings) return;
      figures.dropped += recording.happenings.length;
      remove(recording);
      // What comes after is recorded, and known to be a part.
      begin(recording.callId, recording.linkedIds).complete = false;
    }
  };

  return {
    /**
     * One event of a link and what became of it; `calls` are those it is about, changed or not.
     * @returns calls that ended with it
     */
    record: (
      source: AmiEvent,
      changes: readonly CallChange[],
      calls: readonly Belonging[],
    ): readonly string[] => {
      const happening: Happening = { source, changes, deliveries: null };
      latest = happening;
      for (const { id, linkedIds } of calls) {
        if (ended.has(id)) continue;
        const recording = recordings.get(id) ?? begin(id, linkedIds);
        recording.linkedIds = linkedIds;
        add(recording, happening);
      }
      let ends: string[] | null = null;
      for (const { call, previous } of changes) {
        let recording = recordings.get(call.id);
        if (!recording) {
          // What the relay adds to a call that is over is told by the call itself.
          if (ended.has(call.id) || source.name === 'Relay') continue;
          recording = begin(call.id, [call.linkedId]);
        }
        if (recording.happenings.at(-1) !== happening) add(recording, happening);
        if (!recording.seen) {
          recording.seen = true;
          // The first that is heard of a call which people know already: the relay was started in its midst.
          if (previous !== null) recording.complete = false;
        }
        if (call.state === 'ended' && previous?.state !== 'ended') (ends ??= []).push(call.id);
      }
      if (figures.happenings > limits.happenings) shed();
      return ends ?? [];
    },

    /** An event about these calls was not recorded, because the relay is behind. */
    skip: (calls: readonly Belonging[]): void => {
      for (const { id } of calls) {
        const recording = recordings.get(id);
        if (!recording) continue;
        recording.complete = false;
        figures.dropped += 1;
      }
    },

    /** While the changes of the last event are told: these agents were sent a pop. */
    delivered: (callId: string, extension: string, agents: readonly string[]): void => {
      if (latest) (latest.deliveries ??= []).push({ callId, extension, agents });
    },

    /** What made this call, that of calls merged into it included; null where nothing is kept here. */
    of: (callId: string): Pick<Recording, 'happenings' | 'complete'> | null => {
      const recording = recordings.get(callId);
      if (!recording) return null;
      const prefix = callId.slice(0, callId.indexOf(':') + 1);
      const all = recording.linkedIds.flatMap((linkedId) => {
        const other = recordings.get(prefix + linkedId);
        return other && other !== recording && !other.seen ? other.happenings : [];
      });
      if (all.length === 0) return recording;
      const happenings = [...new Set([...all, ...recording.happenings])].sort(
        (a, b) => a.source.at - b.source.at,
      );
      return { happenings, complete: recording.complete };
    },

    /** The call's recording is safe elsewhere, or of no use. */
    forget: (callId: string): void => {
      const recording = recordings.get(callId);
      if (!recording) return;
      const prefix = callId.slice(0, callId.indexOf(':') + 1);
      for (const linkedId of recording.linkedIds) {
        const other = recordings.get(prefix + linkedId);
        if (other && other !== recording && !other.seen) remove(other);
      }
      remove(recording);
      ended.add(callId);
      const oldest = ended.values().next();
      if (ended.size > rememberedEnds && !oldest.done) ended.delete(oldest.value);
    },

    /** Lets go of what turned out to be no call. */
    sweep: (now: number): void => {
      for (const recording of recordings.values())
        if (!recording.seen && (recording.happenings.at(-1)?.source.at ?? 0) < now - unseenForMs)
          remove(recording);
    },

    /** Calls with a recording. */
    callIds: (): string[] => [...recordings.values()].filter(({ seen }) => seen).map(({ callId }) => callId),
    figures: (): Readonly<typeof figures> => figures,
  };
};
