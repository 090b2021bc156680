import axios from 'axios';
import { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import type { CrmRequestObserver } from '../port';
import { transportError, type Answer } from './errors';

export interface RawRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Absolute. */
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** In place of the link's own, for what takes longer than an answer may. */
  timeoutMs?: number | undefined;
}
export type Transport = ReturnType<typeof createTransport>;

const maxAnswerBytes = 8 * 1024 * 1024;

/** HTTP and nothing else: every status is an answer, only silence is an error. Redirects are not followed, they would carry the token away. */
export const createTransport = (
  { host, timeoutMs: usualMs }: { host: string; timeoutMs: number },
  onRequest: CrmRequestObserver = () => {},
  gate: () => AppError | null = () => null,
) => {
  const closing = new AbortController();
  const isClosed = () => closing.signal.aborted;
  const http = axios.create({
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
    maxRedirects: 0,
    maxContentLength: maxAnswerBytes,
    maxBodyLength: Infinity,
    // A proxy of the environment can not reach this machine's own loopback.
    ...(/^(127\.|localhost|\[::1\])/.test(host) ? { proxy: false as const } : {}),
  });

  const send = async ({
    method,
    url,
    headers,
    body,
    timeoutMs = usualMs,
  }: RawRequest): Promise<Result<Answer, AppError>> => {
    if (isClosed()) return err(closed(host));
    const refused = gate();
    if (refused) return err(refused);
    // axios' own timeout watches the silence between bytes; this one is the whole request.
    const deadline = AbortSignal.timeout(timeoutMs);
    const startedAt = performance.now();
    const tell = (result: Parameters<CrmRequestObserver>[0]['result']): void =>
      onRequest({ method, result, durationMs: performance.now() - startedAt });
    try {
      const answer = await http.request<unknown>({
        method,
        url,
        headers: { Accept: 'application/vnd.api+json', ...headers },
        data: body,
        signal: AbortSignal.any([closing.signal, deadline]),
      });
      tell(answer.status >= 500 ? 'failed' : answer.status >= 400 ? 'refused' : 'ok');
      return ok({ status: answer.status, body: typeof answer.data === 'string' ? answer.data : '' });
    } catch (cause) {
      tell('silent');
      return err(isClosed() ? closed(host) : transportError(cause, host, timeoutMs));
    }
  };

  return { send, close: () => closing.abort() };
};

const closed = (host: string): AppError =>
  new AppError('crm_unavailable', `The link to SuiteCRM at ${host} was closed by this program.`, {
    retryable: true,
  });
