/** One shape for every failure: `{error: {code, message, details?}}`, whoever noticed it. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError, httpStatus, type ErrorCode } from '../../shared/errors';
import type { Logger } from '../../shared/logger';
import { diskProblem } from '../ops/disk';
import type { ErrorResponse } from '../../shared/protocol/rest';
import { logFieldsOf } from './request-log';

const codeOfStatus = (status: number): ErrorCode => {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 429) return 'rate_limited';
  if (status === 503) return 'unavailable';
  return status >= 400 && status < 500 ? 'bad_request' : 'internal';
};

const answer = (reply: FastifyReply, status: number, error: ErrorResponse['error']): void => {
  void reply.status(status).send({ error } satisfies ErrorResponse);
};

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;

/** Of a refusal that says when to come again. */
const waitSchema = z.object({ retryAfterSeconds: z.number() });

export const installErrors = (app: FastifyInstance, logger: Logger): void => {
  app.setNotFoundHandler((request, reply) => {
    answer(reply, 404, {
      code: 'not_found',
      message: `There is no ${request.method} ${request.url.split('?')[0]}; docs/protocol.md lists the routes.`,
    });
  });
  app.setErrorHandler((error, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const details = error.validation.map(({ instancePath, message }) => ({ at: instancePath, message }));
      const first = details[0];
      answer(reply, 400, {
        code: 'bad_request',
        message:
          `The ${error.validationContext ?? 'request'} is not as it should be: ${first?.at ?? ''} ${first?.message ?? ''}`.trim(),
        details,
      });
      return;
    }
    if (error instanceof AppError) {
      const { code, message, details } = error;
      const wait = waitSchema.safeParse(details).data;
      if (wait) void reply.header('retry-after', wait.retryAfterSeconds);
      answer(reply, httpStatus(code), { code, message, ...(details !== undefined && { details }) });
      return;
    }
    const status = statusOf(error);
    if (status < 500 && error instanceof Error) {
      answer(reply, status, { code: codeOfStatus(status), message: error.message });
      return;
    }
    logger.error('A request failed inside the relay.', { ...logFieldsOf(request), error });
    const disk = diskProblem(error);
    if (disk !== null) {
      answer(reply, 503, { code: 'unavailable', message: `${disk} Nothing was changed; try again later.` });
      return;
    }
    answer(reply, 500, {
      code: 'internal',
      message: 'Something failed inside the relay; its error log has the details.',
    });
  });
};
