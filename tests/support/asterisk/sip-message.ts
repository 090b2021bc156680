/** SIP messages as text (RFC 3261), as much of it as one phone on one machine needs. */
import { createHash, randomBytes } from 'node:crypto';

export type SipHeader = readonly [name: string, value: string];

export interface SipMessage {
  /** Null in a response. */
  method: string | null;
  /** 0 in a request. */
  status: number;
  reason: string;
  headers: readonly SipHeader[];
  body: string;
}

/** The compact spellings that Asterisk may use. */
const longNames = new Map([
  ['v', 'via'],
  ['f', 'from'],
  ['t', 'to'],
  ['i', 'call-id'],
  ['m', 'contact'],
  ['l', 'content-length'],
  ['c', 'content-type'],
  ['r', 'refer-to'],
]);

export const parseSip = (data: Buffer): SipMessage => {
  const text = data.toString('utf8');
  const cut = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = (cut < 0 ? text : text.slice(0, cut)).split('\r\n');
  const headers = lines.flatMap((line): SipHeader[] => {
    const colon = line.indexOf(':');
    if (colon < 1) return [];
    const name = line.slice(0, colon).trim().toLowerCase();
    return [[longNames.get(name) ?? name, line.slice(colon + 1).trim()]];
  });
  const body = cut < 0 ? '' : text.slice(cut + 4);
  const answer = /^SIP\/2\.0 (\d+) (.*)$/.exec(first);
  return answer
    ? { method: null, status: Number(answer[1]), reason: answer[2] ?? '', headers, body }
    : { method: first.split(' ')[0] ?? '', status: 0, reason: '', headers, body };
};

export const writeSip = (firstLine: string, headers: readonly SipHeader[], body = ''): string =>
  [
    firstLine,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');

/** All of a header, in order; `name` in lower case. */
export const headersOf = (message: SipMessage, name: string): string[] =>
  message.headers.filter(([key]) => key === name).map(([, value]) => value);

export const headerOf = (message: SipMessage, name: string): string => headersOf(message, name)[0] ?? '';

/** A parameter such as `tag` or `branch`. */
export const paramOf = (value: string, name: string): string | null =>
  new RegExp(`;\\s*${name}=([^;>\\s]+)`, 'i').exec(value)?.[1] ?? null;

export const uriOf = (value: string): string =>
  /<([^>]+)>/.exec(value)?.[1] ?? value.replace(/;.*$/, '').trim();

export const newId = (bytes = 8): string => randomBytes(bytes).toString('hex');

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The answer to a 401 or 407: MD5 digest, with `qop` where it is asked for (RFC 2617, what PJSIP speaks). */
export const authorization = (
  challenge: SipMessage,
  { method, uri, user, password }: { method: string; uri: string; user: string; password: string },
): SipHeader => {
  const proxy = challenge.status === 407;
  const wanted = headerOf(challenge, proxy ? 'proxy-authenticate' : 'www-authenticate');
  const field = (name: string) => new RegExp(`${name}="?([^",]+)"?`, 'i').exec(wanted)?.[1];
  const [realm = '', nonce = '', opaque] = [field('realm'), field('nonce'), field('opaque')];
  const [count, ownNonce] = ['00000001', newId(4)];
  const [secret, request] = [md5(`${user}:${realm}:${password}`), md5(`${method}:${uri}`)];
  const qop = /qop=/i.test(wanted);
  const middle = qop ? `${nonce}:${count}:${ownNonce}:auth` : nonce;
  const value = [
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}"`,
    `response="${md5(`${secret}:${middle}:${request}`)}", algorithm=MD5`,
    ...(qop ? [`qop=auth, nc=${count}, cnonce="${ownNonce}"`] : []),
    ...(opaque ? [`opaque="${opaque}"`] : []),
  ].join(', ');
  return [proxy ? 'Proxy-Authorization' : 'Authorization', value];
};
