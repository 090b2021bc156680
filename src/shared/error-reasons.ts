/**
 * Why a thing failed, finer than its code: a window says it in the agent's language, with the values in it. The English sentence
 * of the error stays for programs, logs, and peers that know no reasons.
 */
import { z } from 'zod';

/** Each with the values that its sentence needs. */
export const errorReasons = {
  'number-empty': [],
  'number-control': [],
  'number-signs': [],
  'number-plus': [],
  'number-no-digit': [],
  'number-too-long': ['most'],
  'text-no-number': [],
  'link-too-long': ['most'],
  'link-broken': [],
  'link-unknown': [],
  'link-extension': [],
  'enrol-link': [],
  'enrol-open': ['host'],
  'enrol-locked': [],
  'sign-in-first': [],
  'no-extension': [],
  'phone-unreachable': ['extension'],
  'call-gone': [],
  'ring-gone': [],
  'hang-up-off': [],
  'answer-off': [],
  'relay-offline': [],
  'relay-lost': [],
  'relay-silent': [],
  'relay-unreachable': ['host'],
  'not-a-relay': ['host'],
  'code-used': [],
  'token-refused': [],
  'locked-by-it': [],
} as const satisfies Record<string, readonly string[]>;
export type ErrorReason = keyof typeof errorReasons;

type Values<R extends ErrorReason> = Record<(typeof errorReasons)[R][number], string | number>;

/** `details` of an AppError that says why. */
export const because = <R extends ErrorReason>(
  reason: R,
  ...[values]: (typeof errorReasons)[R]['length'] extends 0 ? [] : [Values<R>]
): ErrorDetails => ({ ...values, reason });

/** What of `details` may reach a window: short plain values, nothing nested. */
export const errorDetailsSchema = z.record(z.string().max(40), z.union([z.string().max(300), z.number()]));
export type ErrorDetails = z.infer<typeof errorDetailsSchema>;

export const detailsOf = (details: unknown): ErrorDetails | undefined => {
  const parsed = errorDetailsSchema.safeParse(details);
  return parsed.success && Object.keys(parsed.data).length > 0 ? parsed.data : undefined;
};

/** A failure as a window is told of it. */
export const errorSaidSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: errorDetailsSchema.optional(),
});
export type ErrorSaid = z.infer<typeof errorSaidSchema>;

export const errorSaid = (error: { code: string; message: string; details?: unknown }): ErrorSaid => {
  const details = detailsOf(error.details);
  return { code: error.code, message: error.message, ...(details && { details }) };
};
