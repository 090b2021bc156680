import { Notification } from 'electron';
import type { CompanionState, Pop } from '../../shared/ipc/state';

export interface Notifications {
  render(state: CompanionState): void;
}

const text = (state: CompanionState, pop: Pop): { title: string; body: string } => {
  const call = state.calls.find(({ id }) => id === pop.callId);
  if (!call) return { title: 'Incoming call', body: '' };
  const name = call.contact?.name ?? call.remote.name;
  return {
    title: call.queue === null ? 'Incoming call' : `Incoming call · ${call.queue}`,
    body: name === null ? call.remote.display : `${name}\n${call.remote.display}`,
  };
};

/** The desktop's own notification beside the pop: silent, because the phone rings already; gone with the pop. */
export const createNotifications = (open: (callId: string) => void): Notifications => {
  const shown = new Map<string, Notification>();

  const show = (state: CompanionState, pop: Pop): void => {
    const notification = new Notification({ ...text(state, pop), silent: true });
    notification.on('click', () => open(pop.callId));
    shown.set(pop.messageId, notification);
    notification.show();
  };

  return {
    render: (state) => {
      const wanted = new Map(
        state.pops.filter(({ closing }) => closing === null).map((pop) => [pop.messageId, pop]),
      );
      for (const [id, notification] of shown) {
        if (wanted.has(id)) continue;
        notification.close();
        shown.delete(id);
      }
      if (!state.settings.notifications || !Notification.isSupported()) return;
      for (const [id, pop] of wanted) if (!shown.has(id)) show(state, pop);
    },
  };
};
