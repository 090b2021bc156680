/** What a window may ask of the notes. */
import { isLive } from '../../call/call';
import type { Clock } from '../../clock';
import { because, noTrouble } from '../../error-reasons';
import { AppError } from '../../errors';
import type { Handlers } from '../../ipc/contract';
import { mostFollowUps, type StoredNote } from '../../protocol/call-note';
import { hastened, shownAs, withFollowUps, withNote, type NoteEntry } from './entry';
import type { Surroundings } from './steps';
import { viewOf } from './view';

export type NoteHandlers = Pick<
  Handlers,
  'note:save' | 'note:retry' | 'note:of' | 'follow-up:add' | 'follow-up:remove'
>;

export interface NoteHandlersDeps {
  clock: Clock;
  newId: () => string;
  surroundings: () => Surroundings;
  /** Of the signed-in agent. */
  find: (callId: string) => NoteEntry | undefined;
  /** Begun where there is none. @throws AppError `not_found` where the call is not known */
  entryOf: (callId: string) => NoteEntry;
  put: (entry: NoteEntry) => Promise<void>;
  /** What he wrote on another computer, if it was read. */
  toldOf: (callId: string) => StoredNote | null;
  /** Asks the relay; gives what colleagues wrote. */
  readElsewhere: (callId: string) => Promise<StoredNote[]>;
  isBusy: (entry: NoteEntry) => boolean;
}

export const noteHandlers = ({
  clock,
  newId,
  surroundings,
  find,
  entryOf,
  put,
  toldOf,
  readElsewhere,
  isBusy,
}: NoteHandlersDeps): NoteHandlers => ({
  'note:save': async ({ callId, ...note }) => {
    await put(withNote(entryOf(callId), note, clock.now()));
    return undefined;
  },
  'note:retry': async ({ callId }) => {
    const entry = find(callId);
    if (entry) await put(hastened(entry, clock.now(), true));
    return undefined;
  },
  'note:of': async ({ callId }) => {
    const others = await readElsewhere(callId);
    const entry = find(callId);
    if (entry) return { mine: viewOf(entry, surroundings()), others };
    const own = toldOf(callId);
    return { mine: own && shownAs(own), others };
  },
  'follow-up:add': async ({ callId, ...followUp }) => {
    const entry = entryOf(callId);
    if (entry.followUps.length >= mostFollowUps)
      throw new AppError('conflict', `More than ${mostFollowUps} follow-ups of one call are not kept.`, {
        details: because('follow-up-most', { most: mostFollowUps }),
      });
    const id = newId();
    const added = { ...followUp, id, status: 'waiting' as const, ...noTrouble, url: null };
    await put(withFollowUps(entry, [...entry.followUps, added], clock.now()));
    return { id };
  },
  'follow-up:remove': async ({ callId, id }) => {
    const entry = find(callId);
    const followUp = entry?.followUps.find((one) => one.id === id);
    if (!entry || !followUp) return undefined;
    if (followUp.status === 'saved')
      throw new AppError('conflict', 'It is in the CRM already. Open it there to change or delete it.', {
        details: because('follow-up-there'),
      });
    // While the call runs, the relay writes nothing, and is told of the change.
    if (entry.sent.includes(id) && !isLive(entry.call))
      throw new AppError(
        'conflict',
        'It was sent to the CRM and no answer came yet, so it may be there already. Once it shows as saved, delete it there.',
        { details: because('follow-up-sent') },
      );
    if (isBusy(entry))
      throw new AppError('conflict', 'It is being written at this moment. Try again in a few seconds.', {
        details: because('follow-up-busy'),
      });
    const rest = entry.followUps.filter((one) => one.id !== id);
    await put(withFollowUps(entry, rest, clock.now()));
    return undefined;
  },
});
