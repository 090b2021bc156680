/**
 * The request of ElevenLabs when a conversation begins ("conversation initiation client data"), and the answer to it. Pure.
 * Nothing in a request is required, and there is an answer to each: without one the conversation may not begin at all.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import type { CrmMatch } from '../../crm/port';
import type { Call } from '../../shared/call/call';
import type { InitiationAnswer } from '../../shared/protocol/initiation';
import type { CallerFact, InitiationConfig } from '../config/elevenlabs-api';
import { headersOf, maxIdChars, type Clues } from './clues';
import { named, text } from './lenient';

const requestSchema = z.object({
  caller_id: text,
  called_number: text,
  agent_id: text,
  call_sid: text,
  // These come with a SIP trunk; the documented ones are those above.
  call_id: text,
  conversation_id: text,
  sip_headers: named,
});
export type InitiationRequest = z.infer<typeof requestSchema>;

export const readInitiation = (body: unknown): InitiationRequest =>
  requestSchema.parse(typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {});

const usable = (id: string | null | undefined): id is string =>
  Boolean(id) && (id ?? '').length <= maxIdChars;

/** Under what the webhook after the call can name this conversation. */
export const idsOf = ({ conversation_id, call_sid, call_id }: InitiationRequest): string[] =>
  [conversation_id, call_sid, call_id].filter(usable);

/** @param number the caller's, as the calls have it (E.164) */
export const initiationCluesOf = (
  request: InitiationRequest,
  { number, nowMs }: { number: string | null; nowMs: number },
): Clues => {
  const headers = headersOf(request.sip_headers);
  const ids = [
    { value: headers.get('linkedid'), how: 'header' as const },
    { value: headers.get('call_id'), how: 'header' as const },
    { value: request.call_sid, how: 'call-sid' as const },
    { value: request.call_id, how: 'call-sid' as const },
  ].flatMap(({ value, how }) => (usable(value) ? { value, how } : []));
  return {
    conversationId: request.conversation_id ?? '',
    pbxId: headers.get('pbx_id') ?? null,
    ids,
    number,
    agentNumber: request.called_number,
    direction: 'inbound',
    startedMs: nowMs,
    durationSeconds: 0,
    isCall: true,
  };
};

/** Names come from forms that anybody can fill in, and go into a prompt: one short line. */
const maxChars = 80;
const oneLine = (value: string | null | undefined): string =>
  (value ?? '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, maxChars);

interface Person {
  name: string | null;
  account: string | null;
}

/** Where several have the number, one of them must not be greeted by another's name. */
const personOf = (call: Call | null, match: CrmMatch | null): Person | null => {
  const contact = call?.contact ?? null;
  if (contact?.matchedBy === 'picked') return contact;
  if (match) {
    const { account } = match.contact;
    if (match.contact.others === 0) return match.contact;
    const all = match.others ?? [];
    const isShared = all.length > 0 && all.every((other) => other.contact.account === account);
    return { name: null, account: isShared ? account : null };
  }
  if (!contact) return null;
  return contact.others === 0 ? contact : { name: null, account: null };
};

/** ElevenLabs' name for what CLDR calls otherwise. */
const otherNames: Record<string, string> = { nb: 'no' };

const languageOf = (country: string, byCountry: Readonly<Record<string, string>>): string => {
  const given = byCountry[country];
  if (given !== undefined || country === '') return given ?? '';
  const { language } = new Intl.Locale('und', { region: country }).maximize();
  return language === 'und' ? '' : (otherNames[language] ?? language);
};

/** @param caller null tells nothing about anybody: every variable is there, and empty */
export const initiationAnswer = (
  caller: { number: string | null; call: Call | null; match: CrmMatch | null } | null,
  { variables, language: languages }: Pick<InitiationConfig, 'variables' | 'language'>,
): InitiationAnswer => {
  const { number = null, call = null, match = null } = caller ?? {};
  const person = personOf(call, match);
  const country = (number === null ? undefined : parsePhoneNumberFromString(number)?.country) ?? '';
  const language = languageOf(country, languages.byCountry);
  const facts: Record<CallerFact, string | boolean> = {
    name: oneLine(person?.name),
    account: oneLine(person?.account),
    known: person !== null,
    language,
    country,
    number: oneLine(number),
    queue: oneLine(call?.queue),
    dialled: oneLine(call?.dialled),
    linkedid: call?.linkedId ?? '',
    callId: call?.id ?? '',
  };
  return {
    type: 'conversation_initiation_client_data',
    dynamic_variables: Object.fromEntries(
      Object.entries(variables).map(([variable, fact]) => [variable, facts[fact]]),
    ),
    ...(languages.override.includes(language) && {
      conversation_config_override: { agent: { language } },
    }),
  };
};
