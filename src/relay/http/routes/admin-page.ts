/** The dashboard's own files, under a policy that knows no inline script, no inline style and no other server. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../../shared/errors';
import { openPages } from '../access';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join(';');

/** @param app a scope of its own: all its routes are open pages */
export const installAdminPage = async (app: FastifyInstance, dir: string): Promise<void> => {
  openPages(app, 'it is the program alone; what it shows needs a sign-in');
  app.addHook('onSend', (_request, reply, payload, next) => {
    void reply.header('content-security-policy', policy);
    // A page of an older relay would ask for files that are not there any more.
    if (String(reply.getHeader('content-type')).startsWith('text/html'))
      void reply.header('cache-control', 'no-store');
    next(null, payload);
  });
  // Its files are named relative to the page, so the page needs the slash.
  app.get('/admin', (_request, reply) => reply.redirect('/admin/'));
  if (!existsSync(join(dir, 'admin.html'))) {
    app.get('/admin/', () => {
      throw new AppError(
        'not_found',
        'The dashboard is not built here; run `npm run build` and start the relay again.',
      );
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: dir,
    prefix: '/admin/',
    index: 'admin.html',
    cacheControl: true,
    allowedPath: (path) => path === '/' || path === '/admin.html' || path.startsWith('/assets/'),
  });
};
