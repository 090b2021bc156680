import { Notification } from 'electron';
import type { CompanionState, Pop } from '../../shared/ipc/state';
import type { Say } from '../i18n';
import { noticeText } from './notice-text';

export interface Notifications {
  render(state: CompanionState): void;
}

/**
 * The desktop's own notification where the agent wants no card: what the card would say, silent because the phone rings already,
 * gone when it stops ringing. A name that comes late makes it anew, because none can be changed.
 */
export const createNotifications = (say: () => Say, open: (callId: string) => void): Notifications => {
  const shown = new Map<string, { text: string; notification: Notification }>();

  const show = (state: CompanionState, notice: Pop): void => {
    const content = noticeText(state, notice, say());
    const text = JSON.stringify(content);
    const former = shown.get(notice.messageId);
    if (former?.text === text) return;
    former?.notification.close();
    const notification = new Notification({ ...content, silent: true });
    notification.on('click', () => open(notice.callId));
    shown.set(notice.messageId, { text, notification });
    notification.show();
  };

  return {
    render: (state) => {
      const wanted = new Set(state.notices.map(({ messageId }) => messageId));
      for (const [id, { notification }] of shown) {
        if (wanted.has(id)) continue;
        notification.close();
        shown.delete(id);
      }
      if (!Notification.isSupported()) return;
      for (const notice of state.notices) show(state, notice);
    },
  };
};
