/** Whether this browser shows notifications for this page, followed while the page is open. */
import { useSyncExternalStore } from 'react';

/** `ask`: the agent has not been asked; `insecure`: browsers allow it over HTTPS only; `missing`: this browser has none. */
export type NotificationAccess = 'ask' | 'allowed' | 'blocked' | 'insecure' | 'missing';

export const notificationAccess = (
  page: { isSecureContext: boolean },
  permission: NotificationPermission | null,
): NotificationAccess => {
  if (permission === null) return 'missing';
  if (!page.isSecureContext) return 'insecure';
  if (permission === 'default') return 'ask';
  return permission === 'granted' ? 'allowed' : 'blocked';
};

const read = (): NotificationAccess =>
  notificationAccess(window, 'Notification' in window ? Notification.permission : null);

const subscribe = (changed: () => void): (() => void) => {
  const gone = new AbortController();
  void navigator.permissions.query({ name: 'notifications' }).then(
    (status) => status.addEventListener('change', changed, { signal: gone.signal }),
    // A browser that can not tell: it is read anew with each drawing.
    () => undefined,
  );
  return () => gone.abort();
};

export const useNotificationAccess = (): NotificationAccess => useSyncExternalStore(subscribe, read);
