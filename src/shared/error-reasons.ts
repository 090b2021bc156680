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
  'relay-away': ['host'],
  'relay-no-answer': ['host'],
  'relay-stopped': [],
  'relay-restarts': [],
  'relay-other-version': [],
  'relay-too-much': [],
  'relay-busy': [],
  'sign-in-late': [],
  'pbx-refused': [],
  'pbx-away': ['host'],
  'pbx-silent': ['seconds'],
  'pbx-late': ['seconds'],
  'pbx-not-asterisk': ['host'],
  'pbx-untrusted': ['host'],
  'pbx-lists-nothing': [],
  'crm-slow-name': [],
  'crm-slow-more': [],
  'crm-not-asked': [],
  'crm-no-answer': [],
  'crm-settings': [],
  'crm-sign-in-first': [],
  'call-not-in-crm': [],
  'contact-not-in-crm': [],
  'link-foreign': [],
  'relay-address': [],
  'call-over': [],
  'call-unknown': [],
  'call-no-number': [],
  'follow-up-most': ['most'],
  'follow-up-there': [],
  'follow-up-sent': [],
  'follow-up-busy': [],
  'notes-full': ['most'],
  'notes-no-record': [],
  'notes-no-writer': [],
  'bundle-not-saved': [],
  'copy-refused': [],
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

/**
 * What is wrong, as a state carries it: the sentence in English, for logs and for whoever knows no reasons, and beside it why.
 * Without `because`, or with a reason that is not known here, the sentence is shown as it is.
 */
export const troubleShape = {
  problem: z.string().nullable(),
  because: errorDetailsSchema.optional().catch(undefined),
};
/** @see {@link troubleShape}; `problem` is null while all is well. */
export interface Trouble {
  problem: string | null;
  because?: ErrorDetails | undefined;
}
/** Names both, so that it takes back what stood there. */
export const noTrouble: Trouble = { problem: null, because: undefined };

/** Of an error: its sentence, its reason where it has one, and its code, which says less but always something. */
export const troubleOf = ({ code, message, details }: ErrorLike): Trouble => ({
  problem: message,
  because: { code, ...detailsOf(details) },
});

/** A failure as a window is told of it. */
export const errorSaidSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: errorDetailsSchema.optional(),
});
export type ErrorSaid = z.infer<typeof errorSaidSchema>;

interface ErrorLike {
  code: string;
  message: string;
  details?: unknown;
}

export const errorSaid = (error: ErrorLike): ErrorSaid => {
  const details = detailsOf(error.details);
  return { code: error.code, message: error.message, ...(details && { details }) };
};
