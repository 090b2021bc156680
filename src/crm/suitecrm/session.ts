/**
 * The one access token of a client. SuiteCRM's refresh rotates: the old refresh token AND the old access token die at
 * once, so there is one renewal at a time and everybody waits for it (7.14.6, 7.15.0).
 */
import type { Clock } from '../../shared/clock';
import type { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import type { ApiBase } from './base-path';
import { signInError, unexpected } from './errors';
import { firstJson } from './first-json';
import type { SuiteCrmSettings } from './options';
import { tokenSchema } from './schemas';
import type { Transport } from './transport';

interface Token {
  access: string;
  refresh: string | null;
  /** By the clock's `elapsed`, a minute early. */
  renewAt: number;
}

export interface Session {
  accessToken(): Promise<Result<string, AppError>>;
  /** The CRM refused this token: the next `accessToken()` brings another, unless somebody renewed it meanwhile. */
  refused(accessToken: string): void;
}

const earlyMs = 60_000;
/** The pause doubles with every refused sign-in, up to this: what an admin corrects is noticed soon enough. */
const longestPauseMs = 10 * 60_000;

export const createSession = (deps: {
  settings: SuiteCrmSettings;
  host: string;
  transport: Transport;
  base: () => Promise<Result<ApiBase, AppError>>;
  clock: Clock;
}): Session => {
  const { settings, host, transport, base, clock } = deps;
  let token: Token | null = null;
  let renewal: Promise<Result<string, AppError>> | null = null;
  let pause: { until: number; error: AppError } | null = null;
  let refusals = 0;

  const ask = async (grant: Record<string, string>): Promise<Result<Token, AppError>> => {
    const api = await base();
    if (!api.ok) return api;
    const { clientId, clientSecret } = settings;
    const answer = await transport.send({
      method: 'POST',
      url: `${api.value.apiUrl}/access_token`,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret }).toString(),
    });
    if (!answer.ok) return answer;
    if (answer.value.status !== 200) return err(signInError(answer.value, host));
    const parsed = tokenSchema.safeParse(firstJson(answer.value.body));
    if (!parsed.success) {
      // A web page with status 200 deserves its own sentence.
      const error = signInError(answer.value, host);
      return err(error.code === 'crm_auth' ? unexpected(host, 'no token at sign-in') : error);
    }
    const { access_token, refresh_token, expires_in } = parsed.data;
    const lifeMs = expires_in * 1000;
    return ok({
      access: access_token,
      refresh: refresh_token ?? null,
      renewAt: clock.elapsed() + Math.max(lifeMs - earlyMs, lifeMs / 2),
    });
  };

  const signIn = (): Promise<Result<Token, AppError>> => {
    const { username, password } = settings;
    return ask(
      username !== undefined && password !== undefined
        ? { grant_type: 'password', username, password }
        : { grant_type: 'client_credentials' },
    );
  };

  const renew = async (): Promise<Result<string, AppError>> => {
    const refresh = token?.refresh ?? null;
    token = null;
    let answer =
      refresh === null ? await signIn() : await ask({ grant_type: 'refresh_token', refresh_token: refresh });
    // A dead refresh token (used, a month old, revoked) is no news: sign in anew.
    if (refresh !== null && !answer.ok && answer.error.code === 'crm_auth') answer = await signIn();
    if (!answer.ok) {
      if (answer.error.code === 'crm_auth') {
        const pauseMs = Math.min(settings.signInPauseMs * 2 ** refusals, longestPauseMs);
        pause = { until: clock.elapsed() + pauseMs, error: answer.error };
        refusals += 1;
      }
      return answer;
    }
    refusals = 0;
    token = answer.value;
    return ok(token.access);
  };

  return {
    accessToken() {
      if (token && clock.elapsed() < token.renewAt) return Promise.resolve(ok(token.access));
      if (pause && clock.elapsed() < pause.until) return Promise.resolve(err(pause.error));
      pause = null;
      renewal ??= renew().finally(() => {
        renewal = null;
      });
      return renewal;
    },
    refused(accessToken) {
      if (token?.access === accessToken) token = { ...token, renewAt: -Infinity };
    },
  };
};
