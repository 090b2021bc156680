/**
 * The agent's notes, dispositions and follow-ups: kept on this computer at once, written into the CRM after the call. The
 * same in Electron's main process and in the browser, which differ in where it is kept and in who writes.
 */
import { isLive, type Call, type CrmRecord } from '../../call/call';
import { iso, type Clock } from '../../clock';
import { because } from '../../error-reasons';
import { AppError } from '../../errors';
import type { CompanionState } from '../../ipc/state';
import type { Logger } from '../../logger';
import type { Agent } from '../../protocol/agent';
import type { StoredNote } from '../../protocol/call-note';
import { createNoteBook, type NoteStore } from './book';
import { goingOnFrom, hastened, isDone, isEmpty, newEntry, sameNote, shownAs, type NoteEntry } from './entry';
import { noteHandlers, type NoteHandlers } from './handlers';
import { createNoteOutbox, type NoteWriter, type TellRelay } from './outbox';
import { recordState, type Surroundings } from './steps';
import { viewOf } from './view';

export interface NotesDeps {
  store: NoteStore;
  clock: Clock;
  random: () => number;
  newId: () => string;
  log: Logger;
  state: () => CompanionState;
  /** A call of the state or of a history page that was read. */
  callOf: (id: string) => Call | null;
  /** Reads a call at the relay; null where the relay does not know it. @throws AppError where it can not be asked */
  readCall: (id: string) => Promise<Call | null>;
  /** What the relay keeps of this call. @throws AppError where it can not be asked */
  readNotes: (callId: string) => Promise<StoredNote[]>;
  tellRelay: TellRelay;
  onChange: () => void;
}

export interface Notes {
  readonly handlers: NoteHandlers;
  /** Of those calls of the state that its agent wrote about. */
  view(state: Pick<CompanionState, 'agent' | 'calls'>): CompanionState['notes'];
  /** Whether this computer has a word of its own about this call: written here, or read for being written here. */
  isHere(callId: string): boolean;
  /** The calls of the state have changed. */
  follow(): void;
  /** What became of the record of a call that this desktop logs itself. */
  logged(callId: string, record: CrmRecord): void;
  /** The relay has told who logs calls. */
  registered(callLog: 'relay' | 'off' | null): void;
  /** @param writer null: this computer has no sign-in at the CRM */
  use(writer: NoteWriter | null): void;
  /** The agent is about to write: what he wrote on another computer is shown before he does. */
  look(callId: string): void;
  /** What was written about these calls goes, written into the CRM or not. */
  forget(callIds: readonly string[]): Promise<unknown>;
  /** The CRM answers again. */
  hasten(): void;
  stop(): void;
}

export const createNotes = (deps: NotesDeps): Notes => {
  const { clock, log } = deps;
  /** Undefined until it is known whether there is one. */
  let writer: NoteWriter | null | undefined;
  let relayLogs: boolean | null = null;
  /** What this agent wrote elsewhere, as the relay told. */
  const elsewhere = new Map<string, StoredNote>();

  const book = createNoteBook(deps.store, () => deps.onChange());

  const surroundings = (): Surroundings => ({
    writer: writer ? 'crm' : writer === null && relayLogs !== false ? 'relay' : null,
    relayLogs,
    linked: deps.state().links.relay.state === 'connected',
    now: clock.now(),
  });

  const outbox = createNoteOutbox({
    book,
    // Before the relay has answered, the agent is whose sign-in was kept.
    isOurs: ({ agentId }) => {
      const { agent, stage } = deps.state();
      return agent ? agent.id === agentId : stage === 'ready';
    },
    surroundings,
    writer: () => writer ?? null,
    tellRelay: deps.tellRelay,
    clock,
    random: deps.random,
    log,
  });

  const keptQuietly = (kept: Promise<unknown>): void =>
    void kept.catch((error: unknown) => log.warn('notes could not be kept', { error }));

  const agent = (): Agent => {
    const known = deps.state().agent;
    if (known) return known;
    throw new AppError('unauthorized', 'Connect to your relay first.', { details: because('relay-offline') });
  };
  const find = (callId: string): NoteEntry | undefined => {
    const known = deps.state().agent;
    return known ? book.find(known.id, callId) : undefined;
  };

  /** With the contact that is on the agent's screen. */
  const seen = (call: Call): Call => {
    const contact = deps.state().crm[call.id]?.context?.contact ?? null;
    return contact === null || contact.id === call.contact?.id ? call : { ...call, contact };
  };

  /** By this agent, not by who sat here before him. */
  const toldOf = (callId: string): StoredNote | null => {
    const told = elsewhere.get(callId);
    return told && told.agentId === deps.state().agent?.id ? told : null;
  };

  /** The entry of a call, begun where there is none. */
  const entryOf = (callId: string): NoteEntry => {
    const known = find(callId);
    if (known) return known;
    const call = deps.callOf(callId);
    if (!call)
      throw new AppError(
        'not_found',
        'This Companion does not know the call. Open it in the history first.',
        {
          details: because('call-unknown'),
        },
      );
    const fresh = newEntry(agent(), seen(call), clock.now());
    const told = toldOf(callId);
    return told ? goingOnFrom(fresh, told) : fresh;
  };

  const put = async (entry: NoteEntry): Promise<void> => {
    elsewhere.delete(entry.call.id);
    try {
      await book.put(entry);
    } finally {
      outbox.wake();
    }
  };

  /** What the relay says of a call that is not on this screen any more. */
  const catchUp = async (entry: NoteEntry): Promise<void> => {
    const call = await deps.readCall(entry.call.id);
    const last = call ?? entry.call;
    // Gone at the relay, and over: whether the CRM has a record is found out there.
    const over: Call = isLive(last) ? { ...last, state: 'ended', endedAt: iso(clock.now()) } : last;
    const crmRecord = { ...over.crmRecord, status: 'pending' } as const;
    const next = call ?? { ...over, crmRecord };
    const current = book.find(entry.agentId, entry.call.id);
    if (current) await put({ ...current, call: { ...next, contact: current.call.contact ?? next.contact } });
  };

  const readElsewhere = async (callId: string): Promise<StoredNote[]> => {
    const me = agent().id;
    const before = find(callId);
    const notes = await deps.readNotes(callId).catch(() => []);
    const own = notes.find(({ agentId }) => agentId === me);
    const now = find(callId);
    if (own && !now) {
      elsewhere.set(callId, own);
      deps.onChange();
    }
    // The relay had all of this computer's before it was asked, so what differs is newer.
    const isUntouched = before?.told === true && now?.told === true && now.changedAt === before.changedAt;
    if (own && now && isUntouched && now.attempt === null && !sameNote(now.note, own))
      await put(goingOnFrom(now, own));
    return notes.filter((note) => note !== own);
  };

  const hasRecord = (entry: NoteEntry): boolean => recordState(entry.call, relayLogs) !== 'never';

  return {
    view: ({ agent: shown, calls }) => {
      const known = new Set(calls.map(({ id }) => id));
      const entries = book
        .all()
        .filter((entry) => entry.agentId === shown?.id && known.has(entry.call.id) && !isEmpty(entry));
      return {
        ...Object.fromEntries(
          [...elsewhere]
            .filter(([id, { agentId }]) => agentId === shown?.id && known.has(id) && !find(id))
            .map(([id, told]) => [id, shownAs(told)]),
        ),
        ...Object.fromEntries(entries.map((entry) => [entry.call.id, viewOf(entry, surroundings())])),
      };
    },
    isHere: (callId) => find(callId) !== undefined,
    follow: () => {
      const known = new Map(deps.state().calls.map((call) => [call.id, call]));
      const changed = book.change((entry) => {
        const call = known.get(entry.call.id);
        if (!call) return isDone(entry, hasRecord(entry)) ? null : entry;
        if (call.version === entry.call.version && call.crmRecord.status === entry.call.crmRecord.status)
          return entry;
        const next = { ...entry, call: seen(call) };
        const hasCome = call.crmRecord.status === 'logged' && entry.call.crmRecord.status !== 'logged';
        return hasCome ? hastened(next, clock.now(), false) : next;
      });
      keptQuietly(changed);
      outbox.wake();
    },
    logged: (callId, crmRecord) => {
      const isThere = crmRecord.status === 'logged';
      const changed = book.change((entry) => {
        if (entry.call.id !== callId) return entry;
        const next = { ...entry, call: { ...entry.call, crmRecord } };
        return isThere ? hastened(next, clock.now(), false) : next;
      });
      keptQuietly(changed);
      outbox.wake();
    },
    registered: (callLog) => {
      relayLogs = callLog === null ? null : callLog === 'relay';
      const { agent: now, calls } = deps.state();
      const known = new Set(calls.map(({ id }) => id));
      for (const entry of book.all())
        if (entry.agentId === now?.id && !known.has(entry.call.id) && !isDone(entry, hasRecord(entry)))
          catchUp(entry).catch(() =>
            log.info('a call that was noted could not be read', { callId: entry.call.id }),
          );
      outbox.wake();
    },
    use: (next) => {
      const isNew = writer !== next;
      writer = next;
      if (isNew) outbox.hasten();
    },
    look: (callId) => keptQuietly(readElsewhere(callId)),
    forget: (callIds) => {
      for (const id of callIds) elsewhere.delete(id);
      return book.change((entry) => (callIds.includes(entry.call.id) ? null : entry));
    },
    hasten: () => outbox.hasten(),
    stop: () => outbox.stop(),
    handlers: noteHandlers({
      clock,
      newId: deps.newId,
      surroundings,
      find,
      entryOf,
      put,
      toldOf,
      readElsewhere,
      isBusy: (entry) => outbox.isBusy(entry),
    }),
  };
};
