import { BrowserWindow } from 'electron';
import type { Payload, PushChannel } from '../../shared/ipc/contract';

/** Tells all windows; one whose page has just crashed asks anew once it is back. */
export const toWindows = <C extends PushChannel>(channel: C, payload: Payload<C>): void => {
  for (const window of BrowserWindow.getAllWindows())
    if (!window.isDestroyed() && !window.webContents.isCrashed()) window.webContents.send(channel, payload);
};
