/** The web companion: the same renderer files that Electron loads. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../../shared/errors';
import { openPages } from '../access';

/** @param app a scope of its own: all its routes are open pages */
export const installCompanion = async (app: FastifyInstance, dir: string): Promise<void> => {
  openPages(app, 'it is the program alone; what it shows needs a token');
  // Its files are named relative to the page, so the page needs the slash.
  app.get('/companion', (_request, reply) => reply.redirect('/companion/'));
  if (!existsSync(join(dir, 'companion.html'))) {
    app.get('/companion/', () => {
      throw new AppError(
        'not_found',
        'The web companion is not built here; run `npm run build` and start the relay again.',
      );
    });
    return;
  }
  await app.register(fastifyStatic, { root: dir, prefix: '/companion/', index: 'companion.html' });
};
