import type { FastifyPluginCallback } from 'fastify';
import { AppError } from '../../../shared/errors';
import { openTo } from '../access';
import { sameSecret } from '../../agents/secrets';
import { parseJson } from '../../ai/lenient';
import type { InitiationAnswer } from '../../../shared/protocol/initiation';

export interface InitiationRoute {
  answer(body: unknown): Promise<InitiationAnswer>;
  /** The name of the request header that holds the secret, in small letters. */
  header: string;
  secrets: readonly string[];
}

/** A request is a few numbers and headers. */
const bodyLimit = 64 * 1_024;

/** Who is let in is decided before the body is read; then every body gets an answer, because a call waits for it. */
export const elevenLabsInitiationRoute =
  (
    initiation: InitiationRoute | null,
    limits: { isAllowed: (address: string) => boolean; requestsPerMinute: number },
  ): FastifyPluginCallback =>
  (app, _options, done) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_request, body, parsed) =>
      parsed(null, parseJson(body.toString())),
    );
    // After the rate limit, so that guessing is limited, too.
    app.addHook('preParsing', (request, _reply, _payload, next) => {
      next(refusalOf(request.ip, request.headers[initiation?.header ?? '']));
    });

    const refusalOf = (address: string, given: unknown): AppError | undefined => {
      if (!limits.isAllowed(address))
        return new AppError('forbidden', 'This address may not send webhooks to this relay.');
      if (!initiation)
        return new AppError(
          'unavailable',
          'This relay does not answer when a conversation begins: ELEVENLABS_INITIATION_SECRET is not set.',
        );
      const sent = typeof given === 'string' ? given : '';
      // All are compared, so that the time tells nothing about which one fits.
      const fits = initiation.secrets.filter((secret) => sameSecret(sent, secret)).length > 0;
      return fits
        ? undefined
        : new AppError('unauthorized', 'The secret of this request is not the right one.');
    };

    app.post(
      '/webhook/elevenlabs/initiation',
      {
        config: {
          access: openTo('a secret in a header is the proof'),
          errors: ['unauthorized', 'forbidden', 'unavailable'],
          rateLimit: { max: limits.requestsPerMinute, timeWindow: '1 minute' },
        },
        schema: { summary: 'Tells an AI agent that begins to talk who is calling', tags: ['ElevenLabs'] },
      },
      async (request) => initiation?.answer(request.body),
    );
    done();
  };
