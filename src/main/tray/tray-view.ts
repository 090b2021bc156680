import { isLive } from '../../shared/call/call';
import type { CompanionState } from '../../shared/ipc/state';

/** `paused` waits for queue pausing; its image is there already. */
export type TrayImage = 'idle' | 'ringing' | 'talking' | 'paused' | 'link-down';

export interface TrayView {
  image: TrayImage;
  tooltip: string;
}

const who = (state: CompanionState, callId: string): string => {
  const call = state.calls.find(({ id }) => id === callId);
  const name = state.crm[callId]?.context?.contact?.name ?? call?.contact?.name ?? call?.remote.name;
  return name ?? call?.remote.display ?? 'unknown';
};

const problem = (state: CompanionState): string | null => {
  const { relay, pbx } = state.links;
  if (state.stage === 'needs-relay') return 'Not connected yet. Open to set up.';
  if (state.stage === 'needs-token') return 'Signed out. Open to sign in.';
  if (relay.state === 'down') return relay.problem ?? 'The relay can not be reached.';
  return pbx.find(({ state: link }) => link === 'down')?.problem ?? null;
};

/** A call matters more than a broken link: while one rings or runs, that is what the tray tells. */
export const trayView = (state: CompanionState): TrayView => {
  const mine = state.agent?.extensions ?? [];
  const legs = state.calls
    .filter(isLive)
    .flatMap(({ id, legs }) =>
      legs.filter(({ extension }) => mine.includes(extension)).map((leg) => ({ id, state: leg.state })),
    );
  const talking = legs.find((leg) => leg.state === 'connected' || leg.state === 'held');
  const ringing = legs.find((leg) => leg.state === 'ringing');
  if (ringing) return { image: 'ringing', tooltip: `Ringing: ${who(state, ringing.id)}` };
  if (talking) return { image: 'talking', tooltip: `Talking: ${who(state, talking.id)}` };
  const trouble = problem(state);
  if (trouble !== null) return { image: 'link-down', tooltip: `CTI Companion: ${trouble}` };
  if (state.links.relay.state === 'connecting')
    return { image: 'idle', tooltip: 'CTI Companion: connecting' };
  return { image: 'idle', tooltip: state.agent ? `CTI Companion: ${state.agent.name}` : 'CTI Companion' };
};
