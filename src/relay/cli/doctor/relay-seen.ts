/** Asks the relay that runs what it says about itself: health for everybody, the rest with API_KEY. */
import type { z } from 'zod';
import type { Call } from '../../../shared/call/call';
import {
  callPageSchema,
  errorResponseSchema,
  healthSchema,
  statusSchema,
  type Health,
  type Status,
} from '../../../shared/protocol/rest';
import { err, ok, type Result } from '../../../shared/result';
import { whyUnreachable } from '../relay-address';

export interface RelaySeen {
  /** Without a slash at the end. */
  url: string;
  health: Health | null;
  status: Status | null;
  /** The newest, at most 200. */
  calls: Call[];
  /** Why one of these is missing. */
  problem: string | null;
}

const timeoutMs = 10_000;

const read = async <S extends z.ZodType>(
  url: string,
  schema: S,
  headers: Record<string, string> = {},
): Promise<Result<z.output<S>, string>> => {
  try {
    const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    const body: unknown = await answer.json().catch(() => null);
    const parsed = schema.safeParse(body);
    if (parsed.success && answer.ok) return ok(parsed.data);
    const refused = errorResponseSchema.safeParse(body);
    return err(
      refused.success
        ? `${url} answered ${answer.status}: ${refused.data.error.message}`
        : `${url} answered ${answer.status}, and not as this version of the relay does.`,
    );
  } catch (error) {
    return err(`${url} could not be reached: ${whyUnreachable(error)}.`);
  }
};

export const lookAtRelay = async (url: string, apiKey: string | null): Promise<RelaySeen> => {
  const seen: RelaySeen = { url, health: null, status: null, calls: [], problem: null };
  const health = await read(`${url}/health`, healthSchema);
  if (!health.ok) return { ...seen, problem: health.error };
  if (apiKey === null) return { ...seen, health: health.value };
  const headers = { 'x-api-key': apiKey };
  const status = await read(`${url}/api/status`, statusSchema, headers);
  if (!status.ok) return { ...seen, health: health.value, problem: status.error };
  const page = await read(`${url}/api/calls?limit=200`, callPageSchema, headers);
  return {
    ...seen,
    health: health.value,
    status: status.value,
    calls: page.ok ? page.value.calls : [],
    problem: page.ok ? null : page.error,
  };
};
