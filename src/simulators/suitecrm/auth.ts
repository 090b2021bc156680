/** OAuth2 as SuiteCRM has it: password, client_credentials, refresh with rotation; tokens that die at once. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/clock';
import { denied, oauthError, type SimAnswer } from './answer';
import type { SeedClient, SeedUser, SuiteCrmSeed } from './data';

export type Version = '7.14.6' | '7.15.0';
const lifeSeconds = 3600;

interface Grant {
  clientId: string;
  /** '' for a client without a user. */
  userId: string;
  access: string;
  refresh: string | null;
  expiresAt: number;
}

const malformed =
  'The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.';
const missing = (name: string): SimAnswer =>
  oauthError(400, 'invalid_request', malformed, `Check the \`${name}\` parameter`);
const unknownError = (text: string): SimAnswer => oauthError(500, 'unknown_error', text);
const badRefresh = (hint: string): SimAnswer =>
  oauthError(401, 'invalid_request', 'The refresh token is invalid.', hint);
const badClient = (): SimAnswer => oauthError(401, 'invalid_client', 'Client authentication failed');
const unsupported = (): SimAnswer =>
  oauthError(
    400,
    'unsupported_grant_type',
    'The authorization grant type is not supported by the authorization server.',
    'Check that all required parameters have been provided',
  );

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export const createAuth = (seed: SuiteCrmSeed, { clock, version }: { clock: Clock; version: Version }) => {
  const live = new Map<string, Grant>();
  const dead = new Set<string>();
  const deadRefresh = new Set<string>();

  const issue = (clientId: string, userId: string, withRefresh: boolean): SimAnswer => {
    const now = clock.now() / 1000;
    const claims = {
      aud: clientId,
      jti: randomBytes(40).toString('hex'),
      iat: now,
      nbf: now,
      exp: now + lifeSeconds,
      sub: userId,
      scopes: [],
    };
    const grant: Grant = {
      clientId,
      userId,
      access: `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.${randomBytes(32).toString('base64url')}`,
      refresh: withRefresh ? `def50200${randomBytes(421).toString('hex')}` : null,
      expiresAt: clock.now() + lifeSeconds * 1000,
    };
    live.set(grant.access, grant);
    return {
      status: 200,
      type: 'application/json; charset=UTF-8',
      body: JSON.stringify({
        token_type: 'Bearer',
        expires_in: lifeSeconds,
        access_token: grant.access,
        ...(grant.refresh === null ? {} : { refresh_token: grant.refresh }),
      }),
    };
  };

  const kill = (grant: Grant): void => {
    live.delete(grant.access);
    dead.add(grant.access);
    if (grant.refresh !== null) deadRefresh.add(grant.refresh);
  };

  const byPassword = (client: SeedClient, body: Record<string, string>): SimAnswer => {
    const { username, password } = body;
    if (!username) return missing('username');
    if (!password) return missing('password');
    const user: SeedUser | undefined = seed.users.find(({ userName }) => userName === username);
    if (!user) return unknownError(`No user found with this username: ${username}`);
    // The real one does this, which is why nobody may log its answers.
    if (user.password !== password) return unknownError(`The password is invalid: ${password}`);
    if (user.active === false && version !== '7.14.6') return unknownError('Not Authorized');
    return issue(client.id, user.id, true);
  };

  const byRefresh = (client: SeedClient, token: string | undefined): SimAnswer => {
    if (!token) return missing('refresh_token');
    if (deadRefresh.has(token)) return badRefresh('Token has been revoked');
    const grant = [...live.values()].find(({ refresh }) => refresh === token);
    if (!grant) return badRefresh('Cannot decrypt the refresh token');
    if (grant.clientId !== client.id) return badRefresh('Token is not linked to client');
    kill(grant);
    return issue(client.id, grant.userId, true);
  };

  const token = (body: Record<string, string>): SimAnswer => {
    const { grant_type: type, client_id: clientId, client_secret: secret, scope } = body;
    if (type !== 'password' && type !== 'client_credentials' && type !== 'refresh_token')
      return type !== undefined && version !== '7.14.6' ? badClient() : unsupported();
    if (!clientId) return missing('client_id');
    const client = seed.clients.find(({ id }) => id === clientId);
    if (!client) return unknownError(`OAuth2Clients module with id ${clientId} is not found`);
    const allowed = type === 'refresh_token' ? 'password' : type;
    if (client.secret !== secret) return badClient();
    if (type === 'refresh_token') return byRefresh(client, body['refresh_token']);
    if (client.grant !== allowed) return badClient();
    if (scope !== undefined)
      return oauthError(
        400,
        'invalid_scope',
        'The requested scope is invalid, unknown, or malformed',
        `Check the \`${scope}\` scope`,
      );
    if (type === 'password') return byPassword(client, body);
    const userId = client.userId ?? '';
    return userId === '' && version !== '7.14.6'
      ? unknownError('Not Authorized')
      : issue(client.id, userId, false);
  };

  /** @returns who the bearer is, or the refusal */
  const authenticate = (header: string | undefined): { userId: string; grant: Grant } | SimAnswer => {
    const sent = (header ?? '').replace(/^Bearer\s+/, '');
    if (sent.split('.').length !== 3) return denied('The JWT string must have two dots');
    if (/^bearer /i.test(sent))
      return denied(
        version === '7.14.6'
          ? 'Error while decoding from JSON'
          : 'Error while decoding from Base64Url, invalid base64 characters detected',
      );
    const grant = live.get(sent);
    if (!grant)
      return denied(dead.has(sent) ? 'Access token has been revoked' : 'Access token could not be verified');
    if (grant.expiresAt <= clock.now()) return denied('Access token has been revoked');
    return { userId: grant.userId, grant };
  };

  return {
    token,
    authenticate,
    revoke: (grant: Grant) => kill(grant),
    /** Every session ends, as after a change of the OAuth2 keys. */
    revokeAll: () => {
      for (const grant of [...live.values()]) kill(grant);
    },
  };
};
export type Auth = ReturnType<typeof createAuth>;
export const newRecordId = (): string => randomUUID();
