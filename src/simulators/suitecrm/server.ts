import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { systemClock, type Clock } from '../../shared/clock';
import { emptyError, html, oauthError, type SimAnswer } from './answer';
import { createAuth, type Version } from './auth';
import { createDatabase, type ModuleName, type SuiteCrmSeed } from './data';
import { demoSeed } from './demo-seed';
import { maintenancePage, noFaults, spoilt, type Faults } from './faults';
import { recordPage } from './page';
import { createRights } from './rights';
import type { SimRequest } from './request';
import { answerApi } from './routes';

export interface SimulatedRecord {
  id: string;
  values: Record<string, string>;
  /** Ids of linked contacts and leads; only calls have them. */
  contacts: string[];
  leads: string[];
  /** What is attached to a note. */
  file: Buffer | null;
}
export interface ApiRequest {
  method: string;
  path: string;
  user: string | null;
}
export interface SuiteCrmSimulator {
  /** What one would type into the browser. */
  readonly url: string;
  readonly port: number;
  /** What is stored and not deleted. */
  records(module: ModuleName): SimulatedRecord[];
  /** Switches; change them while it runs. */
  readonly faults: Faults;
  /** Every API request so far, oldest first; `user` is whose token came with it, null without a valid one. */
  readonly requests: readonly ApiRequest[];
  /** Ends every session, as if an admin had. */
  revokeSessions(): void;
  stop(): Promise<void>;
}

/** Where the API is: 7.x, 7.x without mod_rewrite, 8.x, newest 8.x. */
const layouts = {
  '7': /^\/Api(?:\/index\.php)?(?=\/)/,
  '7-plain': /^\/Api\/index\.php(?=\/)/,
  '8': /^\/legacy\/Api(?=\/)/,
  '8-both': /^(?:\/legacy)?\/Api(?:\/index\.php)?(?=\/)/,
} as const;

const maxBodyBytes = 64 * 1024 * 1024;

export const createSuiteCrmSimulator = async ({
  port = 0,
  host = '127.0.0.1',
  data = demoSeed(),
  clock = systemClock,
  version = '7.14.6',
  layout = '7',
}: {
  port?: number;
  host?: string;
  data?: SuiteCrmSeed;
  clock?: Clock;
  version?: Version;
  layout?: keyof typeof layouts;
} = {}): Promise<SuiteCrmSimulator> => {
  const db = createDatabase(data);
  const auth = createAuth(data, { clock, version });
  const rights = createRights(data.users);
  const faults = noFaults();
  const requests: ApiRequest[] = [];

  const userOf = (authorization: string | undefined): string | null => {
    const who = auth.authenticate(authorization);
    return 'userId' in who ? (data.users.find(({ id }) => id === who.userId)?.userName ?? null) : null;
  };

  const answerPath = (path: string, request: SimRequest): SimAnswer => {
    if (!layouts[layout].test(path))
      return path === '/' || path.endsWith('index.php')
        ? recordPage(db, request.search)
        : html(404, '<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>');
    const api = { ...request, path: path.replace(layouts[layout], '') };
    if (faults.refuseToken) {
      auth.revokeAll();
      if (api.path === '/access_token')
        return oauthError(401, 'invalid_client', 'Client authentication failed');
    }
    const creates = api.method === 'POST' && api.path === '/V8/module';
    const links = api.method === 'POST' && api.path.includes('/relationships');
    if (creates && faults.failBeforeSave > 0) {
      faults.failBeforeSave -= 1;
      return emptyError();
    }
    if (links && faults.failLink > 0) {
      faults.failLink -= 1;
      return emptyError();
    }
    const answer = answerApi({ db, auth, clock, version, rights, faults }, api);
    if (api.method === 'PATCH' && faults.failAfterPatch > 0) {
      faults.failAfterPatch -= 1;
      return emptyError();
    }
    if (creates && faults.failAfterSave > 0) {
      faults.failAfterSave -= 1;
      return emptyError();
    }
    return answer;
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = new URL(incoming.url ?? '/', 'http://crm');
    if (target.pathname.includes('/Api/'))
      requests.push({
        method: incoming.method ?? '',
        path: target.pathname + target.search,
        user: userOf(incoming.headers.authorization),
      });
    if (faults.down) {
      incoming.socket.destroy();
      return;
    }
    const body = parseBody(await readBody(incoming), incoming.headers['content-type'] ?? '');
    const { method = 'GET' } = incoming;
    const path = target.pathname;
    const delayMs = path.includes('/Api/') ? (faults.delayMs?.({ method, path, body }) ?? 0) : 0;
    if (delayMs > 0) await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
    const fault = path.includes('/Api/') ? (faults.perRequest?.({ method, path, body }) ?? null) : null;
    const answer = faults.html
      ? html(200, maintenancePage)
      : faults.emptyError500
        ? emptyError()
        : fault?.done === false
          ? emptyError()
          : answerPath(path, {
              method,
              path,
              search: target.searchParams,
              headers: { accept: incoming.headers.accept, authorization: incoming.headers.authorization },
              body,
            });
    if (fault) {
      spoilt(fault, response);
      return;
    }
    const send = () => {
      response.writeHead(answer.status, { 'Content-Type': answer.type, ...answer.headers });
      response.end(answer.body);
    };
    if (faults.slowMs === 0) {
      send();
      return;
    }
    const cancel = clock.after(faults.slowMs, send);
    response.on('close', cancel);
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;

  return {
    url: `http://${host}:${actual}`,
    port: actual,
    faults,
    requests,
    records: (module) =>
      db.live(module).map(({ id, values, file = null }) => ({
        id,
        values: { ...values },
        file,
        contacts: module === 'Calls' ? db.rightsOf('calls_contacts', id) : [],
        leads: module === 'Calls' ? db.rightsOf('calls_leads', id) : [],
      })),
    revokeSessions: () => auth.revokeAll(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const readBody = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const buffer = Buffer.from(chunk as Uint8Array);
    bytes += buffer.length;
    if (bytes > maxBodyBytes) throw new Error('body too large');
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parseBody = (text: string, type: string): unknown => {
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  if (!type.includes('json')) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    return undefined;
  }
};
