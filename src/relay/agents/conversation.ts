/** What a desktop may say and what it is answered, without a socket: text in, verdict out. */
import type { z } from 'zod';
import type { Agent } from '../../shared/protocol/agent';
import { closeCodes } from '../../shared/protocol/close-codes';
import {
  clientMessageSchema,
  registerMessageSchema,
  type ClientMessage,
  type RegisterMessage,
} from '../../shared/protocol/messages';

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
  authenticate: (token: string) => Agent | null,
): { ok: true; agent: Agent; message: RegisterMessage } | ({ ok: false } & Refusal) => {
  const parsed = registerMessageSchema.safeParse(parseJson(text));
  if (!parsed.success)
    return {
      ok: false,
      close: closeCodes.badRegister,
      reason: 'The first message must be a valid register_agent.',
    };
  const { token, agentId, extension } = parsed.data;
  const agent = authenticate(token);
  if (!agent || (agentId !== undefined && agentId !== agent.id))
    return { ok: false, close: closeCodes.unauthorized, reason: 'The token is unknown or revoked.' };
  if (extension !== undefined && !agent.extensions.includes(extension))
    return { ok: false, close: closeCodes.unauthorized, reason: 'The extension is not one of this agent.' };
  return { ok: true, agent, message: parsed.data };
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

/** Counts messages in windows of ten seconds. Two numbers a socket, nothing more. */
export interface Allowance {
  windowStart: number;
  used: number;
}
export const spend = (allowance: Allowance, now: number, limit: number): boolean => {
  if (now - allowance.windowStart >= 10_000) {
    allowance.windowStart = now;
    allowance.used = 0;
  }
  allowance.used += 1;
  return allowance.used <= limit;
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
