import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { CompanionState } from '../../shared/ipc/state';
import { trayView, type TrayView } from './tray-view';

export interface TrayDeps {
  /** Folder with one image per state. */
  images: string;
  show: (view: 'history' | 'settings') => void;
  quit: () => void;
}

export interface TrayIcon {
  render(state: CompanionState): void;
  destroy(): void;
}

export const createTray = ({ images, show, quit }: TrayDeps): TrayIcon => {
  const load = (name: TrayView['image']) => nativeImage.createFromPath(join(images, `${name}.png`));
  const tray = new Tray(load('idle'));
  let shown: TrayView | null = null;

  const menu = ({ tooltip }: TrayView) =>
    Menu.buildFromTemplate([
      { label: tooltip, enabled: false },
      { type: 'separator' },
      { label: 'Open CTI Companion', click: () => show('history') },
      { label: 'Settings', click: () => show('settings') },
      { type: 'separator' },
      { label: 'Quit', click: quit },
    ]);

  tray.on('click', () => show('history'));
  return {
    render: (state) => {
      const view = trayView(state);
      if (shown?.image === view.image && shown.tooltip === view.tooltip) return;
      if (shown?.image !== view.image) tray.setImage(load(view.image));
      tray.setToolTip(view.tooltip);
      // Linux shows a menu as it was when it was set.
      tray.setContextMenu(menu(view));
      shown = view;
    },
    destroy: () => tray.destroy(),
  };
};
