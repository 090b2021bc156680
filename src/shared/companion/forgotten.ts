/** Somebody's number was erased at the relay on demand: what this desktop has of his calls goes, too. */
import type { Logger } from '../logger';
import type { ServerMessage } from '../protocol/messages';

const forgottenIn = (message: ServerMessage): readonly string[] =>
  message.type === 'calls_forgotten'
    ? message.callIds
    : message.type === 'registered'
      ? (message.forgotten ?? [])
      : [];

/** What lets go of calls; each may be told of calls that it never had. */
type Keeper = (callIds: readonly string[]) => unknown;

export const createForgetting =
  (keepers: readonly Keeper[], log: Logger) =>
  (message: ServerMessage): void => {
    const callIds = forgottenIn(message);
    if (callIds.length === 0) return;
    for (const forget of keepers)
      Promise.resolve(callIds)
        .then((ids) => forget(ids))
        .catch((error: unknown) =>
          log.warn('what is kept of forgotten calls could not be removed', { error }),
        );
  };
