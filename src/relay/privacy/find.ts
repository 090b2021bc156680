/**
 * Finds all that the store has of a number. It reads every record, a few at a time, so that calls go on meanwhile; a number
 * may stand in words that no index has.
 */
import { callSchema, type Call } from '../../shared/call/call';
import type { NumberSearch } from '../../shared/phone/search';
import { cluesOf, failureCluesOf } from '../ai/clues';
import { readWebhook } from '../ai/webhook';
import { strikeOut } from './strike';
import type { PersonalKind, PersonalText, PrivacyStore } from '../store/privacy-port';

export interface Found {
  callIds: Set<string>;
  conversationIds: Set<string>;
  /** Records of others that name the number. */
  mentions: { kind: PersonalKind; id: string; callId: string | null }[];
}

const atOnce = 100;

/** The customer of a call, or who took it outside the house: an agent's phone or the company's own number is nobody's. */
const isParty = ({ direction, remote, dialled }: Call, { isNumber }: NumberSearch): boolean =>
  isNumber(remote.number) || isNumber(remote.name) || (direction !== 'inbound' && isNumber(dialled));

/** The other end of an AI conversation, as its provider names it. */
const isExternal = (body: string, { isNumber }: NumberSearch): boolean => {
  const webhook = readWebhook(body);
  if (webhook.kind === 'transcription') return isNumber(cluesOf(webhook.data).number);
  return webhook.kind === 'failure' && isNumber(failureCluesOf(webhook.data).number);
};

/** `breathe` is awaited between two stretches. */
export const findNumber = async (
  store: Pick<PrivacyStore, 'personalTexts'>,
  search: NumberSearch,
  breathe: () => Promise<void>,
): Promise<Found> => {
  const found: Found = { callIds: new Set(), conversationIds: new Set(), mentions: [] };
  const { callIds, conversationIds } = found;
  const each = async (kind: PersonalKind, look: (record: PersonalText) => void): Promise<void> => {
    let after: string | null = null;
    for (;;) {
      const page = store.personalTexts(kind, after, atOnce);
      page.forEach(look);
      after = page.at(-1)?.id ?? null;
      if (page.length < atOnce) return;
      await breathe();
    }
  };
  const mention = ({ kind, id, callId, text }: PersonalText): void => {
    if (strikeOut(text, search) !== null) found.mentions.push({ kind, id, callId });
  };

  const webhooks: { id: string; conversationId: string | null }[] = [];
  await each('webhook', ({ id, conversationId, text }) => {
    if (conversationId !== null && isExternal(text, search)) conversationIds.add(conversationId);
    else if (strikeOut(text, search) !== null) webhooks.push({ id, conversationId });
  });
  await each('conversation', ({ callId, conversationId }) => {
    if (callId !== null && conversationId !== null && conversationIds.has(conversationId))
      callIds.add(callId);
  });
  await each('call', (record) => {
    const call = callSchema.parse(JSON.parse(record.text));
    const isHis = isParty(call, search) || (call.ai !== null && conversationIds.has(call.ai.conversationId));
    if (isHis) callIds.add(call.id);
    else if (!callIds.has(call.id)) mention(record);
  });
  await each('conversation', (record) => {
    const { callId, conversationId } = record;
    if (callId !== null && callIds.has(callId) && conversationId !== null)
      conversationIds.add(conversationId);
    else mention(record);
  });
  for (const kind of ['events', 'note', 'writtenNote'] as const)
    await each(kind, (record) => {
      if (record.callId === null || !callIds.has(record.callId)) mention(record);
    });
  for (const { id, conversationId } of webhooks)
    if (conversationId === null || !conversationIds.has(conversationId))
      found.mentions.push({ kind: 'webhook', id, callId: null });
  return found;
};
