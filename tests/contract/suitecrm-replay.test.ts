/**
 * The simulator against the real one: every recorded request gets the recorded status, the same shape, and error texts
 * word for word. Recordings in one row happened one after the other on one server.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSuiteCrmSimulator, type SuiteCrmSimulator } from '../../src/simulators/suitecrm';
import {
  recordedSeed,
  recording,
  secrets,
  type Recording,
  type Version,
} from '../support/suitecrm-recordings';
import { comparable, exactOf, shapeOf } from '../support/suitecrm-shape';

const sequences: Record<Version, Record<string, string>> = {
  '7.14.6': {
    'tokens and their refusals': '001 002 003 004 006 007 009 010 012 013 014 015 016 017 018 020 021',
    'refresh rotates': '001 022 023 024 025 026',
    'the Bearer check': '027 028 029 030 031 040 042 037 038 039 034 035',
    'pages and fields': '101 103 104 105 106 107 108 109 111 112 113 114 115 116 117 119 121 124',
    'what was changed since': '130 139 155 159 469',
    filters: '125 126 128 133 136 138 141 143 144 145 148 160 161 163 164 191 193 501 502 503',
    'relationship lists': '168 173 178 179 180 182 183 184 186',
    'users, without what a list of them never shows': '052 053',
    'cases of an account': '303 305',
    'opportunities of an account': '306',
    'what a role may not see': '310 315 454',
    'creating a call': '201 202 228 229 230 231 269 270 271 267 268',
    'what a create may hold': '203 205 206 207 208 209 210 215 216 217 232 233 237 238 241 247',
    dates: '218 219 220 221 222 225 226',
    'own ids': '256 257 259 261 262 263 264 265 266',
    'linking a call': '203 273 274 286 278 279 280 282 283 284 288 289',
    'linking by link': '275 277',
    'the whole way of a call': '401 402 404 405 406',
    'a note': '290',
    'a note with a file': '291 292 293 294',
    'a task': '295',
    'a call with a lead': '408 407 410',
    'a token of nobody': '017 320 321',
    'text on its way in and out': '511 512 513 514 516 517',
  },
  '7.15.0': {
    'tokens that 7.14.6 gave': '011 014 017',
    'the rest that differs': '030 280',
    'a create is the same': '201',
    'a file that is refused': '293',
  },
};

/** Secrets that were wrong on purpose; the recording has a placeholder for them. */
const wrong: Record<string, Partial<typeof secrets>> = {
  'token-wrong-client-secret': { client: 'nope' },
  'token-wrong-password': { password: 'nope' },
};
/** Calls that earlier recordings had made: here they are made before. */
const needs: Record<string, string[]> = {
  'rel-call-contact-by-link': ['aca2afa0-1870-de7d-3cb6-6b03e710a5cf'],
  'note-create-file': ['6ba0746d-8d08-3ecd-62d3-6b03e7129346'],
  'lead-link': ['f1cbfa96-55af-47a1-9550-19cc6d7fdafe'],
  'rel-call-lead': ['80f48adf-6d53-b5e5-863f-6b03e7496077', '7161d0cf-e603-4774-b92d-95bf8ca6ab96'],
};

let simulator: SuiteCrmSimulator | null = null;
afterEach(async () => {
  await simulator?.stop();
  simulator = null;
});

describe.each(
  Object.entries(sequences).flatMap(([version, rows]) =>
    Object.entries(rows).map(([title, numbers]) => ({ version, title, numbers })),
  ),
)('SuiteCRM $version: $title', ({ version, numbers }) => {
  it(`answers as recorded: ${numbers}`, async () => {
    const of: Version = version === '7.15.0' ? '7.15.0' : '7.14.6';
    const replay = await startReplay(of);
    for (const number of numbers.split(' ')) {
      const recorded = recording(of, number);
      const answer = await replay(recorded);
      const expected = comparable(recorded.response.status, recorded.response.body);
      const label = `${number}-${recorded.name}`;
      expect({ label, status: answer.status }).toEqual({ label, status: expected.status });
      expect({ label, json: answer.isJson }).toEqual({ label, json: expected.isJson });
      expect({ label, shape: shapeOf(answer.body) }).toEqual({ label, shape: shapeOf(expected.body) });
      expect({ label, exact: exactOf(answer.body) }).toEqual({ label, exact: exactOf(expected.body) });
    }
  });
});

const tokenSchema = z.object({ access_token: z.string(), refresh_token: z.string().default('') });
const createdSchema = z.object({ data: z.object({ id: z.string() }) });
const json = 'application/json';

const startReplay = async (version: Version) => {
  const crm = await createSuiteCrmSimulator({ data: recordedSeed(), version });
  simulator = crm;
  const call = async (method: string, path: string, headers: Record<string, string>, body: string | null) => {
    const answer = await fetch(crm.url + path, {
      method,
      headers: { Accept: '*/*', ...headers },
      ...(body === null || method === 'GET' ? {} : { body }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const signIn = async (grant: Record<string, string>): Promise<string> => {
    const body = JSON.stringify({ client_secret: secrets.client, ...grant });
    const { text } = await call('POST', '/Api/access_token', { 'Content-Type': json }, body);
    return tokenSchema.parse(JSON.parse(text)).access_token;
  };
  const asAgent = {
    grant_type: 'password',
    client_id: 'c71c0000-0000-4000-8000-000000000001',
    username: 'agent1',
    password: secrets.password,
  };
  const agent = await signIn(asAgent);
  const [head = '', claims = ''] = agent.split('.');
  const bearers: Record<string, string> = {
    '<agent1 access token>': agent,
    '<noaccess (ACL role) token>': await signIn({ ...asAgent, username: 'noaccess' }),
    '<agent3 (role: owner only) token>': await signIn({ ...asAgent, username: 'agent3' }),
    '<token to log out>': await signIn(asAgent),
    '<token with a bad signature>': `${head}.${claims}.AAAA`,
    ...(version === '7.14.6'
      ? {
          '<client_credentials (no assigned user) token>': await signIn({
            grant_type: 'client_credentials',
            client_id: 'c71c0000-0000-4000-8000-000000000004',
          }),
        }
      : {}),
  };
  const refreshTokens: string[] = [];
  /** Ids that the recorded server made up, and the simulator's for the same record. */
  const ids = new Map<string, string>();

  return async ({ name, request, response }: Recording) => {
    for (const id of needs[name] ?? [])
      await call(
        'POST',
        '/Api/V8/module',
        { 'Content-Type': json, Authorization: `Bearer ${agent}` },
        JSON.stringify({ data: { type: 'Calls', id, attributes: { name: 'Inbound call +12125550100' } } }),
      );
    const toOurs = (text: string) =>
      [...ids].reduce((all, [theirs, ours]) => all.replaceAll(theirs, ours), text);
    const toTheirs = (text: string) =>
      [...ids].reduce((all, [theirs, ours]) => all.replaceAll(ours, theirs), text);
    const { client, password } = { ...secrets, ...wrong[name] };
    // A refused refresh is the first token again, the one of another client a fresh one.
    const refresh = name === 'token-refresh-wrong-client' ? refreshTokens.at(-1) : refreshTokens[0];
    const fill = (text: string) =>
      toOurs(text)
        .replace('<client_secret>', client)
        .replace('<password>', password)
        .replace(/<refresh_token[^>]*>/, refresh ?? '')
        .replace(/<[^>]*token[^>]*>/, (placeholder) => bearers[placeholder] ?? placeholder);

    const answer = await call(
      request.method,
      toOurs(request.path),
      Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, fill(value)])),
      request.body === null ? null : fill(request.body),
    );
    const parsed = comparable(answer.status, answer.text);
    const token = tokenSchema.safeParse(parsed.body);
    if (token.success && token.data.refresh_token !== '') {
      bearers['<access token from before the refresh>'] ??= token.data.access_token;
      refreshTokens.push(token.data.refresh_token);
    }
    const ours = createdSchema.safeParse(parsed.body);
    const theirs = createdSchema.safeParse(response.body);
    if (ours.success && theirs.success && request.method === 'POST')
      ids.set(theirs.data.data.id, ours.data.data.id);
    return comparable(answer.status, toTheirs(answer.text));
  };
};
