/** Requests to `/V8/...` with a token: sign in when needed, once more after a 401, answers through zod. */
import type { z } from 'zod';
import type { Clock } from '../../shared/clock';
import type { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import type { CrmRequestObserver } from '../port';
import { findBasePath, type ApiBase } from './base-path';
import { answerError, unexpected, type Answer } from './errors';
import { firstJson } from './first-json';
import type { SuiteCrmSettings } from './options';
import { createSession } from './session';
import { createTransport, type Transport } from './transport';

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/V8`, e.g. `/module/Contacts`. */
  path: string;
  /** In this order; encoded here (`+` must be `%2B`). */
  query?: readonly (readonly [name: string, value: string])[];
  body?: unknown;
  /** Of the whole request, where it carries more than others. */
  timeoutMs?: number | undefined;
}
export type Api = ReturnType<typeof createApi>;

export const createApi = (
  settings: SuiteCrmSettings,
  {
    clock,
    onRequest,
    gate,
  }: {
    clock: Clock;
    onRequest?: CrmRequestObserver | undefined;
    gate?: (() => AppError | null) | undefined;
  },
) => {
  const { host } = new URL(settings.url);
  const direct = createTransport({ host, timeoutMs: settings.timeoutMs }, onRequest, gate);
  let found: ApiBase | null = null;
  /** It answered 404 there. */
  let isLost = false;
  let search: Promise<Result<ApiBase, AppError>> | null = null;
  const transport: Transport = {
    ...direct,
    send: async (what) => {
      const answer = await direct.send(what);
      // What is missing is a 400; a 404 means that the API is not at this address (any more), so it is looked for anew.
      if (answer.ok && answer.value.status === 404) isLost = true;
      return answer;
    },
  };

  const base = async (): Promise<Result<ApiBase, AppError>> => {
    if (found && !isLost) return ok(found);
    search ??= findBasePath(direct, settings.url, host).finally(() => {
      search = null;
    });
    const result = await search;
    if (result.ok) {
      found = result.value;
      isLost = false;
    }
    return result;
  };
  const session = createSession({ settings, host, transport, base, clock });

  const attempt = async (
    request: ApiRequest,
    theirs: string | null = null,
  ): Promise<Result<{ answer: Answer; token: string }, AppError>> => {
    const token = theirs === null ? await session.accessToken() : ok(theirs);
    if (!token.ok) return token;
    const api = await base();
    if (!api.ok) return api;
    const query = new URLSearchParams((request.query ?? []).map(([name, value]) => [name, value])).toString();
    const answer = await transport.send({
      method: request.method,
      url: `${api.value.apiUrl}/V8${request.path}${query && `?${query}`}`,
      headers: {
        Authorization: `Bearer ${token.value}`,
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/vnd.api+json' }),
      },
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      timeoutMs: request.timeoutMs,
    });
    return answer.ok ? ok({ answer: answer.value, token: token.value }) : answer;
  };

  const request = async <S extends z.ZodType>(
    schema: S,
    what: ApiRequest,
  ): Promise<Result<z.output<S>, AppError>> => {
    let tried = await attempt(what);
    if (tried.ok && tried.value.answer.status === 401) {
      session.refused(tried.value.token);
      tried = await attempt(what);
    }
    return tried.ok ? read(schema, what, tried.value.answer) : tried;
  };

  const read = <S extends z.ZodType>(
    schema: S,
    what: ApiRequest,
    answer: Answer,
  ): Result<z.output<S>, AppError> => {
    const json = firstJson(answer.body);
    if (answer.status < 200 || answer.status >= 300 || json === undefined)
      return err(answerError(answer, host));
    const parsed = schema.safeParse(json);
    return parsed.success
      ? ok(parsed.data)
      : err(unexpected(host, `${what.method} ${what.path.split('?')[0] ?? ''}`));
  };

  return {
    host,
    request,
    accessToken: () => session.accessToken(),
    /** With the access token of somebody else, which is not kept; null where it is refused. */
    requestAs: async <S extends z.ZodType>(
      token: string,
      schema: S,
      what: ApiRequest,
    ): Promise<Result<z.output<S> | null, AppError>> => {
      const tried = await attempt(what, token);
      if (!tried.ok) return tried;
      return tried.value.answer.status === 401 ? ok(null) : read(schema, what, tried.value.answer);
    },
    /** 7.x until a request has found out. */
    generation: () => found?.generation ?? '7',
    close: () => transport.close(),
  };
};
