import i18next from 'i18next';
import type { CompanionState } from '../../shared/ipc/state';
import { nameOf, numberOf } from '../lib/pop-view';

/** One quiet notification for what has a card, while the page is out of sight, and for what has none by the agent's choice. */
export const createAnnouncer = (): ((state: CompanionState) => void) => {
  const told = new Set<string>();
  return (state) => {
    const all = [...state.pops, ...state.notices];
    const known = new Set(all.map(({ messageId }) => messageId));
    for (const id of told) if (!known.has(id)) told.delete(id);
    for (const pop of all) {
      if (told.has(pop.messageId)) continue;
      told.add(pop.messageId);
      const call = state.calls.find(({ id }) => id === pop.callId);
      const isSeen = document.visibilityState !== 'hidden' && state.pops.includes(pop);
      const wanted = state.settings.notifications && !isSeen;
      if (!call || pop.closing || !wanted || !('Notification' in window)) continue;
      if (Notification.permission !== 'granted') continue;
      const name = nameOf(call, state.crm[call.id], i18next.t);
      const number = numberOf(call, i18next.t);
      const notification = new Notification(name, {
        tag: pop.callId,
        body: [name === number ? null : number, call.queue].filter(Boolean).join(' · '),
      });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
      });
    }
  };
};
