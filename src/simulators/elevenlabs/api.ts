/** The part of ElevenLabs' API that tells of conversations, as elevenlabs-js 2.56 asks it, on a real socket. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { transcription, type SimulatedConversation } from './events';

export type ApiFault =
  /** Answered with this, whatever was asked. */
  | { status: number; body?: string; headers?: Record<string, string> }
  /** Never answered. */
  | 'silent'
  /** The connection breaks in the middle of an answer. */
  | 'cut';

interface Kept {
  data: Record<string, unknown>;
  startedAt: number;
  durationSeconds: number;
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const refusal = (status: string, message: string) => ({ detail: { status, message } });

export const startElevenLabsApi = async ({ apiKey }: { apiKey: string }) => {
  const conversations = new Map<string, Kept>();
  const requests: string[] = [];
  /** For the next requests, one each. */
  const faults: ApiFault[] = [];
  /** For one conversation, whenever it is asked for. */
  const poison = new Map<string, ApiFault>();

  const page = (search: URLSearchParams, response: ServerResponse): void => {
    const size = Number(search.get('page_size') ?? 30);
    if (!Number.isInteger(size) || size < 1 || size > 100) {
      json(response, 422, { detail: [{ loc: ['query', 'page_size'], msg: 'page_size is 1 to 100' }] });
      return;
    }
    const after = Number(search.get('call_start_after_unix') ?? 0);
    const agentId = search.get('agent_id');
    const from = Number(Buffer.from(search.get('cursor') ?? '', 'base64url').toString() || 0);
    const all = [...conversations.values()]
      .filter(
        ({ startedAt, data }) => startedAt > after && (agentId ?? data['agent_id']) === data['agent_id'],
      )
      .sort((a, b) => b.startedAt - a.startedAt);
    const end = from + size;
    const hasMore = end < all.length;
    json(response, 200, {
      conversations: all.slice(from, end).map(({ data, startedAt, durationSeconds }) => ({
        agent_id: data['agent_id'],
        agent_name: data['agent_name'],
        conversation_id: data['conversation_id'],
        start_time_unix_secs: startedAt,
        call_duration_secs: durationSeconds,
        message_count: 3,
        status: data['status'],
        call_successful: 'success',
        direction: 'inbound',
      })),
      next_cursor: hasMore ? Buffer.from(String(end)).toString('base64url') : null,
      has_more: hasMore,
    });
  };

  const fail = (fault: ApiFault, response: ServerResponse): void => {
    if (fault === 'silent') return;
    if (fault === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"conversations": [', () => response.destroy());
      return;
    }
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    response.end(fault.body ?? '{}');
  };

  const answer = ({ url = '', headers }: IncomingMessage, response: ServerResponse): void => {
    requests.push(url);
    const { pathname, searchParams } = new URL(url, 'http://api');
    const id = /^\/v1\/convai\/conversations\/([^/]+)$/.exec(pathname)?.[1];
    const fault = (id !== undefined && poison.get(id)) || faults.shift();
    if (fault) fail(fault, response);
    else if (headers['xi-api-key'] !== apiKey)
      json(response, 401, refusal('invalid_api_key', 'Invalid API key'));
    else if (pathname === '/v1/convai/conversations') page(searchParams, response);
    else if (id !== undefined && conversations.has(id)) json(response, 200, conversations.get(id)?.data);
    else json(response, 404, refusal('conversation_not_found', 'There is no such conversation.'));
  };

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    faults,
    poison,
    /** A conversation that was held. @param more fields in place of the usual ones, e.g. `status` or `agent_id` */
    add: (conversation: SimulatedConversation, more: Record<string, unknown> = {}): void => {
      const { conversationId, startedAt, durationSeconds = 42 } = conversation;
      const data = { ...transcription(conversation).data, ...more };
      conversations.set(conversationId, { data, startedAt, durationSeconds });
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
export type ElevenLabsApiSimulator = Awaited<ReturnType<typeof startElevenLabsApi>>;
