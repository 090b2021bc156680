/** What a tab says of itself while another one is in front: who rings, how many were missed, whether the relay is there. */
import type { CompanionState } from '../../shared/ipc/state';
import type { T } from '../i18n';
import { nameOf } from '../lib/pop-view';

export type TabIcon = 'idle' | 'ringing' | 'talking' | 'paused' | 'link-down';
export interface TabFace {
  title: string;
  icon: TabIcon;
  /** Calls that nobody took since the agent last looked. */
  missed: number;
}

export const tabFace = (state: CompanionState, t: T): TabFace => {
  const app = t('app.name');
  const missed = state.history.missed.length;
  const shown = [...state.pops, ...state.notices].filter(({ closing }) => closing === null);
  const callOf = (id: string) => state.calls.find((call) => call.id === id);
  const ringing = shown.map(({ callId }) => callOf(callId)).find((call) => call?.state === 'ringing');
  const isTalking = state.calls.some(({ legs }) =>
    legs.some(
      (leg) =>
        (leg.state === 'connected' || leg.state === 'held') &&
        state.agent?.extensions.includes(leg.extension),
    ),
  );
  const title = ringing
    ? t('web.titleRinging', { who: nameOf(ringing, state.crm[ringing.id], t), app })
    : missed > 0
      ? `(${missed}) ${app}`
      : app;
  const icon = (): TabIcon => {
    if (ringing) return 'ringing';
    if (isTalking) return 'talking';
    if (state.links.relay.state === 'down') return 'link-down';
    return state.quiet.by === null ? 'idle' : 'paused';
  };
  return { title, icon: icon(), missed };
};
