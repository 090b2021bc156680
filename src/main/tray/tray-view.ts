import { isLive } from '../../shared/call/call';
import type { CompanionState } from '../../shared/ipc/state';
import type { Say } from '../i18n';

/** `paused`: the agent is not to be disturbed. */
export type TrayImage = 'idle' | 'missed' | 'ringing' | 'talking' | 'paused' | 'link-down';

export interface TrayView {
  image: TrayImage;
  tooltip: string;
  /** The call that a click opens; null: the window as it is. */
  callId: string | null;
}

const who = (state: CompanionState, callId: string, say: Say): string => {
  const call = state.calls.find(({ id }) => id === callId);
  const name = state.crm[callId]?.context?.contact?.name ?? call?.contact?.name ?? call?.remote.name;
  return name ?? call?.remote.display ?? say('unknown');
};

const problem = (state: CompanionState, say: Say): string | null => {
  const { relay, pbx } = state.links;
  if (state.stage === 'needs-relay') return say('setUp');
  if (state.stage === 'needs-token') return say('signedOut');
  if (relay.state === 'down') return say('relayDown');
  return pbx.some(({ state: link }) => link === 'down') ? say('pbxDown') : null;
};

const quietWords = ({ quiet }: CompanionState, say: Say, locale: string): string | null => {
  const missed = quiet.missed.length > 0 ? say('missed', { count: quiet.missed.length }) : null;
  if (quiet.by === null) return missed;
  const time =
    quiet.until === null
      ? null
      : new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
          new Date(quiet.until),
        );
  return [time === null ? say('quiet') : say('quietUntil', { time }), missed].filter(Boolean).join(' · ');
};

/** A call matters more than a broken link, and that more than do-not-disturb. */
export const trayView = (state: CompanionState, say: Say, locale = 'en'): TrayView => {
  const mine = state.agent?.extensions ?? [];
  const legs = state.calls
    .filter(isLive)
    .flatMap(({ id, legs }) =>
      legs.filter(({ extension }) => mine.includes(extension)).map((leg) => ({ id, state: leg.state })),
    );
  const talking = legs.find((leg) => leg.state === 'connected' || leg.state === 'held');
  const ringing = legs.find((leg) => leg.state === 'ringing');
  if (ringing)
    return {
      image: 'ringing',
      tooltip: say('ringing', { who: who(state, ringing.id, say) }),
      callId: ringing.id,
    };
  if (talking)
    return {
      image: 'talking',
      tooltip: say('talking', { who: who(state, talking.id, say) }),
      callId: talking.id,
    };
  const trouble = problem(state, say);
  const quiet = quietWords(state, say, locale);
  const name = 'CTI Companion';
  if (trouble !== null) return { image: 'link-down', tooltip: `${name}: ${trouble}`, callId: null };
  if (state.links.relay.state === 'connecting')
    return { image: 'idle', tooltip: `${name}: ${say('connecting')}`, callId: null };
  const missed = state.history.missed.length;
  const image = state.quiet.by !== null ? 'paused' : missed > 0 ? 'missed' : 'idle';
  // What rang during do-not-disturb is among the missed; it is counted once.
  const unseen = missed > 0 && state.quiet.missed.length === 0 ? say('unseen', { count: missed }) : null;
  const about = [quiet, unseen].filter(Boolean).join(' · ') || (state.agent?.name ?? null);
  return { image, tooltip: about === null ? name : `${name}: ${about}`, callId: null };
};
