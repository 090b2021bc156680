import type { Call } from '../../shared/call/call';
import type { T } from '../i18n';
import { colleague } from './colleagues';
import { callerExtension } from './what-happened';

export interface Step {
  at: string;
  text: string;
  kind: 'start' | 'ring' | 'talk' | 'transfer' | 'end' | 'missed';
}

/** The call as a story in the order of time; every step is a sentence. */
export const timelineOf = (call: Call, mine: readonly string[], t: T): Step[] => {
  const who = (extension: string): string =>
    mine.includes(extension) ? t('step.you', { extension }) : colleague(call, extension);
  const caller = callerExtension(call);
  const steps: Step[] = [
    {
      at: call.startedAt,
      kind: 'start',
      text: caller
        ? t('step.called', { who: who(caller) })
        : call.queue
          ? t('step.calledInQueue', { queue: call.queue })
          : t('step.calledIn'),
    },
  ];
  for (const leg of call.legs) {
    if (leg.rangAt)
      steps.push({ at: leg.rangAt, kind: 'ring', text: t('step.rang', { who: who(leg.extension) }) });
    if (leg.answeredAt && leg.extension !== caller)
      steps.push({ at: leg.answeredAt, kind: 'talk', text: t('step.answered', { who: who(leg.extension) }) });
  }
  if (call.direction === 'outbound' && call.answeredAt)
    steps.push({ at: call.answeredAt, kind: 'talk', text: t('step.otherAnswered') });
  for (const { kind, from, to, at } of call.transfers) {
    const names = { from: who(from), to: who(to) };
    const text = kind === 'blind' ? t('step.transferredBlind', names) : t('step.transferredAttended', names);
    steps.push({ at, kind: 'transfer', text });
  }
  steps.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (call.endedAt) {
    const kind = call.outcome === 'answered' ? 'end' : 'missed';
    steps.push({ at: call.endedAt, kind, text: endText(call, who, t) });
  }
  return steps;
};

const endText = (call: Call, who: (extension: string) => string, t: T): string => {
  switch (call.endedBy) {
    case 'remote':
      return t('step.endedRemote');
    case 'agent': {
      const last = call.owner ?? call.answeredBy.at(-1) ?? callerExtension(call);
      return last === null ? t('step.ended') : t('step.endedAgent', { who: who(last) });
    }
    case 'pbx':
      return t('step.endedPbx');
    case null:
      return t('step.ended');
  }
};
