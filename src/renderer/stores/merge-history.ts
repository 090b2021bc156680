import type { Call } from '../../shared/call/call';
import { isMissed } from '../lib/what-happened';

export const historyFilters = ['all', 'missed', 'inbound', 'outbound'] as const;
export type HistoryFilter = (typeof historyFilters)[number];

/** Whether a call belongs in the list; running calls are docked at the top of the window instead. */
export const fits = (call: Call, filter: HistoryFilter, number: string, mine: readonly string[]): boolean => {
  if (call.state !== 'ended') return false;
  const digits = number.replace(/\D/g, '').replace(/^0+/, '');
  if (digits !== '' && !(call.remote.number ?? '').replace(/\D/g, '').includes(digits)) return false;
  if (filter === 'missed') return isMissed(call, mine);
  return filter === 'all' || call.direction === filter;
};

/**
 * The loaded pages together with what has ended since: each call once, in its newest version, newest first.
 * A call older than the last loaded page waits for its page, or the list would have holes.
 */
export const mergeHistory = (
  loaded: readonly Call[],
  session: readonly Call[],
  complete: boolean,
): Call[] => {
  const oldest = loaded.at(-1)?.startedAt;
  const byId = new Map<string, Call>();
  const put = (call: Call): void => {
    const known = byId.get(call.id);
    if (!known || known.version < call.version) byId.set(call.id, call);
  };
  loaded.forEach(put);
  for (const call of session)
    if (complete || byId.has(call.id) || (oldest !== undefined && call.startedAt >= oldest)) put(call);
  // Moments are all written alike (UTC, milliseconds), so their texts sort as they do.
  return [...byId.values()].sort((a, b) =>
    a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0,
  );
};
