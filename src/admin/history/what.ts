import type { Call } from '../../shared/call/call';
import type { T } from '../i18n';
import type { NameOf } from '../lib/who';

/** A call that a customer made and that nobody took. */
export const isMissed = (call: Call): boolean =>
  call.state === 'ended' &&
  call.direction === 'inbound' &&
  call.outcome !== null &&
  call.outcome !== 'answered' &&
  call.outcome !== 'voicemail';

/** What became of a call, in one line, as seen by the house. */
export const whatBecame = (call: Call, nameOf: NameOf, t: T): string => {
  const who = (extension: string): string => nameOf(call.pbxId, extension);
  if (call.state !== 'ended') return t('outcome.running');
  if (call.outcome === null) return t('outcome.unknown');
  if (call.outcome === 'answered' && call.direction === 'inbound') {
    const [first] = call.answeredBy;
    return first === undefined ? t('outcome.answered') : t('outcome.answeredBy', { who: who(first) });
  }
  const caller =
    call.direction === 'inbound' ? undefined : call.legs.find(({ rangAt }) => rangAt === null)?.extension;
  if (caller === undefined) return t(`outcome.${call.outcome}`);
  const placed = t('outcome.calledBy', { who: who(caller) });
  return call.outcome === 'answered' ? placed : `${placed} · ${t(`outcome.${call.outcome}`)}`;
};
