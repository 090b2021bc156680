/** The relay's REST API as a desktop uses it: failures become an AppError with a sentence for the agent. */
import type { z } from 'zod';
import { because } from '../error-reasons';
import { AppError, errorCodes, type ErrorCode } from '../errors';
import type { ContactRef } from '../protocol/crm-context';
import {
  callPageSchema,
  chosenContactSchema,
  errorResponseSchema,
  healthSchema,
  newAgentResponseSchema,
  screenPopResponseSchema,
  type CallPage,
  type CallQuery,
} from '../protocol/rest';

export interface JsonRequest {
  method: 'GET' | 'POST';
  url: string;
  /** Sent as `Authorization: Bearer`. */
  token?: string;
  body?: unknown;
}

/** Answers for every HTTP status; rejects only where no answer came (network, TLS, timeout). */
export type FetchJson = (request: JsonRequest) => Promise<{ status: number; body: unknown }>;

const isErrorCode = (code: string): code is ErrorCode => code in errorCodes;

export const ask = async <T extends z.ZodType>(
  fetchJson: FetchJson,
  request: JsonRequest,
  schema: T,
): Promise<z.output<T>> => {
  const { host } = new URL(request.url);
  const answer = await fetchJson(request).catch((cause: unknown) => {
    throw new AppError(
      'unavailable',
      `The relay at ${host} can not be reached. Check the address and your network.`,
      { cause, retryable: true, details: because('relay-unreachable', { host }) },
    );
  });
  if (answer.status < 200 || answer.status > 299) {
    const said = errorResponseSchema.safeParse(answer.body);
    throw said.success
      ? new AppError(
          isErrorCode(said.data.error.code) ? said.data.error.code : 'internal',
          said.data.error.message,
          { details: said.data.error.details },
        )
      : new AppError(
          'unavailable',
          `${host} answered with HTTP ${answer.status}. Is this the address of a CTI Relay?`,
          { details: because('not-a-relay', { host }) },
        );
  }
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  throw new AppError('unavailable', `${host} answered, but not as a CTI Relay does. Check the address.`, {
    cause: parsed.error,
    details: because('not-a-relay', { host }),
  });
};

/** What lets a desktop in for the first time. */
export type Proof = { code: string } | { crmToken: string };

/**
 * Makes of a one-time code, or of the agent's sign-in at the CRM, the token of this device; at the first relay that answers.
 * @throws AppError
 */
export const enrol = async (
  fetchJson: FetchJson,
  relayUrls: readonly string[],
  proof: Proof,
  device?: string,
): Promise<z.output<typeof newAgentResponseSchema>> => {
  const body = { ...('code' in proof ? { code: proof.code.trim() } : proof), ...(device && { device }) };
  const [relayUrl = '', ...others] = relayUrls;
  try {
    return await ask(
      fetchJson,
      { method: 'POST', url: `${relayUrl}/api/enrol`, body },
      newAgentResponseSchema,
    );
  } catch (error) {
    // Nobody was asked where no answer came; a code that was refused is refused.
    const isAway = error instanceof AppError && error.code === 'unavailable' && error.retryable;
    if (isAway && others.length > 0) return enrol(fetchJson, others, proof, device);
    throw error;
  }
};

/** Whether a desktop may sign in there with its agent's account of the CRM. @throws AppError */
export const takesCrmSignIn = async (
  fetchJson: FetchJson,
  relayUrls: readonly string[],
): Promise<boolean> => {
  const [relayUrl = '', ...others] = relayUrls;
  try {
    const answer = await ask(
      fetchJson,
      { method: 'GET', url: `${relayUrl}/health` },
      healthSchema.pick({ crmSignIn: true }),
    );
    return answer.crmSignIn === true;
  } catch (error) {
    if (others.length > 0) return takesCrmSignIn(fetchJson, others);
    throw error;
  }
};

/** The agent's own calls, newest first. @throws AppError */
export const listCalls = (
  fetchJson: FetchJson,
  { relayUrl, token }: { relayUrl: string; token: string },
  query: Partial<CallQuery>,
): Promise<CallPage> => {
  const url = new URL(`${relayUrl}/api/calls`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return ask(fetchJson, { method: 'GET', url: url.href, token }, callPageSchema);
};

/** Lets a card of the agent's own number show on his desktops: the way of every call, without a call. @throws AppError */
export const popOnOwnDesktops = (
  fetchJson: FetchJson,
  { relayUrl, token }: { relayUrl: string; token: string },
  body: { agentId: string; number: string; name: string },
): Promise<z.output<typeof screenPopResponseSchema>> =>
  ask(fetchJson, { method: 'POST', url: `${relayUrl}/api/screen-pop`, token, body }, screenPopResponseSchema);

/** Tells the relay who is calling, so that the call is logged at that record. @throws AppError */
export const chooseContact = (
  fetchJson: FetchJson,
  { relayUrl, token }: { relayUrl: string; token: string },
  callId: string,
  { module, id }: ContactRef,
): Promise<z.output<typeof chosenContactSchema>> =>
  ask(
    fetchJson,
    {
      method: 'POST',
      url: `${relayUrl}/api/calls/${encodeURIComponent(callId)}/contact`,
      token,
      body: { module, id },
    },
    chosenContactSchema,
  );
