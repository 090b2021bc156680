import i18next from 'i18next';
import type { CompanionState } from '../../shared/ipc/state';
import { nameOf, numberOf } from '../lib/pop-view';

/** One quiet notification per pop, only while the page itself is out of sight. */
export const createAnnouncer = (): ((state: CompanionState) => void) => {
  const told = new Set<string>();
  return (state) => {
    const known = new Set(state.pops.map(({ messageId }) => messageId));
    for (const id of told) if (!known.has(id)) told.delete(id);
    for (const pop of state.pops) {
      if (told.has(pop.messageId)) continue;
      told.add(pop.messageId);
      const call = state.calls.find(({ id }) => id === pop.callId);
      const wanted = state.settings.notifications && document.visibilityState === 'hidden';
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
