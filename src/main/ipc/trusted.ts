/** What is looked at to decide who speaks; Electron's `IpcMainInvokeEvent` has this shape. */
export interface IpcSender {
  readonly sender: { readonly id: number; readonly mainFrame: unknown };
  readonly senderFrame: { readonly url: string } | null;
}

/**
 * Only the top frame of one of our own windows, showing one of our own pages, is heard: not an iframe that found its
 * way in, not a page that was navigated away, not a window we did not make.
 */
export const createTrust =
  (origin: string, ownWindows: () => readonly number[]) =>
  ({ sender, senderFrame }: IpcSender): boolean =>
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    ownWindows().includes(sender.id) &&
    (senderFrame.url === origin || senderFrame.url.startsWith(`${origin}/`));
