/** What the agent's own choice makes of a call: a card, a notification, a card once he answers, or nothing. Pure. */
import type { Call } from '../call/call';
import { iso } from '../clock';
import type { Pop, Quiet, Settings } from '../ipc/state';

/** `hushed`: he is not to be disturbed, so it is only counted. */
export type Showing = 'card' | 'notification' | 'at-answer' | 'hushed' | 'nothing';

/** Whether he is disturbed by calls now, and who says so. His own word comes first. */
export const quietNow = (
  { quiet, quietWithSystem }: Pick<Settings, 'quiet' | 'quietWithSystem'>,
  system: boolean | null,
  nowMs: number,
): Pick<Quiet, 'by' | 'until'> => {
  if (quiet !== null && (quiet.until === null || Date.parse(quiet.until) > nowMs))
    return { by: 'own', until: quiet.until };
  return { by: system === true && quietWithSystem ? 'system' : null, until: null };
};

/** Somebody had the customer before and sends him on: a colleague, also one who still consults, or the assistant. */
const isHandOver = (call: Call, mine: readonly string[]): boolean =>
  call.ai !== null ||
  call.transfers.some(({ to }) => mine.includes(to)) ||
  call.answeredBy.some((extension) => !mine.includes(extension));

const comesThrough = (call: Call, mine: readonly string[], lets: Settings['quietLets']): boolean =>
  isHandOver(call, mine) ? lets.handOvers : call.queue === null && lets.direct;

const isOfWantedQueue = (queue: string | null, { mode, names }: Settings['popQueues']): boolean =>
  queue === null || mode === 'all' || names.includes(queue) === (mode === 'only');

export const howToShow = (
  call: Call,
  {
    reason,
    extensions,
    settings,
    quiet,
  }: { reason: Pop['reason']; extensions: readonly string[]; settings: Settings; quiet: boolean },
): Showing => {
  if (reason === 'ringing' && call.direction === 'internal' && !settings.popInternalCalls) return 'nothing';
  if (quiet && !comesThrough(call, extensions, settings.quietLets)) return 'hushed';
  // Somebody wants him to see this one now.
  if (reason === 'manual') return 'card';
  if (settings.popWhen === 'never' || !isOfWantedQueue(call.queue, settings.popQueues))
    return settings.notifications ? 'notification' : 'nothing';
  return settings.popWhen === 'answer' ? 'at-answer' : 'card';
};

/** Until when, as it is kept. @param minutes null: until it is turned off */
export const quietFor = (minutes: number | null, nowMs: number): NonNullable<Settings['quiet']> => ({
  until: minutes === null ? null : iso(nowMs + minutes * 60_000),
});
