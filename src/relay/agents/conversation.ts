/** What a desktop may say and what it is answered, without a socket: text in, verdict out. */
import type { z } from 'zod';
import { closeCodes } from '../../shared/protocol/close-codes';
import {
  clientMessageSchema,
  registerMessageSchema,
  type ClientMessage,
  type RegisterMessage,
} from '../../shared/protocol/messages';
import type { SignedIn } from './registry';

export type Refusal = { close: number; reason: string };

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const firstIssue = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.map(String).join('.') || 'message'}: ${issue.message}`)[0] ??
  'unknown';

/** The first message. A close reason holds 123 bytes at most. */
export const judgeRegistration = (
  text: string,
  authenticate: (token: string) => SignedIn | null,
): { ok: true; signedIn: SignedIn; message: RegisterMessage } | ({ ok: false } & Refusal) => {
  const parsed = registerMessageSchema.safeParse(parseJson(text));
  if (!parsed.success)
    return {
      ok: false,
      close: closeCodes.badRegister,
      reason: 'The first message must be a valid register_agent.',
    };
  const { token, agentId, extension } = parsed.data;
  const signedIn = authenticate(token);
  if (!signedIn || (agentId !== undefined && agentId !== signedIn.agent.id))
    return { ok: false, close: closeCodes.unauthorized, reason: 'The token is unknown or revoked.' };
  if (extension !== undefined && !signedIn.agent.extensions.includes(extension))
    return { ok: false, close: closeCodes.unauthorized, reason: 'The extension is not one of this agent.' };
  return { ok: true, signedIn, message: parsed.data };
};

/** Every later message; what can not be read is answered, not punished. */
export const readMessage = (
  text: string,
): { ok: true; message: ClientMessage } | { ok: false; re: string | null; message: string } => {
  const json = parseJson(text);
  const parsed = clientMessageSchema.safeParse(json);
  if (parsed.success) return { ok: true, message: parsed.data };
  const id = typeof json === 'object' && json !== null && 'id' in json ? json.id : null;
  return {
    ok: false,
    re: typeof id === 'string' && id.length > 0 && id.length <= 80 ? id : null,
    message:
      json === undefined
        ? 'The message is not JSON.'
        : `The message is none that this relay knows (${firstIssue(parsed.error)}).`,
  };
};

/** What a socket may still send: it fills up by a tenth of the limit each second, up to the whole. Two numbers a socket, nothing more. */
export interface Allowance {
  left: number;
  /** When it was last filled, by the steady clock. */
  filledAt: number;
}
export const fullAllowance = (limit: number, now: number): Allowance => ({ left: limit, filledAt: now });

/** @param limit messages in ten seconds, all at once at most. @returns false where that is too many */
export const spend = (allowance: Allowance, now: number, limit: number): boolean => {
  allowance.left = Math.min(limit, allowance.left + ((now - allowance.filledAt) * limit) / 10_000);
  allowance.filledAt = now;
  if (allowance.left < 1) return false;
  allowance.left -= 1;
  return true;
};

/** A browser names the page it runs for; a desktop program names none. */
export const originAllowed = (
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean => {
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
};
