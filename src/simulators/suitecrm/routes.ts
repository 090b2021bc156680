/** The routes of the V8 API that a telephony client uses. */
import { data, html, invalid, message, refused, type SimAnswer } from './answer';
import { newRecordId } from './auth';
import { moduleNamed } from './data';
import { isRefusedQuery, parseQuery, runQuery } from './query';
import { addRelated, listRelated, removeRelated } from './relationship-routes';
import { pageLinks, resource } from './render';
import { cut, findRow, notFound, type Context, type SimRequest } from './request';
import { accessDenied } from './rights';
import { create, patch } from './write';

export const answerApi = (ctx: Context, request: SimRequest): SimAnswer => {
  const { method, path } = request;
  if (path === '/access_token')
    return method === 'POST' ? ctx.auth.token(stringsOf(request.body)) : notAllowed(request, ['POST']);
  const handlers = route(ctx, path.replace(/^\/V8/, ''), request);
  if (!path.startsWith('/V8/') || !handlers) return noRoute(request);
  const handler = handlers[method === 'HEAD' ? 'GET' : method];
  if (!handler) return notAllowed(request, Object.keys(handlers));
  const who = ctx.auth.authenticate(request.headers['authorization']);
  if ('status' in who) return who;
  if (who.userId === '')
    return path === '/V8/current-user'
      ? refused('Module id is empty when trying to get Users')
      : invalid('Module id is empty when trying to get Users');
  const user = ctx.db.get('Users', who.userId);
  if (ctx.version !== '7.14.6' && user?.values['status'] !== 'Active') return refused('Not found');
  return handler(who.userId, () => ctx.auth.revoke(who.grant));
};

type Handlers = Record<string, (userId: string, logOut: () => void) => SimAnswer>;

const route = (ctx: Context, path: string, request: SimRequest): Handlers | null => {
  if (path === '/current-user') return { GET: (userId) => currentUser(ctx, userId) };
  if (path === '/logout')
    return {
      POST: (_, logOut) => {
        logOut();
        return data({ meta: { message: 'You have been successfully logged out' }, data: [] });
      },
    };
  if (path === '/module')
    return {
      POST: (userId) => write(ctx, create, userId, request),
      PATCH: (userId) => write(ctx, patch, userId, request),
    };
  const [, module, id, relationships, link, other, ...rest] = path.split('/').slice(1);
  if (!path.startsWith('/module/') || !module || rest.length > 0 || path.endsWith('/')) return null;
  if (id === undefined) return { GET: (userId) => list(ctx, module, request, userId) };
  if (relationships === undefined)
    return { GET: (userId) => one(ctx, module, id, request, userId), DELETE: () => remove(ctx, module, id) };
  if (relationships !== 'relationships') return null;
  if (link !== undefined && other !== undefined)
    return { DELETE: () => removeRelated(ctx, module, id, link, other) };
  return link === undefined
    ? { POST: () => addRelated(ctx, module, id, null, request) }
    : {
        GET: () => listRelated(ctx, module, id, link, request),
        POST: () => addRelated(ctx, module, id, link, request),
      };
};

const wantsJson = ({ headers }: SimRequest): boolean => headers['accept']?.includes('json') === true;
const noRoute = (request: SimRequest): SimAnswer =>
  wantsJson(request)
    ? message(404, 'Not found')
    : html(
        404,
        '<html><head><title>Page Not Found</title></head><body><h1>Page Not Found</h1></body></html>',
      );
const notAllowed = (request: SimRequest, methods: string[]): SimAnswer => {
  const text = `Method not allowed. Must be one of: ${methods.join(', ')}`;
  return wantsJson(request)
    ? message(405, text, { Allow: methods.join(', ') })
    : html(405, `<html><head><title>Method not allowed</title></head><body><p>${text}</p></body></html>`);
};

const stringsOf = (body: unknown): Record<string, string> =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(
        Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      )
    : {};

const currentUser = ({ db }: Context, userId: string): SimAnswer => {
  const user = db.get('Users', userId);
  return user
    ? data({ data: resource(db, 'Users', user, 'current-user') })
    : refused(notFound('Users', userId));
};

const write = (ctx: Context, change: typeof create, userId: string, { body }: SimRequest): SimAnswer => {
  const { db, clock } = ctx;
  const now = `${new Date(clock.now()).toISOString().slice(0, 16).replace('T', ' ')}:00`;
  const { rights, faults } = ctx;
  const written = change({ db, userId, now, newId: newRecordId, rights, faults }, body);
  if ('refusal' in written) return written.refusal;
  const { module, row } = written;
  const shown = resource(db, module, row, `module/${row.id}`);
  // The answer to a change forgets the parent's name.
  if (change === patch && module === 'Calls') shown.attributes['parent_name'] = '';
  return data({ data: shown }, 201);
};

const list = ({ db, rights }: Context, name: string, { search }: SimRequest, userId: string): SimAnswer => {
  const module = moduleNamed(name);
  if (!module) return invalid(`Module ${name} does not exist`);
  if (!rights.hasModule(userId, module)) return refused(accessDenied);
  const query = parseQuery(search, module, 'list');
  if (isRefusedQuery(query)) return query;
  const found = runQuery(db, module, 'all', query);
  if ('status' in found) return found;
  const visible = found.rows.filter((row) => rights.sees(userId, module, row));
  const { page, fields } = query;
  const size = page?.size ?? 20;
  const rows = cut(visible, page?.number ?? 1, size);
  if (rows.length === 0)
    return data({ meta: { message: 'Request was successful, but there is no result' }, data: [] });
  const shown = rows.map((row) => resource(db, module, row, `module/${module}/${row.id}`, fields));
  if (!page) return data({ data: shown });
  const totalPages = Math.ceil(visible.length / size);
  return data({
    meta: { 'total-pages': totalPages, 'records-on-this-page': rows.length },
    data: shown,
    links: pageLinks(`/module/${name}`, search, page, totalPages),
  });
};

const one = (
  { db, rights }: Context,
  name: string,
  id: string,
  { search }: SimRequest,
  userId: string,
): SimAnswer => {
  const found = findRow(db, name, id);
  if ('refusal' in found) return found.refusal;
  if (!rights.sees(userId, found.module, found.row)) return refused(accessDenied);
  const query = parseQuery(search, found.module, 'one');
  if (isRefusedQuery(query)) return query;
  const at = `module/${found.module}/${id}`;
  return data({ data: resource(db, found.module, found.row, at, query.fields) });
};

const remove = ({ db }: Context, name: string, id: string): SimAnswer => {
  const found = findRow(db, name, id);
  if ('refusal' in found) return found.refusal;
  found.row.deleted = true;
  return data({ meta: { message: `Record with id ${id} is deleted` }, data: [] });
};
