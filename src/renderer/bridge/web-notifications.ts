import i18next from 'i18next';
import type { Call } from '../../shared/call/call';
import type { CompanionState, Pop } from '../../shared/ipc/state';
import { nameOf, numberOf } from '../lib/pop-view';

/**
 * One quiet notification for what has a card while nobody sees it, and for what has none by the agent's choice. Where the
 * browser does not allow notifications there is none, and the page shows the call all the same.
 * @param isSeen whether somebody looks at the companion, in whichever tab
 */
export const createAnnouncer = (deps: {
  isSeen: () => Promise<boolean>;
  onClick: (callId: string) => void;
}): ((state: CompanionState) => void) => {
  const told = new Set<string>();
  const open = new Map<string, { shown: Notification; title: string }>();

  /** The same tag again takes the place of the one that is there, without a sound. */
  const show = (callId: string, title: string, body: string): void => {
    const shown = new Notification(title, {
      tag: callId,
      body,
      icon: new URL('app-256.png', location.href).href,
    });
    open.set(callId, { shown, title });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
      deps.onClick(callId);
    });
  };
  const textOf = (state: CompanionState, call: Call): [title: string, body: string] => {
    const title = nameOf(call, state.crm[call.id], i18next.t);
    const number = numberOf(call, i18next.t);
    return [title, [title === number ? null : number, call.queue].filter(Boolean).join(' · ')];
  };
  const announce = async (state: CompanionState, pop: Pop): Promise<void> => {
    const call = state.calls.find(({ id }) => id === pop.callId);
    if (!call || !state.settings.notifications || !('Notification' in window)) return;
    if (Notification.permission !== 'granted') return;
    if (state.pops.includes(pop) && (await deps.isSeen())) return;
    show(call.id, ...textOf(state, call));
  };

  return (state) => {
    const all = [...state.pops, ...state.notices];
    const known = new Set(all.map(({ messageId }) => messageId));
    for (const id of told) if (!known.has(id)) told.delete(id);
    for (const pop of all) {
      if (told.has(pop.messageId)) continue;
      told.add(pop.messageId);
      if (!pop.closing) void announce(state, pop);
    }
    for (const [callId, { shown, title }] of open) {
      const call = state.calls.find(({ id }) => id === callId);
      const isWanted = all.some((pop) => pop.callId === callId && pop.closing === null);
      if (!call || !isWanted) {
        // A colleague has it, or it is over: nobody should go for it any more.
        shown.close();
        open.delete(callId);
      } else if (textOf(state, call)[0] !== title) {
        show(callId, ...textOf(state, call));
      }
    }
  };
};
