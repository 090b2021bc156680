/** An expected failure is a value; only a bug throws. */
export type Result<T, E = AppErrorLike> = { ok: true; value: T } | { ok: false; error: E };

export interface AppErrorLike {
  readonly code: string;
  /** What went wrong and what the reader can do, as one or two plain sentences. Never holds a secret. */
  readonly message: string;
  readonly retryable: boolean;
}

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const err = <E>(error: E): { ok: false; error: E } => ({ ok: false, error });
