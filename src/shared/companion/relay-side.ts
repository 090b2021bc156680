/** The one connection to the relay: opened, followed and ended, with what of the agent goes off the screen then. */
import type { Trouble } from '../error-reasons';
import type { CompanionState } from '../ipc/state';
import type { ServerMessage } from '../protocol/messages';
import { nobody, off } from './initial-state';
import { createRelaySession, type RelaySession } from './relay-session';
import { relayUrlsOf, relayUrlText } from './relay-urls';
import type { StateKeeper } from './state-keeper';
import type { CompanionDeps, Connection } from './types';

export const createRelaySide = (deps: {
  companion: CompanionDeps;
  keeper: StateKeeper;
  onMessage: (message: ServerMessage) => void;
  onConnected: () => void;
  onDown: (trouble: Trouble) => void;
  /** The relay does not take the token. @returns whether the agent is signed out by that */
  onRefused: () => boolean;
  /** Nobody is signed in any more. @returns what is left to show */
  onClear: () => Partial<CompanionState>;
}) => {
  const { companion, keeper } = deps;
  const { log } = companion;
  let connection: Connection | null = null;
  let session: RelaySession | null = null;

  /** Takes everything of this agent off the screen. */
  const clear = (patch: Partial<CompanionState>): void => {
    session = null;
    connection = null;
    keeper.update({ ...nobody, ...deps.onClear(), links: { ...keeper.state().links, pbx: [] }, ...patch });
  };

  return {
    /** As it was opened. */
    connection: (): Connection | null => connection,
    /** With the relay that it is connected to, where there are several. */
    connected: (): Connection | null =>
      connection && { ...connection, relayUrl: session?.relayUrl() ?? connection.relayUrl },
    session: (): RelaySession | null => session,
    open: (next: Connection): void => {
      session?.stop();
      connection = next;
      session = createRelaySession(
        companion,
        {
          relayUrls: relayUrlsOf(next.relayUrl) ?? [next.relayUrl],
          token: next.token,
          client: companion.client,
          // A page may ask the relay that it came from, and no other.
          takesRelays: companion.platform === 'electron',
        },
        {
          onMessage: deps.onMessage,
          onLink: (relay) => {
            keeper.update({ links: { ...keeper.state().links, relay } });
            if (relay.state === 'connected') deps.onConnected();
            if (relay.state === 'down') deps.onDown(relay);
          },
          onRefused: () => {
            // The link keeps the reason.
            if (deps.onRefused()) clear({ stage: 'needs-token' });
          },
          onRelays: (urls) => {
            const relayUrl = relayUrlText(urls);
            connection = { ...next, relayUrl };
            keeper.update({ relayUrl });
            companion
              .saveRelayUrl?.(relayUrl)
              .catch((error: unknown) => log.warn('the list of relays was not kept', { error }));
          },
        },
      );
      session.start();
    },
    forget: (): void => {
      session?.stop();
      clear({ links: { ...keeper.state().links, relay: off, pbx: [] } });
    },
    stop: (): void => session?.stop(),
  };
};
