/** The relay's REST API as a desktop uses it: failures become an AppError with a sentence for the agent. */
import type { z } from 'zod';
import { AppError, errorCodes, type ErrorCode } from '../errors';
import type { ContactRef } from '../protocol/crm-context';
import {
  callPageSchema,
  chosenContactSchema,
  errorResponseSchema,
  newAgentResponseSchema,
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

/** `http://relay:3000/ws/ ` -> `http://relay:3000`, so that what people paste works. */
export const tidyRelayUrl = (text: string): string => {
  const url = new URL(text.trim());
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/(ws|companion)$/, '')}`;
};

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
      {
        cause,
        retryable: true,
      },
    );
  });
  if (answer.status < 200 || answer.status > 299) {
    const said = errorResponseSchema.safeParse(answer.body);
    throw said.success
      ? new AppError(
          isErrorCode(said.data.error.code) ? said.data.error.code : 'internal',
          said.data.error.message,
        )
      : new AppError(
          'unavailable',
          `${host} answered with HTTP ${answer.status}. Is this the address of a CTI Relay?`,
        );
  }
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  throw new AppError('unavailable', `${host} answered, but not as a CTI Relay does. Check the address.`, {
    cause: parsed.error,
  });
};

/** Redeems a one-time enrolment code. @throws AppError */
export const enrol = (
  fetchJson: FetchJson,
  relayUrl: string,
  code: string,
): Promise<z.output<typeof newAgentResponseSchema>> =>
  ask(
    fetchJson,
    { method: 'POST', url: `${relayUrl}/api/enrol`, body: { code: code.trim() } },
    newAgentResponseSchema,
  );

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
