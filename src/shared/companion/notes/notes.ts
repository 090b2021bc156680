/**
 * The agent's notes, dispositions and follow-ups: kept on this computer at once, written into the CRM after the call. The
 * same in Electron's main process and in the browser, which differ in where it is kept and in who writes.
 */
import type { Call } from '../../call/call';
import type { Clock } from '../../clock';
import { AppError } from '../../errors';
import type { Handlers } from '../../ipc/contract';
import type { CompanionState } from '../../ipc/state';
import {
  noteEntrySchema,
  isBlank,
  isDone,
  newEntry,
  withFollowUps,
  withNote,
  hastened,
  type NoteEntry,
} from './entry';
import { viewOf } from './view';
import { z } from 'zod';

export const keptNotesSchema = z.array(noteEntrySchema);

/** Where it outlives the program. */
export interface NoteStore {
  /** What the last run kept. */
  entries: readonly NoteEntry[];
  /** Resolves once it is safe. */
  save(entries: readonly NoteEntry[]): Promise<void>;
}

/** More than this many calls with something unwritten are refused: a file of notes, not a data base. */
const mostEntries = 500;

type NoteHandlers = Pick<
  Handlers,
  'note:save' | 'note:retry' | 'note:of' | 'follow-up:add' | 'follow-up:remove'
>;

export interface Notes {
  readonly handlers: NoteHandlers;
  /** Of those calls of the state that its agent wrote about. */
  view(state: Pick<CompanionState, 'agent' | 'calls'>): CompanionState['notes'];
  /** The calls of the state have changed. */
  follow(calls: readonly Call[]): void;
}

export const createNotes = (deps: {
  store: NoteStore;
  clock: Clock;
  newId: () => string;
  agentId: () => string | null;
  /** A call of the state or of a history page that was read. */
  callOf: (id: string) => Call | null;
  relayLogs: () => boolean | null;
  onChange: () => void;
}): Notes => {
  const { store, clock, onChange } = deps;
  let entries: readonly NoteEntry[] = store.entries;

  const find = (callId: string): NoteEntry | undefined =>
    entries.find(({ agentId, call }) => agentId === deps.agentId() && call.id === callId);

  const put = async (entry: NoteEntry): Promise<void> => {
    const others = entries.filter(
      ({ agentId, call }) => agentId !== entry.agentId || call.id !== entry.call.id,
    );
    entries = isBlank(entry) ? others : [...others, entry];
    onChange();
    await store.save(entries);
  };

  /** The entry of a call, begun where there is none. */
  const entryOf = (callId: string): NoteEntry => {
    const known = find(callId);
    if (known) return known;
    const agentId = deps.agentId();
    if (agentId === null) throw new AppError('unauthorized', 'Connect to your relay first.');
    const call = deps.callOf(callId);
    if (!call)
      throw new AppError('not_found', 'This Companion does not know the call. Open it in the history first.');
    if (entries.length >= mostEntries)
      throw new AppError(
        'too_large',
        `The notes of ${mostEntries} calls wait on this computer. Sign in to the CRM in the settings, so that they are written.`,
      );
    return newEntry(agentId, call, clock.now());
  };

  return {
    view: ({ agent, calls }) => {
      const known = new Set(calls.map(({ id }) => id));
      const shown = entries.filter(({ agentId, call }) => agentId === agent?.id && known.has(call.id));
      return Object.fromEntries(shown.map((entry) => [entry.call.id, viewOf(entry, deps.relayLogs())]));
    },
    follow: (calls) => {
      const known = new Map(calls.map((call) => [call.id, call]));
      const before = entries;
      entries = entries
        .map((entry) => {
          const call = known.get(entry.call.id);
          return call && call.version > entry.call.version ? { ...entry, call } : entry;
        })
        .filter((entry) => known.has(entry.call.id) || !isDone(entry));
      if (entries.length !== before.length || entries.some((entry, at) => entry !== before[at]))
        void store.save(entries);
    },
    handlers: {
      'note:save': async ({ callId, ...note }) => {
        await put(withNote(entryOf(callId), note, clock.now()));
        return undefined;
      },
      'note:retry': async ({ callId }) => {
        const entry = find(callId);
        if (entry) await put(hastened(entry, clock.now(), true));
        return undefined;
      },
      'note:of': ({ callId }) => {
        const entry = find(callId);
        return { mine: entry ? viewOf(entry, deps.relayLogs()) : null, others: [] };
      },
      'follow-up:add': async ({ callId, ...followUp }) => {
        const entry = entryOf(callId);
        const id = deps.newId();
        const added = { ...followUp, id, status: 'waiting' as const, problem: null, url: null };
        await put(withFollowUps(entry, [...entry.followUps, added], clock.now()));
        return { id };
      },
      'follow-up:remove': async ({ callId, id }) => {
        const entry = find(callId);
        const followUp = entry?.followUps.find((one) => one.id === id);
        if (!entry || !followUp) return undefined;
        if (followUp.status === 'saved')
          throw new AppError('conflict', 'It is in the CRM already. Open it there to change or delete it.');
        await put(
          withFollowUps(
            entry,
            entry.followUps.filter((one) => one.id !== id),
            clock.now(),
          ),
        );
        return undefined;
      },
    },
  };
};
