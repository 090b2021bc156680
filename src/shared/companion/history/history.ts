/** The agent's own calls, kept on this computer: filled by the relay's pages and by what happens, asked by the windows. */
import type { Call } from '../../call/call';
import type { Clock } from '../../clock';
import { because } from '../../error-reasons';
import { AppError } from '../../errors';
import type { HistoryState } from '../../ipc/history';
import type { CompanionState } from '../../ipc/state';
import type { Logger } from '../../logger';
import type { Agent } from '../../protocol/agent';
import type { CallPage, CallQuery } from '../../protocol/rest';
import type { CrmContexts } from '../crm-contexts';
import { getRecordings } from '../recordings';
import { listCalls, type FetchJson } from '../rest';
import { getTranscript } from '../transcript';
import type { CompanionHandlers, Connection, Registered } from '../types';
import { createMemoryArchive, type CallArchive } from './archive';
import { createCallBook, type News } from './book';
import { findPeople } from './people';
import { createHistorySync } from './sync';

const DAY_MS = 24 * 3600_000;

const isSame = (a: Agent, b: Agent): boolean =>
  a.id === b.id && a.pbxId === b.pbxId && a.extensions.join(' ') === b.extensions.join(' ');

/** What has changed of an ended call since it was last kept. */
const signatureOf = ({ version, crmRecord, contact }: Call, note: string | undefined): string =>
  JSON.stringify([
    version,
    crmRecord.status,
    crmRecord.id,
    contact?.id,
    contact?.name,
    contact?.account,
    note,
  ]);

export const createHistory = (deps: {
  /** Without it they end with the program. */
  archive?: CallArchive;
  connection: () => Connection | null;
  fetchJson: FetchJson;
  /** Calls of queues that the agent may choose among. */
  onQueues: (calls: readonly Call[]) => void;
  state: () => CompanionState;
  /** Windows ask about calls that they have read here. */
  remember: (calls: readonly Call[]) => void;
  /** What the CRM has about somebody, whether he calls now or not. */
  askCrm: CrmContexts['read'];
  /** Whose calls these are, before the relay has said so in this run. */
  onAgent: (agent: Agent) => void;
  /** The relay has named these addresses: a window may ask to open them. */
  onLinks: (urls: readonly string[]) => void;
  /** Whether what he wrote about a call waits or stands on this computer. */
  isNotedHere: (callId: string) => boolean;
  onChange: () => void;
  clock: Clock;
  random: () => number;
  log: Logger;
  /** How many older calls are fetched unasked; without it, all. */
  unaskedCalls?: number;
}) => {
  const { archive = createMemoryArchive(), unaskedCalls = Infinity, state, remember, onChange, log } = deps;
  const book = createCallBook({ archive, log, onChange });
  const connected = (): Connection => {
    const at = deps.connection();
    if (at) return at;
    throw new AppError('unauthorized', 'Connect to your relay first.', { details: because('relay-offline') });
  };
  const list = async (query: Partial<CallQuery>): Promise<CallPage> => {
    const page = await listCalls(deps.fetchJson, connected(), query);
    deps.onQueues(page.calls);
    return page;
  };
  const sync = createHistorySync({ ...deps, book, list, unasked: unaskedCalls });
  /** Taken in by the relay, so what happens from now on is his. */
  let isOpen = false;
  let shown: HistoryState | null = null;
  const handed = new Map<string, string>();
  const quietly = (what: string, task: Promise<unknown>): void =>
    void task.catch((error: unknown) => log.warn(`the history: ${what}`, { error }));

  const newsIn = ({ calls, crm, notes }: CompanionState): News[] =>
    calls.flatMap((live): News[] => {
      if (live.state !== 'ended') return [];
      const contact = crm[live.id]?.context?.contact ?? live.contact;
      const call = contact === live.contact ? live : { ...live, contact };
      const note = notes[live.id]?.text;
      const signature = signatureOf(call, note);
      if (handed.get(live.id) === signature) return [];
      handed.set(live.id, signature);
      return [{ call, ...(note !== undefined && { note }), anyway: true }];
    });
  /** Keeps what ended, and what became known of it since. */
  const follow = (now: CompanionState): void => {
    if (!isOpen) return;
    const news = newsIn(now);
    const there = new Set(now.calls.map(({ id }) => id));
    for (const id of handed.keys()) if (!there.has(id)) handed.delete(id);
    if (news.length > 0) quietly('a call was not kept', book.put(news));
  };

  const close = (): void => {
    isOpen = false;
    handed.clear();
  };

  quietly(
    'it could not be opened',
    book.ready.then(() => {
      const { agent } = book.meta();
      if (agent) deps.onAgent(agent);
    }),
  );

  const noted = async (callId: string, text: string | null): Promise<void> => {
    const [entry] = await book.read([callId]);
    if (entry && (entry.note ?? '') !== (text ?? '')) await book.put([{ call: entry.call, note: text }]);
  };
  const callOf = async (callId: string): Promise<Call | null> => {
    const [entry] = await book.read([callId]);
    const call = state().calls.find(({ id }) => id === callId) ?? entry?.call ?? null;
    if (call) remember([call]);
    return call;
  };

  const handlers: Pick<
    CompanionHandlers,
    | 'history:find'
    | 'history:rows'
    | 'history:call'
    | 'history:seen'
    | 'history:more'
    | 'people:find'
    | 'people:card'
    | 'history:list'
    | 'call:transcript'
    | 'call:recordings'
  > = {
    'history:find': async (query) => {
      await book.ready;
      return book.find(query);
    },
    'history:rows': async ({ from, count, ...query }) => {
      await book.ready;
      const revision = book.revision();
      const calls = await book.rows(query, from, count);
      remember(calls);
      return { revision, calls };
    },
    'history:call': async ({ callId }) => ({ call: await callOf(callId) }),
    'history:seen': async () => {
      await book.seen();
      return undefined;
    },
    'history:more': () => {
      sync.more();
      return undefined;
    },
    'people:find': async ({ text }) => {
      await book.ready;
      const people = await findPeople(book, text);
      remember(people.map(({ call }) => call));
      return { people };
    },
    'people:card': async ({ callId, number, contact }) => {
      const call = {
        id: callId ?? '',
        remote: { number, display: number ?? '', name: null, anonymous: false },
      };
      return { context: await deps.askCrm(call, contact && { ...contact, anyway: true }) };
    },
    'history:list': async (query) => {
      const page = await list(query);
      remember(page.calls);
      return page;
    },
    'call:transcript': ({ callId }) => getTranscript(deps.fetchJson, connected(), callId),
    'call:recordings': async ({ callId }) => {
      const told = await getRecordings(deps.fetchJson, connected(), callId);
      deps.onLinks(told.recordings.flatMap(({ url }) => url ?? []));
      return told;
    },
  };

  return {
    handlers,
    follow,
    view: (): HistoryState => {
      const next = { ...sync.state(), revision: book.revision(), missed: book.meta().missed };
      if (JSON.stringify(next) !== JSON.stringify(shown)) shown = next;
      return shown ?? next;
    },
    registered: ({ agent, at, retentionDays = 0 }: Registered): void =>
      quietly(
        'it could not be brought up to date',
        book.ready.then(async () => {
          const known = book.meta().agent;
          // What was his by an extension he no longer has is not his to see, and another agent's calls never were.
          if (known && !isSame(known, agent)) {
            await book.erase();
            sync.reset();
            close();
          }
          await book.setMeta({ agent, bornAt: book.meta().bornAt ?? at });
          isOpen = true;
          // By the relay's own clock, as the relay does it.
          if (retentionDays > 0) await book.remove(book.before(Date.parse(at) - retentionDays * DAY_MS));
          follow(state());
          sync.registered(at);
        }),
      ),
    /** The notes' own handlers; what they are told of a call can be searched afterwards. */
    withNotes: <H extends Pick<CompanionHandlers, 'note:save' | 'note:of'>>(own: H) => ({
      ...own,
      'note:save': async (input: Parameters<H['note:save']>[0]) => {
        const answer = await own['note:save'](input);
        quietly('a note was not kept', noted(input.callId, input.text));
        return answer;
      },
      'note:of': async (input: Parameters<H['note:of']>[0]) => {
        const notes = await own['note:of'](input);
        quietly('a note was not kept', noted(input.callId, notes.mine?.text ?? null));
        return notes;
      },
    }),
    forget: (callIds: readonly string[]): Promise<void> => book.remove(callIds),
    paused: (): void => sync.pause(),
    /** He signs out: nothing of him stays. */
    erase: (): void => {
      close();
      sync.reset();
      quietly('it could not be erased', book.erase());
    },
  };
};
export type History = ReturnType<typeof createHistory>;
