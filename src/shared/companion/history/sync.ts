/**
 * Brings the agent's calls from the relay, page by page: first what is newer than the last time, then, in the background,
 * what is older than the oldest one here. A page is kept before the next is asked for, and each call counts once, so it may
 * be cut off anywhere.
 */
import { iso, type Clock } from '../../clock';
import { because, noTrouble, troubleOf, type Trouble } from '../../error-reasons';
import type { HistoryState } from '../../ipc/history';
import type { Logger } from '../../logger';
import type { CallPage, CallQuery } from '../../protocol/rest';
import { AppError } from '../../errors';
import type { CallBook, News } from './book';

export const PAGE_SIZE = 200;
/** A call that ran, or was still changed, when we last heard of it began at most this long before. */
const OVERLAP_MS = 24 * 3600_000;
/** Between two older pages: nobody waits for them, and a relay has many desktops. */
const PAUSE_MS = 400;
const RETRY_MS = 10_000;
/** After a loss of the link what ended is in the snapshot; the rest has time, and not all desktops ask at once. */
const SPREAD_MS = 20_000;
const notFetched: Trouble = { problem: 'The relay did not answer.', because: because('relay-silent') };

export const createHistorySync = (deps: {
  book: CallBook;
  list: (query: Partial<CallQuery>) => Promise<CallPage>;
  clock: Clock;
  random: () => number;
  log: Logger;
  /** How many older calls are fetched unasked. */
  unasked: number;
  /** Whether this computer has a word of its own about the agent's note, which may be newer than the relay's. */
  isNotedHere: (callId: string) => boolean;
  onChange: () => void;
}) => {
  const { book, clock, random, log, unasked, onChange } = deps;
  let told: Trouble & Pick<HistoryState, 'status'> = { status: 'loading', ...noTrouble };
  let cancel = (): void => undefined;
  /** Rises with each beginning; an older run ends at its next step. */
  let turn = 0;
  let fetched = 0;
  let firstTime = true;

  const tell = (status: HistoryState['status'], trouble: Trouble = noTrouble): void => {
    if (told.status === status && told.problem === trouble.problem) return;
    told = { status, ...trouble };
    onChange();
  };
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (ms <= 0) resolve();
      else cancel = clock.after(ms, resolve);
    });

  const list = (query: Partial<CallQuery>): Promise<CallPage> => deps.list({ ...query, notes: 'mine' });
  const newsOf = ({ calls, notes = {} }: CallPage): News[] =>
    calls.map((call) => {
      const note = notes[call.id];
      return note === undefined || deps.isNotedHere(call.id) ? { call } : { call, note: note || null };
    });

  const newer = async (isCurrent: () => boolean, since: string): Promise<void> => {
    const from = iso(Date.parse(since) - OVERLAP_MS);
    let cursor: string | null = null;
    do {
      const page: CallPage = await list({ from, limit: PAGE_SIZE, ...(cursor !== null && { cursor }) });
      if (!isCurrent()) return;
      await book.put(newsOf(page));
      // What was fetched before without notes is fetched once more.
      if (page.notes && !book.meta().noted) await book.setMeta({ cursor: null, whole: false, noted: true });
      cursor = page.nextCursor;
    } while (cursor !== null);
  };

  const olderPage = async (isCurrent: () => boolean): Promise<void> => {
    const { cursor } = book.meta();
    const page = await list({ limit: PAGE_SIZE, ...(cursor !== null && { cursor }) }).catch(
      (error: unknown) => {
        // A cursor of another time or another relay: once more from the newest; what is known costs nothing.
        if (cursor !== null && error instanceof AppError && error.code === 'bad_request')
          return list({ limit: PAGE_SIZE });
        throw error;
      },
    );
    if (!isCurrent()) return;
    await book.put(newsOf(page));
    fetched += page.calls.length;
    const noted = book.meta().noted || (page.notes !== undefined && cursor === null);
    await book.setMeta({ cursor: page.nextCursor, whole: page.nextCursor === null, noted });
  };

  const idle = (): void => tell(book.meta().whole ? 'whole' : 'partial');

  const older = async (isCurrent: () => boolean): Promise<void> => {
    while (isCurrent() && !book.meta().whole && fetched < unasked) {
      await olderPage(isCurrent);
      if (!isCurrent()) return;
      tell('filling');
      await wait(PAUSE_MS);
    }
    if (isCurrent()) idle();
  };

  const run = async (task: (isCurrent: () => boolean) => Promise<void>): Promise<void> => {
    const mine = ++turn;
    cancel();
    const isCurrent = (): boolean => mine === turn;
    try {
      await task(isCurrent);
    } catch (error) {
      if (!isCurrent()) return;
      log.info('the history could not be fetched, trying again', { error });
      tell(told.status, error instanceof AppError ? troubleOf(error) : notFetched);
      cancel = clock.after(RETRY_MS, () => void run(task));
    }
  };

  return {
    state: () => told,
    /** @param at the relay's time */
    registered: (at: string): void => {
      const since = book.meta().seenAt;
      const isFirst = firstTime;
      firstTime = false;
      void run(async (isCurrent) => {
        await book.ready;
        if (!isFirst && since !== null) await wait(random() * SPREAD_MS);
        if (!isCurrent()) return;
        if (since !== null) await newer(isCurrent, since);
        if (!isCurrent()) return;
        await book.setMeta({ seenAt: at });
        await older(isCurrent);
      });
    },
    /** One page more, now. */
    more: (): void => {
      if (told.status !== 'partial') return;
      void run(async (isCurrent) => {
        tell('filling');
        await olderPage(isCurrent);
        if (isCurrent()) idle();
      });
    },
    /** The link is away; what was under way is asked for again after the next registration. */
    pause: (): void => {
      turn += 1;
      cancel();
    },
    /** For somebody else. */
    reset: (): void => {
      turn += 1;
      cancel();
      fetched = 0;
      firstTime = true;
      told = { status: 'loading', ...noTrouble };
    },
  };
};
