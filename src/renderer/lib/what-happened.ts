import type { Call } from '../../shared/call/call';
import { callerExtension, isMissed } from '../../shared/call/missed';
import type { T } from '../i18n';
import { colleague } from './colleagues';

export { callerExtension, isMissed };

export interface WhatHappened {
  text: string;
  tone: 'plain' | 'missed' | 'live';
}

const received = (call: Call, mine: readonly string[], t: T): string => {
  const answerer = call.answeredBy[0];
  switch (call.outcome) {
    case 'answered': {
      if (answerer === undefined) return t('state.answeredElsewhere');
      if (!mine.includes(answerer)) return t('what.answeredBy', { who: colleague(call, answerer) });
      const next = call.transfers.find((transfer) => transfer.from === answerer);
      return next
        ? t('what.youAnsweredTransferred', { who: colleague(call, next.to) })
        : t('what.youAnswered');
    }
    case 'abandoned':
    case 'cancelled':
      return t('what.missedHungUp');
    case 'no-answer':
      return t('what.missedNoAnswer');
    case 'busy':
      return t('what.missedBusy');
    case 'unavailable':
      return t('what.missedUnavailable');
    case 'declined':
      return t('what.declined');
    case 'voicemail':
      return t('what.voicemail');
    case 'failed':
    case null:
      return t('what.failed');
  }
};

const placed = (call: Call, t: T): string => {
  switch (call.outcome) {
    case 'answered':
      return t('what.youCalled');
    case 'busy':
      return t('what.calledBusy');
    case 'declined':
      return t('what.calledDeclined');
    case 'cancelled':
    case 'abandoned':
      return t('what.calledCancelled');
    case 'unavailable':
      return t('what.calledUnavailable');
    case 'voicemail':
      return t('what.calledVoicemail');
    case 'no-answer':
      return t('what.calledNoAnswer');
    case 'failed':
    case null:
      return t('what.calledFailed');
  }
};

/** One line for the history: what this call was for the agent with the extensions `mine`. */
export const whatHappened = (call: Call, mine: readonly string[], t: T): WhatHappened => {
  if (call.state !== 'ended') return { text: t('what.running'), tone: 'live' };
  const tone = isMissed(call, mine) ? 'missed' : 'plain';
  if (call.direction === 'inbound') return { text: received(call, mine, t), tone };
  const caller = callerExtension(call);
  if (caller === null || mine.includes(caller)) return { text: placed(call, t), tone };
  // Somebody else placed it: to me it was a call I got (internal), or one handed to me (outbound).
  if (call.direction === 'internal') return { text: received(call, mine, t), tone };
  return { text: t('what.calledBy', { who: colleague(call, caller) }), tone };
};
