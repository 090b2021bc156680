/**
 * Does here what another relay tells of: into the store, and to this relay's own desktops as if it had happened here. Each is
 * done again after a crash, and changes nothing the second time.
 */
import { inflateRawSync } from 'node:zlib';
import { isLive, type Call } from '../../shared/call/call';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { Agent } from '../../shared/protocol/agent';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import type { CallBook } from '../calls/call-book';
import { waitsFor, type Journal, type SharedRow } from '../store/shared-port';
import type { Store } from '../store/port';
import { changeSchema, type Change, type ChangeOf } from './change';
import { settleJob } from './covers';
import type { Accounts } from './shared-store';

export interface IncomingDeps {
  store: Store & Accounts;
  journal: Journal;
  book: Pick<CallBook, 'get' | 'add' | 'receive' | 'flush'>;
  /** Whether what is written about this call goes into the CRM. */
  isLogged: (call: Call) => boolean;
  /** Webhooks that wait are looked at again. */
  onWebhook: () => void;
  onJob: () => void;
  /** How an agent is told of what became of him here. */
  agents: {
    changed(agent: Agent): void;
    removed(id: string): void;
    deviceRemoved(agentId: string, tokenHash: string): void;
  };
  /** Erases all that this relay has of a number. */
  forget: (number: string) => Promise<void>;
  /** Takes it out of what the relays have told each other; they tell what remains of it again. */
  erase: (number: string) => Promise<void>;
  clock: Clock;
  log: Logger;
}

type AboutCall = ChangeOf<'contact' | 'note' | 'written' | 'job'>;

/** For bodies that are larger than any webhook may be. */
const mostBytes = 64 * 1_024 * 1_024;

export type Apply = (change: Change, sender: string) => void | Promise<void>;

export const createIncoming = (deps: IncomingDeps): Apply => {
  const { store, journal, book, clock, log } = deps;

  /** What came before its call, or whatever else it belongs to. */
  const drain = (about: string): void => {
    journal.takeAside(about, ({ sender, body }) => {
      const change = changeSchema.safeParse(JSON.parse(body));
      if (change.success && change.data.kind !== 'forget') applyNow(change.data, sender);
    });
  };

  const call = ({ call: theirs }: ChangeOf<'call'>): void => {
    const before = book.get(theirs.id);
    const merged = store.take(theirs);
    if (!merged) return;
    book.receive(merged);
    const former = contactRefSchema.safeParse(before?.contact);
    const isChosen = merged.contact?.matchedBy === 'picked' && merged.contact.id !== before?.contact?.id;
    if (isChosen && merged.crmRecord.status !== 'off') {
      store.moveRecord(merged.id, former.success ? former.data : null, clock.now());
      settleJob({ store, journal }, merged.id, 'contact');
    }
    drain(merged.id);
    deps.onJob();
  };

  const webhook = ({ key, type, conversationId, receivedAt, fetched, body }: ChangeOf<'webhook'>): void => {
    const bytes = inflateRawSync(Buffer.from(body, 'base64'), { maxOutputLength: mostBytes });
    const stored = { key, type, receivedAt, body: bytes, audioFile: null };
    if (fetched && conversationId !== null) store.saveFetched({ ...stored, conversationId });
    else store.saveWebhooks([{ ...stored, conversationId }]);
    deps.onWebhook();
  };

  const note = ({ callId, note: { writer, ...theirs } }: ChangeOf<'note'>, known: Call): void => {
    const mine = store.notesOf(callId).find(({ agentId }) => agentId === theirs.agentId);
    if (!mine || mine.at < theirs.at) {
      const job = writer === 'relay' && deps.isLogged(known);
      store.saveNote(callId, { ...theirs, writer }, { dueAt: clock.now(), job });
      deps.onJob();
    }
    drain(callId);
  };

  const written = (change: ChangeOf<'written'>, sender: string): void => {
    const { callId, agentId, written: theirs } = change;
    const note = store.notesOf(callId).find((one) => one.agentId === agentId);
    // The note was changed since, so it is told later than what was written of it.
    if (!note) journal.putAside(callId, sender, JSON.stringify(change));
    // Of a relay whose turn was over.
    else if ((note.written.term ?? 0) <= (theirs.term ?? 0)) store.noteWritten(callId, agentId, theirs);
    if ((theirs.term ?? 0) > Number(journal.state('term') ?? 0)) journal.setState('term', `${theirs.term}`);
  };

  const job = ({ callId, job: kind, status, error, covers }: ChangeOf<'job'>, known: Call): void => {
    const mine = journal.job(callId, kind);
    const dueAt = clock.now();
    if (status === 'logged') {
      if (kind !== 'call') {
        journal.keepOutcome(callId, kind, { covers, error });
        settleJob({ store, journal }, callId, kind);
      } else if (mine?.status !== 'logged') journal.setJob(callId, kind, { status, error, dueAt });
      return;
    }
    if (!mine || mine.status === 'logged' || mine.status === status) return;
    if (status === 'pending' && mine.status !== 'failed' && mine.status !== 'given-up') return;
    journal.setJob(callId, kind, { status, error, dueAt });
    if (status !== 'pending') return;
    if (kind === 'call' && known.crmRecord.status === 'failed')
      book.add(callId, { crmRecord: { status: 'pending', id: null, url: null, error: null } });
    deps.onJob();
  };

  const row = (theirs: SharedRow, sender: string): void => {
    const before = theirs.kind === 'agent' ? store.getAgent(theirs.id) : null;
    const owner = theirs.kind === 'token' && theirs.row === null ? journal.row('token', theirs.id) : null;
    const became = journal.takeRow(theirs);
    if (typeof became === 'object')
      journal.putAside(
        became.waitsFor,
        sender,
        JSON.stringify({ kind: 'row', row: theirs } satisfies Change),
      );
    if (became !== 'taken') return;
    if (theirs.row !== null) drain(waitsFor(theirs.kind, theirs.id));
    if (theirs.kind === 'agent') {
      const now = store.getAgent(theirs.id);
      if (now && before) deps.agents.changed(now.agent);
      if (!now && before) deps.agents.removed(theirs.id);
    }
    const agentId = owner?.row?.['agent_id'];
    if (typeof agentId === 'string') deps.agents.deviceRemoved(agentId, theirs.id);
  };

  /** What is about a call needs it in the store. @returns null where it waits for that */
  const knownCall = (callId: string, change: Change, sender: string): Call | null => {
    const found = book.get(callId);
    if (found && !store.getCall(callId)) book.flush();
    if (found && store.getCall(callId)) return found;
    if (!journal.isForgotten(callId)) journal.putAside(callId, sender, JSON.stringify(change));
    return null;
  };

  const aboutCall = (change: AboutCall, sender: string): void => {
    const known = knownCall(change.callId, change, sender);
    if (!known) return;
    switch (change.kind) {
      case 'contact':
        if (isLive(known) && known.contact?.id !== change.contact.id)
          book.add(known.id, { contact: change.contact });
        break;
      case 'note':
        note(change, known);
        break;
      case 'written':
        written(change, sender);
        break;
      case 'job':
        job(change, known);
    }
  };

  const applyNow = (change: Exclude<Change, ChangeOf<'forget'>>, sender: string): void => {
    switch (change.kind) {
      case 'call':
        call(change);
        break;
      case 'webhook':
        webhook(change);
        break;
      case 'begun': {
        const { id, ...begun } = change;
        store.noteBegun([id], begun);
        deps.onWebhook();
        break;
      }
      case 'contact':
      case 'note':
      case 'written':
      case 'job':
        aboutCall(change, sender);
        break;
      case 'row':
        row(change.row, sender);
        break;
      case 'pop':
      case 'presence':
        log.debug('Another relay told of something that is not kept.', { kind: change.kind });
    }
  };

  const forget = async (number: string, sender: string): Promise<void> => {
    if (sender !== journal.relayId) await deps.forget(number);
    await deps.erase(number);
  };

  return (change, sender) => {
    if (change.kind === 'forget') return forget(change.number, sender);
    journal.quietly(() => applyNow(change, sender));
  };
};
