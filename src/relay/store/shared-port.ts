/** What the store can do where several relays share what they know (docs/decisions/0009). */

/** What of this relay the others are to hear: what it is about, never the words themselves. */
export interface SharedChange {
  seq: number;
  kind: 'call' | 'contact' | 'webhook' | 'begun' | 'joined' | 'note' | 'written' | 'job' | 'row' | 'forget';
  /** A call's id, a webhook's key, ... */
  ref: string;
  /** The agent of a note, the kind of a job, the kind of a row; else empty. */
  part: string;
}

/** What is small and must be complete on every relay: who may sign in. */
/** In this order: a token is nothing without its agent. */
export const rowKinds = ['agent', 'token', 'key', 'admin', 'session'] as const;
export type RowKind = (typeof rowKinds)[number];

/** One of them as it is told: the higher `rev` counts, of equal ones the removal, then the greater `by`. */
export interface SharedRow {
  kind: RowKind;
  id: string;
  rev: number;
  /** The relay that changed it. */
  by: string;
  /** Its columns; null: removed. */
  row: Readonly<Record<string, string | number | null>> | null;
  /** When, in ms since the epoch by that relay's clock; undefined: told by an earlier version. */
  at?: number | undefined;
}

type Stamp = Pick<SharedRow, 'rev' | 'by'> & { removed: boolean };

/** Under what a row waits for the one that it belongs to. */
export const waitsFor = (kind: RowKind, id: string): string => `${kind} ${id}`;

/** The same on every relay, in whatever order they hear of it. */
export const isNewer = (a: Stamp, b: Stamp): boolean => {
  if (a.rev !== b.rev) return a.rev > b.rev;
  if (a.removed !== b.removed) return a.removed;
  return a.by > b.by;
};

/** `position`: of what was heard; `epoch`: of Redis' data; `term`: the last turn of writing that is known of. */
type StateName = 'position' | 'epoch' | 'term';

/** Changes since the last one are put down in the transaction that makes them, by triggers. */
export interface Journal {
  readonly relayId: string;
  /** What is written meanwhile is no news for others: it came from them. */
  quietly<T>(work: () => T): T;
  /** Told after something was put down; at most once in a turn of the event loop. */
  onChange(listener: () => void): void;
  add(kind: SharedChange['kind'], ref: string, part?: string): void;
  unsent(limit: number): SharedChange[];
  markSent(seqs: readonly number[]): void;
  /** For what must not be kept after it was told. */
  drop(seqs: readonly number[]): void;
  waiting(): { count: number; oldestAt: number | null };
  /** Everything that is still known to have been told is told once more: Redis has lost it. */
  tellAgain(): void;
  /** What was told last is told once more: all of that many ms. */
  tellLastAgain(ms: number): void;
  /** What was told before the time (ms since the epoch) is not kept any longer. */
  purgeBefore(at: number): void;

  /** `null`: never set. */
  state(name: StateName): string | null;
  setState(name: StateName, value: string): void;

  hasEnded(callId: string): boolean;
  isForgotten(callId: string): boolean;

  /** Puts aside what was told of a call, or what else it waits for, that is not known here yet. */
  putAside(about: string, sender: string, body: string): void;
  /** Hands over what was put aside, in its order, and lets go of it in one transaction: where `take` throws, it stays. */
  takeAside(about: string, take: (aside: { sender: string; body: string }) => void): void;

  row(kind: RowKind, id: string): SharedRow | null;
  rows(kind: RowKind): SharedRow[];
  /**
   * Takes it over where it is newer than what is known.
   * @returns `old` where it is not; `{ waitsFor }`: it is nothing without that one, which is not known here yet
   */
  takeRow(row: SharedRow): 'taken' | 'old' | { waitsFor: string };
  /**
   * Forgets sign-ins to the dashboard that began or ended before the time (ms since the epoch), so long ago that all of them are
   * over. Agents, devices, keys and accounts have no such end: that they were removed is remembered for ever, or a relay that
   * was away, or is restored from a backup, would bring a revoked device back.
   */
  purgeSessions(before: number): void;

  /** The call of a conversation, and when that was told; null where it is not known. */
  joined(conversationId: string): { callId: string; at: number } | null;
  begun(id: string): { callId: string; matchedBy: 'header' | 'call-sid' | 'probable'; at: number } | null;
  webhook(key: string): SharedWebhook | null;
  /** The job of a call as it stands. */
  job(
    callId: string,
    kind: string,
  ): { status: 'pending' | 'logged' | 'failed' | 'given-up'; error: string | null } | null;
  /** What another relay has written, the last word of it. */
  keepOutcome(callId: string, kind: string, outcome: { covers: string; error: string | null }): void;
  outcome(callId: string, kind: string): { covers: string; error: string | null } | null;
  setJob(callId: string, kind: string, job: { status: string; error: string | null; dueAt: number }): void;
}

export interface SharedWebhook {
  key: string;
  type: string;
  conversationId: string | null;
  receivedAt: number;
  fetched: boolean;
  body: Buffer;
}
