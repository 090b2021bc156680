import { join } from 'node:path';
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron';
import { quietFor } from '../../shared/companion/showing';
import type { Payload } from '../../shared/ipc/contract';
import type { Update } from '../../shared/ipc/app';
import type { CompanionState, Settings } from '../../shared/ipc/state';
import type { Say } from '../i18n';
import { trayView, type TrayView } from './tray-view';

export interface TrayDeps {
  /** Folder with one image per state. */
  images: string;
  /** In the agent's language, as it is now. */
  say: () => Say;
  locale: () => string;
  show: (target: Payload<'window:navigate'>) => void;
  setQuiet: (quiet: Settings['quiet']) => void;
  /** Into the update that is ready, when that disturbs nothing. */
  restart: () => void;
  quit: () => void;
}

export interface TrayIcon {
  render(state: CompanionState): void;
  setUpdate(update: Update): void;
  destroy(): void;
}

export const createTray = ({ images, say, locale, show, setQuiet, restart, quit }: TrayDeps): TrayIcon => {
  const load = (name: TrayView['image']) => nativeImage.createFromPath(join(images, `${name}.png`));
  const tray = new Tray(load('idle'));
  let shown: TrayView & { key: string } = { image: 'idle', tooltip: '', callId: null, key: '' };

  const open = (): void => show({ view: 'history', ...(shown.callId !== null && { callId: shown.callId }) });
  const quietItems = (isOn: boolean): MenuItemConstructorOptions[] => {
    const words = say();
    const item = (label: string, minutes: number | null): MenuItemConstructorOptions => ({
      label,
      click: () => setQuiet(quietFor(minutes, Date.now())),
    });
    return [
      item(words('quietHalf'), 30),
      item(words('quietHour'), 60),
      item(words('quietOpen'), null),
      { label: words('quietOff'), enabled: isOn, click: () => setQuiet(null) },
    ];
  };
  const menu = (tooltip: string, isQuiet: boolean) => {
    const words = say();
    return Menu.buildFromTemplate([
      { label: tooltip, enabled: false },
      { type: 'separator' },
      { label: words('openApp'), click: open },
      { label: words('quiet'), submenu: quietItems(isQuiet) },
      ...(ready === null ? [] : [{ label: words('updateTo', { version: ready }), click: restart }]),
      { label: words('settings'), click: () => show({ view: 'settings' }) },
      { type: 'separator' },
      { label: words('quit'), click: quit },
    ]);
  };

  let ready: string | null = null;
  let last: CompanionState | null = null;
  const render = (state: CompanionState): void => {
    last = state;
    const view = trayView(state, say(), locale());
    const isQuiet = state.quiet.by === 'own';
    const key = JSON.stringify([view, isQuiet, ready, locale()]);
    if (shown.key === key) return;
    if (shown.image !== view.image) tray.setImage(load(view.image));
    tray.setToolTip(view.tooltip);
    // Linux shows a menu as it was when it was set.
    tray.setContextMenu(menu(view.tooltip, isQuiet));
    shown = { ...view, key };
  };

  tray.on('click', open);
  return {
    render,
    setUpdate: ({ stage, version }) => {
      const next = stage === 'ready' ? version : null;
      if (next === ready) return;
      ready = next;
      if (last) render(last);
    },
    destroy: () => tray.destroy(),
  };
};
