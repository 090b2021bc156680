import { ipcMain } from 'electron';
import { callChannels } from '../../shared/ipc/channels';
import type { Handlers, Reply } from '../../shared/ipc/contract';
import { createDispatch } from '../../shared/ipc/dispatch';
import type { Logger } from '../../shared/logger';
import type { IpcSender } from './trusted';

const refused: Reply<never> = {
  ok: false,
  error: { code: 'forbidden', message: 'This page may not speak to the Companion.' },
};

/** Sender check -> parse -> handler -> parse -> `Reply`, for every channel of the contract. */
export const registerHandlers = (
  handlers: Handlers,
  isTrusted: (sender: IpcSender) => boolean,
  log: Logger,
): void => {
  const dispatch = createDispatch(handlers, log);
  for (const channel of callChannels) {
    ipcMain.handle(channel, (event, input: unknown) => {
      if (isTrusted(event)) return dispatch(channel, input);
      log.warn('a call from a foreign frame was refused', { channel });
      return refused;
    });
  }
};
