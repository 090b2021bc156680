/** Puts a tab's face on: title, icon, and the count on the icon of the installed app. */
import i18next from 'i18next';
import idle from '../../../resources/icons/mark.svg?no-inline';
import linkDown from '../../../resources/tray/link-down.svg?no-inline';
import paused from '../../../resources/tray/paused.svg?no-inline';
import ringing from '../../../resources/tray/ringing.svg?no-inline';
import talking from '../../../resources/tray/talking.svg?no-inline';
import type { CompanionState } from '../../shared/ipc/state';
import { tabFace } from './tab-face';

const icons = { idle, ringing, talking, paused, 'link-down': linkDown };

/** @returns takes each new state */
export const createTabFace = (): ((state: CompanionState) => void) => {
  let latest: CompanionState | null = null;
  let badge = 0;
  const draw = (): void => {
    if (latest === null) return;
    const { title, icon, missed } = tabFace(latest, i18next.t);
    document.title = title;
    const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (link && link.dataset.state !== icon) {
      link.dataset.state = icon;
      link.href = icons[icon];
    }
    if (missed === badge || !('setAppBadge' in navigator)) return;
    badge = missed;
    // Refused where the page is not installed as an app; then there is no badge to set.
    navigator.setAppBadge(missed).catch(() => undefined);
  };
  i18next.on('languageChanged', draw);
  return (state) => {
    latest = state;
    draw();
  };
};
