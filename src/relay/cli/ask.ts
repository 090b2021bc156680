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
    timeoutMs?: number;
  },
): Promise<unknown> => {
  const { url, method, key, body: sent, timeoutMs = defaultTimeoutMs } = question;
  try {
    const answer = await fetch(url, {
      method,
      headers: { 'x-api-key': key, ...(sent && { 'content-type': 'application/json' }) },
      ...(sent && { body: JSON.stringify(sent) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.status === 204) return {};
    const body: unknown = await answer.json().catch(() => null);
    if (answer.ok) return body;
    const refused = errorResponseSchema.safeParse(body);
    terminal.print(
      refused.success ? refused.data.error.message : `${url} answered ${answer.status}. Is it the relay?`,
    );
  } catch (error) {
    terminal.print(`${url} could not be reached: ${whyUnreachable(error)}. Does the relay run?`);
  }
  return null;
};
