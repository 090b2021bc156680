import type { CompanionState, Pop } from '../../shared/ipc/state';
import type { Say } from '../i18n';

/** What the card would say, in two or three lines. */
export const noticeText = (
  state: Pick<CompanionState, 'calls' | 'crm'>,
  { callId }: Pick<Pop, 'callId'>,
  say: Say,
): { title: string; body: string } => {
  const call = state.calls.find(({ id }) => id === callId);
  if (!call) return { title: say('incoming'), body: '' };
  const crm = state.crm[callId];
  // As on the card: once the agent's own CRM has answered, it alone counts.
  const contact = crm?.context?.contact ?? (crm?.status === 'unknown' ? null : call.contact);
  const number = call.remote.anonymous || call.remote.number === null ? say('withheld') : call.remote.display;
  const name = contact?.name ?? call.remote.name;
  const account = contact?.account === contact?.name ? null : (contact?.account ?? null);
  return {
    title: name ?? number,
    body: [
      call.queue === null ? say('incoming') : say('incomingQueue', { queue: call.queue }),
      [name === null ? null : number, account].filter(Boolean).join(' · '),
    ]
      .filter(Boolean)
      .join('\n'),
  };
};
