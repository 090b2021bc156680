/** What a desktop is given when it signs in, and what it may ask for: his own, and nothing else. */
import type { Call } from '../../shared/call/call';
import { AppError } from '../../shared/errors';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { Agent } from '../../shared/protocol/agent';
import { err } from '../../shared/result';
import { createCallActions } from '../agents/call-actions';
import { ownCalls, ownForgotten } from '../agents/hub';
import type { SocketDeps } from '../agents/socket-server';
import type { CallBook } from '../calls/call-book';
import type { RelayService } from '../http/service';
import type { PbxLink } from '../pbx/port';
import type { Store } from '../store/port';

const snapshotLimit = 200;
const forgottenLimit = 5_000;

export const createDesk = (deps: {
  book: Pick<CallBook, 'active'>;
  store: Pick<Store, 'endedSince' | 'forgottenSince'>;
  /** As agents see a call. */
  view: (call: Call) => Call;
  dial: RelayService['dial'];
  links: readonly Pick<PbxLink, 'id' | 'call' | 'control'>[];
  clock: Clock;
  logger: Logger;
}): Pick<SocketDeps, 'snapshot' | 'forgotten' | 'dial' | 'control'> => {
  const { book, store, view } = deps;
  const endedSince = ({ pbxId, extensions }: Agent, since: string): Call[] =>
    store.endedSince(pbxId, extensions, since, snapshotLimit);
  return {
    snapshot: (agent, lastSeenAt) => ({
      live: ownCalls(book.active(), agent).map(view),
      ended: lastSeenAt === undefined ? [] : endedSince(agent, lastSeenAt).map(view),
    }),
    // A desktop that starts afresh may have notes and choices of former days.
    forgotten: (agent, lastSeenAt) =>
      ownForgotten(
        store.forgottenSince(lastSeenAt === undefined ? 0 : Date.parse(lastSeenAt), forgottenLimit),
        agent,
      ),
    dial: async (agent, extension, number) =>
      extension === undefined || agent.extensions.includes(extension)
        ? deps.dial({ agentId: agent.id, extension }, number)
        : err(new AppError('forbidden', 'You can dial on your own extensions only.')),
    control: createCallActions(deps),
  };
};
