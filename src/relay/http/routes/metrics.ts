/** `GET /metrics` for Prometheus, and the clock on every other route. */
import type { FastifyInstance } from 'fastify';
import { keyWith, openTo } from '../access';

/** What the HTTP side needs of `ops/metrics`. */
export interface HttpMetrics {
  /** @param route as it is declared, e.g. `/api/calls/:id`: an address would make a series of every call */
  http(method: string, route: string, status: number, durationMs: number): void;
  contentType: string;
  text(): Promise<string>;
}

/** @param open whether it is answered without the API key */
export const installMetrics = (
  app: FastifyInstance,
  { metrics, open }: { metrics: HttpMetrics; open: boolean },
): void => {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.http(request.method, route, reply.statusCode, reply.elapsedTime);
    done();
  });
  app.get(
    '/metrics',
    {
      config: { access: open ? openTo('`metrics.open` is set') : keyWith('read') },
      schema: {
        summary: 'Figures in the text format of Prometheus',
        tags: ['Health'],
        produces: ['text/plain'],
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  );
};
