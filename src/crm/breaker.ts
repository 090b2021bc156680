/**
 * Stops asking a CRM that is away, so that each pop says so at once instead of waiting for a timeout.
 *
 *   closed ──N failures in a row──► open ──after a pause──► half-open: one question goes through
 *     ▲                              ▲                          │
 *     └───────── it was answered ────┼──────────────────────────┤
 *                                    └── it failed: twice the pause
 */
import { iso, type Clock } from '../shared/clock';
import type { Status } from '../shared/protocol/rest';
import { AppError, type ErrorCode } from '../shared/errors';
import { err, type Result } from '../shared/result';
import type { CrmClient } from './port';

type Asked = Pick<CrmClient, 'findByNumber' | 'context'>;

export interface Breaker extends Asked {
  /** True while questions are answered here, without the CRM. */
  isOpen(): boolean;
  state(): Status['lookups']['breaker'];
}

/** The CRM is away. A refusal is an answer, and so is a sign-in that it refuses: that has a pause of its own. */
const awayCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'crm_unavailable',
  'crm_timeout',
  'crm_bad_answer',
]);

const away = (): AppError =>
  new AppError(
    'crm_unavailable',
    'The CRM is away, so it is not asked about this call. It is tried again in a moment.',
    { retryable: true },
  );

export const createBreaker = (
  crm: Asked,
  {
    clock,
    failures = 5,
    pauseMs = 10_000,
    longestPauseMs = 60_000,
  }: { clock: Clock; failures?: number; pauseMs?: number; longestPauseMs?: number },
): Breaker => {
  let inARow = 0;
  /** By `elapsed`: whoever sets the wall clock back must not keep the CRM unasked for hours. */
  let openUntil: number | null = null;
  let probing = false;

  const note = (error: AppError | null): void => {
    if (!error || !awayCodes.has(error.code)) {
      inARow = 0;
      openUntil = null;
      return;
    }
    inARow += 1;
    if (inARow < failures) return;
    const tries = inARow - failures;
    openUntil = clock.elapsed() + Math.min(pauseMs * 2 ** tries, longestPauseMs);
  };

  const guarded =
    <A extends unknown[], T>(ask: (...args: A) => Promise<Result<T, AppError>>) =>
    async (...args: A): Promise<Result<T, AppError>> => {
      if (openUntil !== null && (probing || clock.elapsed() < openUntil)) return err(away());
      const isProbe = openUntil !== null;
      probing = isProbe;
      try {
        const answer = await ask(...args);
        // One that was on its way when it opened is no further try.
        if (!isProbe && openUntil !== null && !answer.ok) return answer;
        note(answer.ok ? null : answer.error);
        return answer;
      } finally {
        if (isProbe) probing = false;
      }
    };

  const isOpen = (): boolean => openUntil !== null && (probing || clock.elapsed() < openUntil);

  return {
    findByNumber: guarded((e164: string) => crm.findByNumber(e164)),
    context: guarded((...args: Parameters<CrmClient['context']>) => crm.context(...args)),
    isOpen,
    state: () => ({
      state: openUntil === null ? 'closed' : isOpen() && !probing ? 'open' : 'half-open',
      failuresInARow: inARow,
      triedAgainAt: openUntil === null || probing ? null : iso(clock.now() + openUntil - clock.elapsed()),
    }),
  };
};
