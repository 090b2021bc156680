import type { AppErrorLike } from './result';

/**
 * Every error code of the product with the HTTP status it has at the REST edge.
 * docs/errors.md explains each; the sentence a person reads is made where the error is made, because it names the culprit.
 */
export const errorCodes = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  /** The PBX link is down or refused the action. */
  pbx_unavailable: 503,
  pbx_refused: 502,
  pbx_timeout: 504,
  /** The number can not be dialled. */
  bad_number: 400,
  /** CRM: what kind of failure, so that a caller can decide whether to try again. */
  crm_auth: 502,
  crm_unavailable: 503,
  crm_timeout: 504,
  crm_refused: 502,
  crm_bad_answer: 502,
  /** Settings that stop the start. */
  config: 500,
} as const;
export type ErrorCode = keyof typeof errorCodes;

export class AppError extends Error implements AppErrorLike {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details: unknown;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryable?: boolean; details?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details;
  }
}

export const httpStatus = (code: ErrorCode): number => errorCodes[code];
