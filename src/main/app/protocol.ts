/** `app://companion/...` serves the built pages: a real origin for CSP and sender checks, unlike `file://`. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';

export const APP_ORIGIN = 'app://companion';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the app is ready. */
export const claimAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
};

const notFound = (): Response => new Response('Not found', { status: 404 });

/** The file an address names inside the folder, or null for anything else. */
export const fileOf = (folder: string, address: string): string | null => {
  const url = new URL(address);
  if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return null;
  let path: string;
  try {
    path = normalize(join(folder, decodeURIComponent(url.pathname)));
  } catch {
    return null;
  }
  return path.startsWith(folder + sep) && extname(path) in types ? path : null;
};

export const serveApp = (session: Session, folder: string, policy: string): void => {
  session.protocol.handle('app', async ({ url }) => {
    const path = fileOf(folder, url);
    if (path === null) return notFound();
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          'content-type': types[extname(path)] ?? 'application/octet-stream',
          'content-security-policy': policy,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
        },
      });
    } catch {
      return notFound();
    }
  });
};

/** While developing, Vite serves the pages and this adds the policy. */
export const guardDevServer = (session: Session, devServer: string, policy: string): void => {
  session.webRequest.onHeadersReceived({ urls: [`${devServer}/*`] }, ({ responseHeaders }, answer) => {
    answer({ responseHeaders: { ...responseHeaders, 'content-security-policy': [policy] } });
  });
};
