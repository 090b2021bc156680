/** One question to the relay: an answer that is as agreed, or a problem as data. A sentence is made of it where it is shown. */
import type { z } from 'zod';
import { csrfHeader } from '../../shared/protocol/admin-session';
import { errorResponseSchema } from '../../shared/protocol/rest';
import { err, ok, type Result } from '../../shared/result';

/** Longer than anything the relay needs for an answer, shorter than a person's patience. */
const TIMEOUT_MS = 15_000;

export interface Problem {
  /** `unreachable`: nobody answered; `signed-out`: the session is over; `odd`: an answer of another shape. */
  kind: 'unreachable' | 'signed-out' | 'refused' | 'odd';
  /** The relay's code, e.g. `conflict`; empty where it said none. */
  code: string;
  /** The relay's own sentence; empty where it said none. */
  message: string;
  details: unknown;
  /** Of `Retry-After`; null where it was not said. */
  retryAfterSeconds: number | null;
}
export type Answer<T> = Result<T, Problem>;

export interface Question<S extends z.ZodType> {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** What is undefined or empty is not sent. */
  query?: Record<string, string | number | boolean | undefined>;
  /** An object goes as JSON, a text as CSV. */
  body?: unknown;
  answer: S;
}
export type Ask = <S extends z.ZodType>(question: Question<S>) => Promise<Answer<z.output<S>>>;

const problem = (kind: Problem['kind'], rest: Partial<Problem> = {}): { ok: false; error: Problem } =>
  err({ kind, code: '', message: '', details: null, retryAfterSeconds: null, ...rest });

const withQuery = (path: string, query: Question<z.ZodType>['query'] = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
};

const readJson = (text: string): unknown => {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
};

const refusal = (response: Response, body: unknown): { ok: false; error: Problem } => {
  const said = errorResponseSchema.safeParse(body);
  const wait = Number(response.headers.get('retry-after') ?? NaN);
  return problem(response.status === 401 ? 'signed-out' : 'refused', {
    code: said.success ? said.data.error.code : String(response.status),
    message: said.success ? said.data.error.message : '',
    details: said.success ? said.data.error.details : null,
    retryAfterSeconds: Number.isFinite(wait) ? wait : null,
  });
};

export const createAsk = (deps: {
  fetch: typeof fetch;
  /** Of the session; null while there is none. */
  csrfToken: () => string | null;
  /** The relay no longer knows this session. @returns when somebody is signed in again; null where nobody is waited for */
  onSignedOut: () => Promise<void> | null;
}): Ask => {
  const ask: Ask = async (question) => {
    const { method = 'GET', path, query, body, answer } = question;
    const token = method === 'GET' ? null : deps.csrfToken();
    let response: Response;
    let text: string;
    try {
      response = await deps.fetch(withQuery(path, query), {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        headers: {
          ...(body !== undefined && {
            'content-type': typeof body === 'string' ? 'text/csv; charset=utf-8' : 'application/json',
          }),
          ...(token !== null && { [csrfHeader]: token }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      text = await response.text();
    } catch {
      return problem('unreachable');
    }
    const json = readJson(text);
    if (!response.ok) {
      // A proxy answers for a relay that is away.
      if (json === undefined && [502, 503, 504].includes(response.status)) return problem('unreachable');
      if (response.status === 401) {
        const signedInAgain = deps.onSignedOut();
        // What is only read goes on as if nothing had been; what changes something is asked by a person once more.
        if (signedInAgain !== null && method === 'GET') {
          await signedInAgain;
          return ask(question);
        }
      }
      return refusal(response, json);
    }
    const parsed = answer.safeParse(json);
    return parsed.success ? ok(parsed.data) : problem('odd');
  };
  return ask;
};
