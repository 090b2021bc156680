/** `GET /metrics` for Prometheus, and the clock on every other route. */
import type { FastifyInstance } from 'fastify';
import type { Auth } from '../auth';

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
  { metrics, auth, open }: { metrics: HttpMetrics; auth: Auth; open: boolean },
): void => {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.http(request.method, route, reply.statusCode, reply.elapsedTime);
    done();
  });
  app.get('/metrics', async (request, reply) => {
    if (!open) auth.requireKey(request);
    return reply.type(metrics.contentType).send(await metrics.text());
  });
};
