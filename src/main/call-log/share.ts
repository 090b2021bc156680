/** Which desktop logs a call where the relay has no CRM. Pure. */
import type { Call } from '../../shared/call/call';
import type { Agent } from '../../shared/protocol/agent';

/** The first phone's desktop may be off; then the next one's logs it. All write the same record, so none is there twice. */
const stepMs = 60_000;

/**
 * How long this agent's desktop waits after the end of the call: whoever had it logs it at once, of a missed one the desktop of
 * the phone that rang first, the others one after the other.
 * @returns milliseconds; null: it is not this agent's to log
 */
export const shareOf = (
  call: Call,
  { pbxId, extensions }: Pick<Agent, 'pbxId' | 'extensions'>,
): number | null => {
  if (call.pbxId !== pbxId) return null;
  const had = call.owner ?? call.answeredBy.at(-1) ?? null;
  if (had !== null) return extensions.includes(had) ? 0 : null;
  const phones = [...new Set(call.legs.map(({ extension }) => extension))];
  const place = phones.findIndex((phone) => extensions.includes(phone));
  return place < 0 ? null : place * stepMs;
};
