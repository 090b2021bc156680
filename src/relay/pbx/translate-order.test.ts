/** Asterisk tells what its threads do as they come to it: the same call in another order is the same call. */
import { expect, it } from 'vitest';
import { captureEvents } from '../../../tests/support/ami-file';
import { feed, lastWords, newState } from '../../../tests/support/play-capture';
import type { AmiEvent } from './ami-event';

/** The customer's next BridgeLeave is told right before the BlindTransfer that made it. */
const leaveFirst = (events: AmiEvent[]): AmiEvent[] => {
  const transfer = events.findIndex(({ name }) => name === 'BlindTransfer');
  const leaving = events.findIndex(
    ({ name, fields }, index) =>
      index > transfer && name === 'BridgeLeave' && (fields.Channel ?? '').startsWith('PJSIP/trunk-main-'),
  );
  const leave = events[leaving];
  if (!leave || transfer < 0) throw new Error('no such events');
  return [
    ...events.slice(0, transfer),
    leave,
    ...events.slice(transfer, leaving),
    ...events.slice(leaving + 1),
  ];
};

it.each(['transfer-blind-refer', 'transfer-blind-ami', 'transfer-blind-dtmf', 'transfer-blind-abandoned'])(
  '%s: the customer leaves the bridge before the transfer is told, and it is one transfer',
  (name) => {
    const told = (events: AmiEvent[]) =>
      lastWords(feed(newState(), events)).map(({ transfers, answeredBy, legs, outcome, endedBy }) => ({
        transfers: transfers.map(({ kind, from, to }) => `${kind} ${from} -> ${to}`),
        answeredBy,
        legs: legs.map(({ extension, endReason }) => `${extension} ${endReason ?? ''}`),
        outcome,
        endedBy,
      }));
    const events = captureEvents(name);
    expect(told(leaveFirst(events))).toEqual(told(events));
  },
);
