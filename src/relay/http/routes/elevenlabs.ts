import { Readable } from 'node:stream';
import type { FastifyPluginCallback } from 'fastify';
import { AppError } from '../../../shared/errors';
import { openTo } from '../access';
import type { Receive } from '../../ai/receive';
import { elevenLabsInitiationRoute, type InitiationRoute } from './elevenlabs-initiation';

export interface WebhookRoute {
  /** Null: there is no secret, so nothing can be told from a forgery. */
  receive: Receive | null;
  isAllowed: (address: string) => boolean;
  requestsPerMinute: number;
  /** How long a body may take to arrive. */
  uploadSeconds: number;
  /** Null: no secret is set, so who asks can not be told from anybody. */
  initiation: InitiationRoute | null;
}

const asBuffers = async function* (body: unknown): AsyncGenerator<Buffer> {
  if (!(body instanceof Readable)) return;
  for await (const chunk of body) yield Buffer.from(chunk as Uint8Array);
};

/** The raw body goes to the receiver as a stream: nothing parses it before its signature is checked. */
export const elevenLabsRoutes =
  ({
    receive,
    isAllowed,
    requestsPerMinute,
    uploadSeconds,
    initiation,
  }: WebhookRoute): FastifyPluginCallback =>
  (app, _options, done) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));

    app.register(elevenLabsInitiationRoute(initiation, { isAllowed, requestsPerMinute }));
    app.post(
      '/webhook/elevenlabs',
      {
        config: {
          access: openTo('the signature is the proof'),
          errors: ['unauthorized', 'forbidden', 'bad_request', 'too_large', 'unavailable'],
          uploadSeconds,
          rateLimit: { max: requestsPerMinute, timeWindow: '1 minute' },
        },
        schema: {
          summary: "ElevenLabs' webhook after a conversation (docs/elevenlabs.md)",
          tags: ['ElevenLabs'],
        },
      },
      async (request) => {
        if (!isAllowed(request.ip))
          throw new AppError('forbidden', 'This address may not send webhooks to this relay.');
        if (!receive)
          throw new AppError(
            'unavailable',
            'This relay takes no ElevenLabs webhooks: ELEVENLABS_WEBHOOK_SECRET is not set.',
          );
        const { 'elevenlabs-signature': signature } = request.headers;
        const result = await receive(
          typeof signature === 'string' ? signature : undefined,
          asBuffers(request.body),
        );
        if (!result.ok) throw result.error;
        return { received: true };
      },
    );
    done();
  };
