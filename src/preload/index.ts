/**
 * All that a window can reach of this computer: the contract's channels and nothing else. No zod in here, because the
 * preload is loaded before every page; main parses what comes, and what main sends it has parsed.
 */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { callChannels, pushChannels } from '../shared/ipc/channels';
import type { Bridge, Reply } from '../shared/ipc/contract';

const failure = (message: string): Reply<never> => ({ ok: false, error: { code: 'internal', message } });

// Untyped inside, because a context bridge hands over plain functions; `Bridge` types the window's end.
const bridge = {
  platform: 'electron',
  invoke: async (channel: string, input: unknown): Promise<unknown> => {
    if (!callChannels.has(channel)) return failure('This window asked for something unknown.');
    try {
      return await ipcRenderer.invoke(channel, input);
    } catch {
      return failure('The Companion did not answer. Please try again.');
    }
  },
  on: (channel: string, listener: (payload: unknown) => void): (() => void) => {
    if (!pushChannels.has(channel)) return () => undefined;
    const forward = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => void ipcRenderer.removeListener(channel, forward);
  },
} satisfies { [K in keyof Bridge]: unknown };

contextBridge.exposeInMainWorld('bridge', bridge);
