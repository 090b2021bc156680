/**
 * What the relay asks ElevenLabs: the list of conversations, and one of them whole. Every answer is taken as possibly late,
 * huge or garbage. Paths, parameters and fields as in elevenlabs-js 2.56 (`conversations.list`, `conversations.get`).
 */
import axios, { isAxiosError } from 'axios';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result';
import { parseJson } from './lenient';

export interface ApiFailure {
  /** `refused`: asking again soon can not help. `busy`: everything has to wait. `failed`: this one request. */
  kind: 'refused' | 'busy' | 'failed';
  /** A sentence for a person; never holds the key. */
  message: string;
  /** What the other side asked for, where it did. */
  retryAfterMs: number | null;
}

export interface ConversationSummary {
  conversationId: string;
  agentId: string;
  /** `initiated`, `in-progress`, `processing`, `done`, `failed`, or one that came later. */
  status: string;
  /** Milliseconds since the epoch. */
  endedMs: number;
}

export interface ConversationPage {
  conversations: ConversationSummary[];
  /** Null on the last page. */
  cursor: string | null;
}

export type ElevenLabsApi = ReturnType<typeof createElevenLabsApi>;

/** The most that the API gives at once. */
const pageSize = 100;
const listBytes = 4 * 1_024 * 1_024;
const maxRetryAfterMs = 6 * 60 * 60_000;

/** It becomes part of an address. */
const conversationId = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/);
const summarySchema = z.object({
  conversation_id: conversationId,
  agent_id: z.string().catch(''),
  status: z.string(),
  start_time_unix_secs: z.number().nonnegative().max(4e9),
  call_duration_secs: z.number().nonnegative().max(1e7).catch(0),
});
const pageSchema = z.object({
  conversations: z.array(z.unknown()),
  next_cursor: z.string().min(1).max(4_000).nullish().catch(null),
  has_more: z.boolean().catch(false),
});
const conversationSchema = z.looseObject({
  conversation_id: conversationId,
  agent_id: z.string().catch(''),
  status: z.string(),
});
export type FetchedConversation = z.infer<typeof conversationSchema>;

/** `Retry-After` in seconds, or as a date. */
const retryAfterOf = (header: unknown, nowMs: number): number | null => {
  if (typeof header !== 'string') return null;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, maxRetryAfterMs) : null;
};

export const createElevenLabsApi = (
  options: { apiUrl: string; apiKey: string; timeoutMs: number; conversationBytes: number },
  { now }: { now: () => number },
) => {
  const { apiUrl, apiKey, timeoutMs } = options;
  const { host, hostname } = new URL(apiUrl);
  const closing = new AbortController();
  const http = axios.create({
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
    // A redirect would carry the key to wherever it says.
    maxRedirects: 0,
    headers: { 'xi-api-key': apiKey, accept: 'application/json' },
    // A proxy of the environment can not reach this machine's own loopback.
    ...(/^(127\.|localhost$|\[::1\])/.test(hostname) ? { proxy: false as const } : {}),
  });

  const failure = (
    kind: ApiFailure['kind'],
    message: string,
    retryAfterMs: number | null = null,
  ): Result<never, ApiFailure> => err({ kind, message, retryAfterMs });

  const silence = (error: unknown): Result<never, ApiFailure> => {
    // Axios' error holds the request, and so the key: nothing of it is handed on but its code.
    const code = isAxiosError(error) ? (error.code ?? '') : '';
    if (code === 'ERR_CANCELED')
      return failure('failed', `ElevenLabs (${host}) did not answer within ${timeoutMs / 1_000} s.`);
    if (code === 'ERR_BAD_RESPONSE' && isAxiosError(error) && error.message.startsWith('maxContentLength'))
      return failure('failed', `ElevenLabs (${host}) answered with more than the relay takes.`);
    if (code === 'ERR_BAD_RESPONSE')
      return failure('failed', `ElevenLabs (${host}) broke off in the middle of its answer.`);
    return failure(
      'failed',
      `ElevenLabs (${host}) can not be reached (${code || 'no reason given'}). Check elevenlabs.apiUrl, DNS and the firewall.`,
    );
  };

  const refusal = (status: number, retryAfter: unknown): Result<never, ApiFailure> => {
    if (status === 401 || status === 403)
      return failure(
        'refused',
        `ElevenLabs (${host}) refused the API key (${status}). Check ELEVENLABS_API_KEY, that the key may read conversations (convai_read), and that elevenlabs.apiUrl is the region of your workspace.`,
      );
    if (status === 429)
      return failure(
        'busy',
        `ElevenLabs (${host}) says that it is asked too often (429).`,
        retryAfterOf(retryAfter, now()),
      );
    if (status >= 300 && status < 400)
      return failure(
        'refused',
        `${host} sends the relay elsewhere (${status}), where the key does not go. Check elevenlabs.apiUrl.`,
      );
    return failure(
      'failed',
      `ElevenLabs (${host}) answered ${status}.`,
      status === 503 ? retryAfterOf(retryAfter, now()) : null,
    );
  };

  /** @returns null for 404 */
  const get = async <S extends z.ZodType>(
    path: string,
    { params, maxBytes, schema }: { params?: Record<string, string>; maxBytes: number; schema: S },
  ): Promise<Result<z.output<S> | null, ApiFailure>> => {
    try {
      const answer = await http.get<unknown>(`${apiUrl}${path}`, {
        ...(params && { params }),
        maxContentLength: maxBytes,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
      });
      if (answer.status === 404) return ok(null);
      if (answer.status !== 200) return refusal(answer.status, answer.headers['retry-after']);
      const parsed = schema.safeParse(typeof answer.data === 'string' ? parseJson(answer.data) : undefined);
      return parsed.success
        ? ok(parsed.data)
        : failure('failed', `ElevenLabs (${host}) answered something else than its API does.`);
    } catch (error) {
      return silence(error);
    }
  };

  return {
    /** One page of what began after the time (ms since the epoch), newest first. What can not be read of it is left out. */
    list: async (query: {
      startedAfter: number;
      agentId: string | null;
      cursor: string | null;
    }): Promise<Result<ConversationPage, ApiFailure>> => {
      const answer = await get('/v1/convai/conversations', {
        params: {
          page_size: String(pageSize),
          call_start_after_unix: String(Math.floor(query.startedAfter / 1_000)),
          ...(query.agentId !== null && { agent_id: query.agentId }),
          ...(query.cursor !== null && { cursor: query.cursor }),
        },
        maxBytes: listBytes,
        schema: pageSchema,
      });
      if (!answer.ok) return answer;
      if (answer.value === null)
        return failure('refused', `${host} has no list of conversations (404). Check elevenlabs.apiUrl.`);
      const { conversations, next_cursor: next, has_more: hasMore } = answer.value;
      return ok({
        cursor: hasMore ? (next ?? null) : null,
        conversations: conversations.flatMap((one) => {
          const { success, data } = summarySchema.safeParse(one);
          if (!success) return [];
          const { agent_id: agentId, status } = data;
          const endedMs = (data.start_time_unix_secs + data.call_duration_secs) * 1_000;
          return { conversationId: data.conversation_id, agentId, status, endedMs };
        }),
      });
    },
    /** All of one, as the webhook's `data` is; null where there is none (any more). */
    conversation: async (id: string): Promise<Result<FetchedConversation | null, ApiFailure>> => {
      const answer = await get(`/v1/convai/conversations/${encodeURIComponent(id)}`, {
        maxBytes: options.conversationBytes,
        schema: conversationSchema,
      });
      return answer.ok && answer.value !== null && answer.value.conversation_id !== id
        ? failure('failed', `ElevenLabs (${host}) answered with another conversation than was asked for.`)
        : answer;
    },
    /** Breaks off what is under way. */
    close: (): void => closing.abort(),
  };
};
