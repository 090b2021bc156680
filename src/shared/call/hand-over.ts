/**
 * What an AI agent told when it handed a call over, as the dialplan passes it on: `name=value` pairs joined by `&`, each value
 * percent-encoded (Asterisk's URIENCODE), e.g. `from=PJSIP%2Felevenlabs-00000001&reason=Lieferung%204711`. The values come
 * from SIP headers, so anybody may have written them: text is all they can become. Pure.
 */
import type { HandOver } from './call';

export interface ToldHandOver {
  /** The channel that handed over, e.g. `PJSIP/elevenlabs-00000001`. */
  from: string;
  /** Empty where it was not told. */
  conversationId: string;
  agentId: string;
  summary: string | null;
  facts: HandOver['facts'];
}

const limits = { data: 8_192, pairs: 24, facts: 8, fact: 200, summary: 1_000 };

/** Control characters, and those that turn the direction of a text or show nothing. */
// eslint-disable-next-line no-control-regex -- these are what must not be shown
const unshown = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]/g;

const plainText = (text: string, maxChars: number): string => {
  const chars = Array.from(text.replace(unshown, ' ').replace(/\s+/g, ' ').trim());
  if (chars.length <= maxChars) return chars.join('');
  return `${chars
    .slice(0, maxChars - 1)
    .join('')
    .trimEnd()}…`;
};

/** Damaged escapes stay as they are; bytes that are no UTF-8 go. */
const percentDecoded = (text: string): string => {
  const bytes: number[] = [];
  const utf8 = new TextEncoder();
  for (const part of text.match(/%[0-9a-f]{2}|[^%]+|%/gi) ?? [])
    if (part.length === 3 && part.startsWith('%')) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...utf8.encode(part));
  return new TextDecoder().decode(Uint8Array.from(bytes));
};

/** A header itself may be percent-encoded, for SIP has no other spelling of an umlaut that every box lets through. */
const headerText = (text: string): string =>
  /%[0-9a-f]{2}/i.test(text) && !/%(?![0-9a-f]{2})/i.test(text) ? percentDecoded(text) : text;

const pairsOf = (text: string, separator: string | RegExp): [name: string, value: string][] =>
  text.split(separator, limits.pairs).flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=');
    return equals < 1 ? [] : [[pair.slice(0, equals).trim(), pair.slice(equals + 1)]];
  });

const parsedObject = (text: string): [string, string][] => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value)
      .slice(0, limits.pairs)
      .flatMap(([name, one]): [string, string][] =>
        typeof one === 'string' || typeof one === 'number' ? [[name, String(one)]] : [],
      );
  } catch {
    return [];
  }
};

/** RFC 7433: `56a390;encoding=hex`, hex where nothing is said and it can be; also quoted text, as some write it. */
const userToUserText = (header: string): string => {
  const [, quoted, bare = ''] = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^;,\s]*))/.exec(header) ?? [];
  const data = quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1');
  const encoding = /;\s*encoding\s*=\s*"?(\w+)/i.exec(header)?.[1]?.toLowerCase();
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(data);
  if (!isHex || (encoding !== undefined && encoding !== 'hex')) return headerText(data);
  const text = percentDecoded(data.replace(/../g, '%$&'));
  // Digits that are hex by chance, e.g. an order's number.
  return encoding === 'hex' || !text.match(unshown) ? text : data;
};

/** JSON, pairs, or the conversation's id alone: what a person sets up who has one header for everything. */
const userToUser = (header: string): [string, string][] => {
  const text = userToUserText(header);
  const pairs = parsedObject(text);
  if (pairs.length > 0) return pairs;
  if (text.includes('=')) return pairsOf(text, /[;&]/).map(([name, value]) => [name, headerText(value)]);
  return [[text.startsWith('conv_') ? 'conversation_id' : 'note', text]];
};

/** A transfer's target may carry the headers of the call to be made: `<sip:1001@pbx?User-to-User=...&X-Reason=...>`. */
const targetHeaders = (referTo: string): [string, string][] =>
  pairsOf(/\?([^>]*)/.exec(referTo)?.[1] ?? '', '&').map(([name, value]) => [name, percentDecoded(value)]);

/** `X-Conversation-ID`, `sip_conversation_id`, `system__conversation_id`: one name. */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^(?:system__|sip_)?(?:x_)?/, '');

const plainId = (text: string): string => (/^[\w.-]{1,100}$/.test(text) ? text : '');

/** @param data as the dialplan wrote it; null and whatever makes no sense is nothing told */
export const readHandOver = (data: string | null): ToldHandOver => {
  const told: ToldHandOver = { from: '', conversationId: '', agentId: '', summary: null, facts: [] };
  const take = (name: string, value: string): void => {
    if (name === 'conversation_id') told.conversationId ||= plainId(value.trim());
    else if (name === 'agent_id') told.agentId ||= plainId(value.trim());
    else if (name === 'summary') told.summary ??= plainText(value, limits.summary) || null;
    else if (/^[a-z][a-z0-9_]{0,39}$/.test(name) && told.facts.length < limits.facts) {
      const text = plainText(value, limits.fact);
      if (text !== '' && !told.facts.some((fact) => fact.name === name))
        told.facts.push({ name, value: text });
    }
  };
  const takeHeader = (name: string, value: string): void => {
    if (name !== 'uui' && name !== 'user_to_user') take(name, headerText(value));
    else for (const [key, one] of userToUser(value)) take(plainName(key), one);
  };
  for (const [rawName, raw] of pairsOf((data ?? '').slice(0, limits.data), '&')) {
    const name = plainName(rawName);
    const value = percentDecoded(raw);
    if (name === 'from') told.from = plainText(value, limits.fact);
    else if (name === 'refer_to')
      for (const [key, one] of targetHeaders(value)) takeHeader(plainName(key), one);
    else takeHeader(name, value);
  }
  return told;
};

/** `elevenlabs` of `PJSIP/elevenlabs-0000001f`. */
export const trunkOf = (channelName: string): string =>
  channelName.replace(/^[^/]*\//, '').replace(/-[0-9a-f]+(?:;[12])?$/, '');
