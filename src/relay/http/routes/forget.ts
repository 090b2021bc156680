import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { forgetReportSchema, forgetRequestSchema } from '../../../shared/protocol/forget';
import type { Auth } from '../auth';
import type { RelayService } from '../service';

/** For administrators. A POST also for the count: a number has no place in an address, which proxies write down. */
export const forgetRoutes =
  (service: RelayService, auth: Auth): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.post(
      '/api/forget',
      { schema: { body: forgetRequestSchema, response: { 200: forgetReportSchema } } },
      (request) => {
        auth.requireKey(request);
        return service.forget(request.body.number, request.body.erase);
      },
    );
    done();
  };
