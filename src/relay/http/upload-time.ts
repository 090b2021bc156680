/** How long a request may take to arrive. Node knows one limit for a whole server; a recording needs longer than a click. */
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where it is another time than `http.requestTimeoutSeconds`. */
    uploadSeconds?: number;
  }
}

/** As Node names its own; Fastify answers it with 408. */
const timeout = (): Error =>
  Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });

/** Who is slower is answered 408 and cut. Headers have the default time, as nobody knows yet what is asked for. */
export const limitUploads = (app: FastifyInstance, defaultSeconds: number): void => {
  app.server.headersTimeout = defaultSeconds * 1_000;
  app.addHook('onRequest', ({ raw, routeOptions }, _reply, done) => {
    const seconds = routeOptions.config.uploadSeconds ?? defaultSeconds;
    const timer = setTimeout(() => {
      if (!raw.complete) app.server.emit('clientError', timeout(), raw.socket);
    }, seconds * 1_000);
    const cancel = (): void => clearTimeout(timer);
    raw.once('end', cancel);
    raw.once('close', cancel);
    done();
  });
};
