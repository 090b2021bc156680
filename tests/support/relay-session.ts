/** A desktop's session with a relay that does what a test says, on a clock that the test turns. */
import { createRelaySession } from '../../src/shared/companion/relay-session';
import type { Link } from '../../src/shared/ipc/state';
import { silentLogger } from '../../src/shared/logger';
import type { ServerMessage } from '../../src/shared/protocol/messages';
import { createFakeClock } from './fake-clock';
import { createFakeRelay } from './fake-relay-socket';

export const openSession = (random = () => 0.5, relayUrls = ['http://relay.test:3000']) => {
  const clock = createFakeClock();
  const relay = createFakeRelay();
  const messages: ServerMessage[] = [];
  const links: Link[] = [];
  const named: string[][] = [];
  let refused = 0;
  let ids = 0;
  const session = createRelaySession(
    { openSocket: relay.openSocket, clock, random, newId: () => `c${++ids}`, log: silentLogger },
    {
      relayUrls,
      takesRelays: true,
      token: 'secret-token',
      client: { name: 'test', version: '1.0.0' },
    },
    {
      onMessage: (message) => messages.push(message),
      onLink: (link) => links.push(link),
      onRefused: () => (refused += 1),
      onRelays: (urls) => named.push([...urls]),
    },
  );
  session.start();
  return { clock, relay, messages, links, named, session, refused: () => refused };
};
