import type { ChannelInfo, PbxEvent } from './pbx-event';
import type { TrackedCall, TrackerState } from './tracker-state';

/** A call as far as those outside the tracker may see it: who it is, also under the Linkedids that were merged into it. */
export type Belonging = Readonly<Pick<TrackedCall, 'id'>> & { readonly linkedIds: readonly string[] };

const channelsOf = (event: PbxEvent): readonly (ChannelInfo | null)[] => {
  switch (event.kind) {
    case 'dial-began':
    case 'dial-ended':
      return [event.from, event.to];
    case 'dial-progressed':
      return [event.to];
    case 'local-joined':
      return [event.one, event.two];
    case 'blind-transferred':
      return [event.transferer, event.transferee];
    case 'attended-transferred':
      return [event.transferer, event.secondTransferer, event.transferee, event.target];
    case 'picked-up':
      return [event.channel, event.target];
    case 'originated':
    case 'recording-named':
    case 'snapshot':
      return [];
    default:
      return [event.channel];
  }
};

/**
 * The calls that an event is about, whether it changed them or not; ask after `track`. A list of channels is about none in
 * particular: what it changed is in the changes.
 */
export const callsOf = (state: TrackerState, event: PbxEvent): readonly Belonging[] => {
  if (event.kind === 'originated' || event.kind === 'recording-named') {
    const call = state.channels.get(event.uniqueId)?.call;
    return call ? [call] : [];
  }
  const calls: Belonging[] = [];
  for (const info of channelsOf(event)) {
    if (!info) continue;
    // A channel that has hung up is found by its Linkedid.
    const call = state.channels.get(info.uniqueId)?.call ?? state.byLinkedId.get(info.linkedId);
    if (call && !calls.includes(call)) calls.push(call);
  }
  return calls;
};
