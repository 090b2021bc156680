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

/** The BlindTransfer is told only after the transferer's Hangup. */
const transferLast = (events: AmiEvent[]): AmiEvent[] => {
  const transfer = events.findIndex(({ name }) => name === 'BlindTransfer');
  const told = events[transfer];
  const hangup = events.findIndex(
    ({ name, fields }) => name === 'Hangup' && fields.Uniqueid === told?.fields.TransfererUniqueid,
  );
  if (!told || hangup < transfer) throw new Error('no such events');
  return [
    ...events.slice(0, transfer),
    ...events.slice(transfer + 1, hangup + 1),
    told,
    ...events.slice(hangup + 1),
  ];
};

const told = (events: AmiEvent[]) =>
  lastWords(feed(newState(), events)).map(({ transfers, answeredBy, legs, outcome, endedBy, owner }) => ({
    transfers: transfers.map(({ kind, from, to }) => `${kind} ${from} -> ${to}`),
    answeredBy,
    legs: legs.map(({ extension, endReason }) => `${extension} ${endReason ?? ''}`),
    outcome,
    endedBy,
    owner,
  }));

it.each(['transfer-blind-refer', 'transfer-blind-ami', 'transfer-blind-dtmf', 'transfer-blind-abandoned'])(
  '%s: the customer leaves the bridge before the transfer is told, and it is one transfer',
  (name) => {
    const events = captureEvents(name);
    expect(told(leaveFirst(events))).toEqual(told(events));
  },
);

it.each(['transfer-blind-refer', 'transfer-blind-ami', 'transfer-chain', 'outbound-transferred-blind'])(
  '%s: the transferer has hung up before the transfer is told, and it is a transfer all the same',
  (name) => {
    const events = captureEvents(name);
    expect(told(transferLast(events))).toEqual(told(events));
  },
);

it('core-restart-now: whichever side goes first, the PBX ended the call', () => {
  const events = captureEvents('core-restart-now');
  const phoneFirst = events.filter(
    ({ name, fields }) => name !== 'BridgeLeave' || !(fields.Channel ?? '').startsWith('PJSIP/1001-'),
  );
  const customer = phoneFirst.findIndex(({ name }) => name === 'BridgeLeave');
  const phone = events.find((event) => event.name === 'BridgeLeave' && !phoneFirst.includes(event));
  if (!phone || customer < 0) throw new Error('no such events');
  phoneFirst.splice(customer, 0, phone);
  expect(told(phoneFirst)).toEqual(told(events));
  expect(told(phoneFirst)).toMatchObject([{ outcome: 'answered', endedBy: 'pbx' }]);
});
