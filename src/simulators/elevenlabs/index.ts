/** An ElevenLabs that sends webhooks as the real one does: signed, streamed, late, twice, in any order. */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { systemClock, type Clock } from '../../shared/clock';
import type { WebhookEvent } from './events';

export { startElevenLabsApi, type ApiFault, type ElevenLabsApiSimulator } from './api';
export { beginConversation, initiationBody, type BeginningCall } from './initiation';
export {
  audio,
  initiationFailure,
  transcription,
  type SimulatedConversation,
  type WebhookEvent,
} from './events';

export interface SendOptions {
  /** When it was signed, in ms since the epoch; now by default. */
  signedAt?: number;
  secret?: string;
  /** Sent in pieces of so many bytes with `Transfer-Encoding: chunked`, as recordings are. */
  chunkBytes?: number;
  /** In place of the right one; null sends none. */
  signature?: string | null;
  /** A slow line: the second half of the body is sent when this has happened. */
  halfUntil?: Promise<unknown>;
}

export interface Answer {
  status: number;
  body: string;
}

export const createElevenLabsSimulator = (options: { url: string; secret: string; clock?: Clock }) => {
  const { url, secret, clock = systemClock } = options;

  const sign = (body: Buffer, key: string, atMs: number): string => {
    const t = Math.floor(atMs / 1_000);
    return `t=${t},v0=${createHmac('sha256', key).update(`${t}.`).update(body).digest('hex')}`;
  };

  const send = (event: WebhookEvent | string, how: SendOptions = {}): Promise<Answer> => {
    const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
    const signature =
      how.signature === undefined
        ? sign(body, how.secret ?? secret, how.signedAt ?? clock.now())
        : how.signature;
    const { chunkBytes } = how;
    return new Promise((resolve, reject) => {
      const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(
        url,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Python/3.12 aiohttp/3.11.16',
            ...(signature !== null && { 'elevenlabs-signature': signature }),
            ...(chunkBytes === undefined && { 'content-length': body.length }),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
          );
          response.on('error', reject);
        },
      );
      request.on('error', reject);
      if (how.halfUntil) {
        const half = body.length >> 1;
        request.write(body.subarray(0, half));
        void how.halfUntil.then(() => request.end(body.subarray(half)));
        return;
      }
      for (let at = 0; chunkBytes !== undefined && at < body.length; at += chunkBytes)
        request.write(body.subarray(at, at + chunkBytes));
      request.end(chunkBytes === undefined ? body : undefined);
    });
  };

  return {
    /** One delivery. Rejects where nobody answers. */
    send,
    /**
     * Delivers as ElevenLabs does with retries on: again on 5xx, 429 and 408, the same body, at once.
     * @returns the answers
     */
    deliver: async (event: WebhookEvent | string, how: SendOptions = {}, attempts = 5): Promise<Answer[]> => {
      const answers: Answer[] = [];
      while (answers.length < attempts) {
        const answer = await send(event, how);
        answers.push(answer);
        if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) break;
      }
      return answers;
    },
  };
};
export type ElevenLabsSimulator = ReturnType<typeof createElevenLabsSimulator>;
