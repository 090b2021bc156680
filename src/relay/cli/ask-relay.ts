/** One question to a relay that runs; what went wrong is said to the person at the terminal. */
import { AppError } from '../../shared/errors';
import { errorResponseSchema } from '../../shared/protocol/rest';
import type { Config } from '../config/config';
import type { Terminal } from './command';
import { whyUnreachable } from './relay-address';

/** Throws `AppError('config')` where there is none. */
export const apiKeyOf = ({ http }: Config): string => {
  if (http.apiKey === null)
    throw new AppError('config', 'API_KEY is not set. Set the one that the relay was started with.');
  return http.apiKey;
};

/** @returns the answer's body, or null after saying what went wrong */
export const askRelay = async (
  terminal: Terminal,
  question: { url: string; method: 'GET' | 'POST'; key: string; body?: unknown; timeoutMs?: number },
): Promise<unknown> => {
  const { url, method, key, body, timeoutMs = 15_000 } = question;
  try {
    const answer = await fetch(url, {
      method,
      headers: { 'x-api-key': key, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answered: unknown = await answer.json().catch(() => null);
    if (answer.ok) return answered;
    const refused = errorResponseSchema.safeParse(answered);
    terminal.print(
      refused.success ? refused.data.error.message : `${url} answered ${answer.status}. Is it the relay?`,
    );
  } catch (error) {
    terminal.print(`${url} could not be reached: ${whyUnreachable(error)}. Does the relay run?`);
  }
  return null;
};
