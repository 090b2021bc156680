import { legOf } from './tracker-legs';
import type { TrackerState } from './tracker-state';

/** A channel to a phone, as far as somebody who acts on it must know it. */
export interface PhoneChannel {
  /** Asterisk's key for it; names repeat after a restart. */
  uniqueId: string;
  extension: string;
  /** The PBX rings it. */
  rings: boolean;
  /** Its phone has put the other end on hold. */
  holds: boolean;
}

/** The living channels of these phones in a call; none where the call is over, or has left them. */
export const phoneChannels = (
  state: TrackerState,
  callId: string,
  extensions: readonly string[],
): PhoneChannel[] => {
  const call = state.calls.get(callId);
  if (!call || call.endedAt !== null) return [];
  return extensions.flatMap((extension) =>
    [...(legOf(call, extension)?.channels ?? [])].map((channel) => ({
      uniqueId: channel.uniqueId,
      extension,
      rings: channel.state === 'ringing' || (channel.state === 'down' && !channel.placed),
      holds: channel.onHold === true,
    })),
  );
};
