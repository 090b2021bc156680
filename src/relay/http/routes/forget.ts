import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { forgetReportSchema, forgetRequestSchema } from '../../../shared/protocol/forget';
import { maskNumber } from '../../../shared/phone/mask';
import { keyWith } from '../access';
import type { RelayService } from '../service';

/** For administrators. A POST also for the count: a number has no place in an address, which proxies write down. */
export const forgetRoutes =
  (service: RelayService): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.post(
      '/api/forget',
      {
        config: { access: keyWith('admin'), audit: 'numbers.forget' },
        schema: {
          summary: 'What is kept of a number, and the end of it',
          tags: ['Administration'],
          body: forgetRequestSchema,
          response: { 200: forgetReportSchema },
        },
      },
      (request) => {
        const { number, erase } = request.body;
        request.auditTarget = `${maskNumber(number)}${erase ? '' : ' (counted only)'}`;
        return service.forget(number, erase);
      },
    );
    done();
  };
