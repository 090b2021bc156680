/**
 * From an answer that is not the wanted one to an AppError with a sentence that names the host and what to check.
 * Thrown away on purpose: every text of the token endpoint, because SuiteCRM echoes a wrong password in it.
 */
import { isAxiosError } from 'axios';
import { AppError } from '../../shared/errors';
import { firstJson } from './first-json';
import { domainErrorSchema, oauthErrorSchema } from './schemas';
import { decodeEntities } from './text';

/** What a domain error means; SuiteCRM answers 400 to all of them, so the detail text is all there is. */
export type Refusal = 'missing' | 'exists' | 'unrelated' | 'denied' | 'extension' | 'other';

export interface Answer {
  status: number;
  body: string;
}

const refusals: readonly [RegExp, Refusal][] = [
  [/module with id \S+ is not found$/i, 'missing'],
  [/^Module with \S+ id is not related to /, 'unrelated'],
  [/^Bean \S+ with id \S+ is already exist$/, 'exists'],
  [/^File upload failed: File extension/, 'extension'],
  [/AccessDeniedException|\[Not Allowed\]/, 'denied'],
];

/** A disabled user on 7.15.0, or a client without a user on 7.14.6: no request of this token can succeed. */
const uselessToken = /^(Not found|Module id is empty when trying to get Users)$/;

export const refusalOf = (error: AppError): Refusal | null =>
  error.code === 'crm_refused' && isRefusalDetails(error.details) ? error.details.refusal : null;

/** The field that a write was refused for, because this SuiteCRM does not have it; null for every other error. */
export const unknownFieldOf = (error: AppError): string | null => {
  const details: unknown = error.code === 'crm_refused' ? error.details : null;
  return typeof details === 'object' &&
    details !== null &&
    'field' in details &&
    typeof details.field === 'string'
    ? details.field
    : null;
};

const isRefusalDetails = (details: unknown): details is { refusal: Refusal } =>
  typeof details === 'object' && details !== null && 'refusal' in details;

const unavailable = (host: string, what: string): AppError =>
  new AppError('crm_unavailable', `SuiteCRM at ${host} ${what}`, { retryable: true });

/** The request got no answer at all. */
export const transportError = (cause: unknown, host: string, timeoutMs: number): AppError => {
  const code = isAxiosError(cause) ? (cause.code ?? '') : '';
  if (['ECONNABORTED', 'ETIMEDOUT', 'ERR_CANCELED'].includes(code))
    return new AppError(
      'crm_timeout',
      `SuiteCRM at ${host} did not answer within ${timeoutMs / 1000} seconds. Check the load of that server and of its database.`,
      { retryable: true },
    );
  if (/CERT|SIGNATURE|SSL|TLS/i.test(code))
    return unavailable(
      host,
      `has a certificate that this computer does not trust (${code}). Check the certificate, its chain and the host name in the address.`,
    );
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unavailable(host, 'can not be found by its name. Check the address of the CRM and the DNS.');
  if (code === 'ERR_BAD_RESPONSE' || code === 'ERR_FR_MAX_CONTENT_LENGTH_EXCEEDED')
    return new AppError(
      'crm_bad_answer',
      `SuiteCRM at ${host} sent an answer that is too large or broken off.`,
      {
        retryable: true,
      },
    );
  return unavailable(
    host,
    `can not be reached (${code || 'connection failed'}). Check that it runs, its address, and the network between.`,
  );
};

/** What is the same for every endpoint: dead servers, proxies, maintenance pages. @returns null when it is none of these */
const brokenAnswer = (answer: Answer, host: string): AppError | null => {
  const { status, body } = answer;
  const json = firstJson(body);
  if (status >= 500 && body.trim() === '')
    return unavailable(
      host,
      `answers with an empty error page (HTTP ${status}). Its database is probably down.`,
    );
  if (status === 413)
    return new AppError(
      'crm_refused',
      `The web server of SuiteCRM at ${host} takes no request of that size (HTTP 413). Raise its limit (nginx: client_max_body_size, Apache: LimitRequestBody, PHP: post_max_size).`,
    );
  if (status === 429 || status === 502 || status === 503 || status === 504)
    return unavailable(host, `is overloaded or in maintenance (HTTP ${status}).`);
  if (json !== undefined) return null;
  if (status >= 300 && status < 400)
    return new AppError(
      'crm_bad_answer',
      `${host} redirects elsewhere (HTTP ${status}). Use the final address of SuiteCRM, usually the one with https.`,
      { retryable: true },
    );
  if (status >= 500)
    return unavailable(host, `failed with an error page (HTTP ${status}). See its web server's log.`);
  return new AppError(
    'crm_bad_answer',
    `${host} answered with ${/^\s*</.test(body) ? 'a web page' : 'something'} instead of data (HTTP ${status}). ` +
      'Check that the address is the one of SuiteCRM, that it is not in maintenance, and that no proxy stands between.',
    { retryable: true },
  );
};

/** An answer of `/Api/V8/...` that is not 2xx with JSON. */
export const answerError = (answer: Answer, host: string): AppError => {
  const broken = brokenAnswer(answer, host);
  if (broken) return broken;
  const json = firstJson(answer.body);
  const domain = domainErrorSchema.safeParse(json);
  if (domain.success) return domainError(decodeEntities(domain.data.errors.detail), host);
  if (answer.status === 401)
    return new AppError('crm_auth', `SuiteCRM at ${host} does not accept our session. Sign in again.`);
  if (answer.status >= 500)
    return unavailable(
      host,
      `failed inside (HTTP ${answer.status}). See suitecrm.log and the PHP log on that server.`,
    );
  return unexpected(host, `HTTP ${answer.status}`);
};

const domainError = (detail: string, host: string): AppError => {
  if (/^Database failure/.test(detail))
    return unavailable(host, 'reports a database failure. See suitecrm.log on that server.');
  if (uselessToken.test(detail))
    return new AppError(
      'crm_auth',
      `SuiteCRM at ${host} has no active user for this sign-in. Check that the user is active, or that the OAuth2 client has an assigned user.`,
    );
  const refusal = refusals.find(([pattern]) => pattern.test(detail))?.[1] ?? 'other';
  const message =
    refusal === 'denied'
      ? `SuiteCRM at ${host} does not allow this user to do that. Check the roles and security groups of the user.`
      : `SuiteCRM at ${host} refused the request: ${detail.slice(0, 200)}`;
  const field = /^Property (\S+) in \S+ module is invalid$/.exec(detail)?.[1];
  return new AppError('crm_refused', message, {
    details: { refusal, ...(field !== undefined && { field }) },
  });
};

/** An answer that says it went well but is not what was asked for. */
export const unexpected = (host: string, what: string): AppError =>
  new AppError('crm_bad_answer', `SuiteCRM at ${host} gave an answer that was not understood (${what}).`, {
    retryable: true,
  });

/** A refused sign-in. The body is read for its kind only: it may hold the password in clear text. */
export const signInError = (answer: Answer, host: string): AppError => {
  const broken = brokenAnswer(answer, host);
  if (broken) return broken;
  const oauth = oauthErrorSchema.safeParse(firstJson(answer.body));
  if (!oauth.success)
    return answer.status >= 500
      ? unavailable(
          host,
          `failed inside at sign-in (HTTP ${answer.status}). Check its OAuth2 keys and suitecrm.log.`,
        )
      : unexpected(host, `HTTP ${answer.status} at sign-in`);
  return new AppError('crm_auth', `SuiteCRM at ${host} refused the sign-in: ${reasonOf(oauth.data)}`);
};

const reasonOf = ({
  error,
  error_description: text = '',
}: {
  error: string;
  error_description?: string;
}): string => {
  if (error === 'invalid_client')
    return 'wrong client secret, or the client does not allow this kind of sign-in. Check Admin > OAuth2 Clients and Tokens.';
  if (/^OAuth2Clients module/.test(text))
    return 'it does not know the client id. Check Admin > OAuth2 Clients and Tokens.';
  if (/^The password is invalid/.test(text)) return 'the password is wrong.';
  if (/^No user found/.test(text)) return 'it does not know the user name.';
  if (text === 'Not Authorized') return 'the user is not active, or the client has no assigned user.';
  return `${error}. Check the client, the user and the password.`;
};
