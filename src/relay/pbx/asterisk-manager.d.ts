/** asterisk-manager 0.2.0 has no types of its own; these are the parts that the guard uses, as its source has them. */
declare module 'asterisk-manager' {
  import type { NetConnectOpts } from 'node:net';

  type ActionCallback = (error: unknown, answer: unknown) => void;

  interface Manager {
    /** Hands its first argument to `net.createConnection` unseen, so an options object serves too. */
    connect(target: number | NetConnectOpts, host: string, onOpen: () => void): void;
    /** Sends user and secret as given to the factory; afterwards `action` no longer holds actions back. */
    login(callback: (error?: unknown) => void): void;
    /** @returns the ActionID, which is also the name of the event that `callback` waits for */
    action(headers: Record<string, string>, callback: ActionCallback): string;
    disconnect(): void;
    on(event: 'close' | 'connect' | 'end' | 'managerevent', listener: () => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    removeListener(event: string, listener: ActionCallback): void;
    removeAllListeners(): void;
  }

  /** Without a port it does not connect by itself. */
  export default function createManager(
    port: null,
    host: string,
    username: string,
    secret: string,
    events: boolean,
  ): Manager;
}
