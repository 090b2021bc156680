import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAsk } from './request';

const answer = z.object({ count: z.number() });

const start = (
  respond: (url: string, init: RequestInit) => Response | Promise<Response>,
  back: Promise<void> | null = null,
) => {
  const seen: { url: string; init: RequestInit }[] = [];
  let signedOut = 0;
  const ask = createAsk({
    fetch: (input, init = {}) => {
      const url = typeof input === 'string' ? input : 'another';
      seen.push({ url, init });
      return Promise.resolve(respond(url, init));
    },
    csrfToken: () => 'the-token',
    onSignedOut: () => {
      signedOut += 1;
      return back;
    },
  });
  return { ask, seen, signedOut: () => signedOut };
};
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

describe('a question to the relay', () => {
  it('sends what is asked for, and the token only with what changes something', async () => {
    const { ask, seen } = start(() => json(200, { count: 1 }));
    expect(await ask({ path: '/a', query: { x: 'ä&', y: undefined, z: '' }, answer })).toEqual({
      ok: true,
      value: { count: 1 },
    });
    await ask({ method: 'POST', path: '/b', body: { a: 1 }, answer });
    await ask({ method: 'POST', path: '/c', body: 'id,name', answer });
    expect(seen.map(({ url, init }) => [url, init.headers])).toEqual([
      ['/a?x=%C3%A4%26', {}],
      ['/b', { 'content-type': 'application/json', 'x-csrf-token': 'the-token' }],
      ['/c', { 'content-type': 'text/csv; charset=utf-8', 'x-csrf-token': 'the-token' }],
    ]);
  });

  it.each([
    ['nobody answers', () => Promise.reject(new TypeError('Failed to fetch')), { kind: 'unreachable' }],
    ['a proxy answers for it', () => new Response('<html>', { status: 502 }), { kind: 'unreachable' }],
    ['another shape', () => json(200, { count: 'one' }), { kind: 'odd' }],
    ['no JSON', () => new Response('<html>'), { kind: 'odd' }],
    [
      'the relay refuses',
      () => json(409, { error: { code: 'conflict', message: 'There is one already.' } }),
      { kind: 'refused', code: 'conflict', message: 'There is one already.' },
    ],
    [
      'too many tries',
      () => json(429, { error: { code: 'rate_limited', message: 'Wait.' } }, { 'retry-after': '30' }),
      { kind: 'refused', retryAfterSeconds: 30 },
    ],
    ['it refuses without a word', () => new Response('', { status: 404 }), { kind: 'refused', code: '404' }],
  ])('%s: a problem as data', async (_case, respond, problem) => {
    const { ask, signedOut } = start(respond);
    expect(await ask({ path: '/a', answer })).toMatchObject({ ok: false, error: problem });
    expect(signedOut()).toBe(0);
  });

  it('reads once more when somebody is signed in again, and changes nothing by itself', async () => {
    let known = false;
    const { ask, seen } = start(
      () => (known ? json(200, { count: 1 }) : json(401, { error: { code: 'unauthorized', message: '' } })),
      Promise.resolve().then(() => void (known = true)),
    );
    expect(await ask({ path: '/a', answer })).toEqual({ ok: true, value: { count: 1 } });
    known = false;
    expect(await ask({ method: 'DELETE', path: '/a', answer })).toMatchObject({ ok: false });
    expect(seen).toHaveLength(3);
  });

  it('tells the session where it is over', async () => {
    const { ask, signedOut } = start(() => json(401, { error: { code: 'unauthorized', message: '' } }));
    expect(await ask({ path: '/a', answer })).toMatchObject({ error: { kind: 'signed-out' } });
    expect(signedOut()).toBe(1);
  });
});
