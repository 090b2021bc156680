import type { Bridge } from '../../shared/ipc/contract';

declare global {
  interface Window {
    /** Put there by the preload; absent in a browser. */
    bridge?: Bridge;
  }
}

/** Electron's bridge where there is one, else the browser's own, loaded only then. */
export const findBridge = async (): Promise<Bridge> => {
  if (window.bridge) return window.bridge;
  const { createWebBridge } = await import('./web-bridge');
  return createWebBridge();
};
