/** A question to a relay that runs, over its REST API. */
import { errorResponseSchema } from '../../shared/protocol/rest';
import type { Terminal } from './command';
import { whyUnreachable } from './relay-address';

const defaultTimeoutMs = 15_000;

/** @returns the answer's body ({} where it has none), or null after saying what went wrong */
export const ask = async (
  terminal: Terminal,
  question: {
    url: string;
    method: 'GET' | 'POST' | 'PUT' | 'DELETE';
    key: string;
    body?: object;
    /** In place of a body in JSON. */
    text?: { type: string; body: string };
    timeoutMs?: number;
  },
): Promise<unknown> => {
  const { url, method, key, body, timeoutMs = defaultTimeoutMs } = question;
  const sent = body ? { type: 'application/json', body: JSON.stringify(body) } : question.text;
  try {
    const answer = await fetch(url, {
      method,
      headers: { 'x-api-key': key, ...(sent && { 'content-type': sent.type }) },
      ...(sent && { body: sent.body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.status === 204) return {};
    const said: unknown = await answer.json().catch(() => null);
    if (answer.ok) return said;
    const refused = errorResponseSchema.safeParse(said);
    terminal.print(
      refused.success ? refused.data.error.message : `${url} answered ${answer.status}. Is it the relay?`,
    );
  } catch (error) {
    terminal.print(`${url} could not be reached: ${whyUnreachable(error)}. Does the relay run?`);
  }
  return null;
};
