/** The one comparison: what the relay says of a call against the phones, Asterisk's CDRs and the CRM's record. */
import { expect } from 'vitest';
import { callRecordId } from '../../../src/crm/call-record-id';
import type { Call } from '../../../src/shared/call/call';
import { phoneOf, type Cdr } from './cdr';
import type { Scene } from './scene';

/** How far apart two clocks of one event may be. */
const within = (a: number, b: number, seconds: number, what: string): void => {
  expect(Math.abs(a - b), `${what}: ${a} and ${b}`).toBeLessThanOrEqual(seconds);
};
const isExtension = (phone: string | null): boolean => phone !== null && phone.length === 4;
const seconds = (iso: string | null): number => Date.parse(iso ?? '') / 1_000;

/** @param billed false where Asterisk's billed time is not the talk: a queue answers before anybody does */
export const expectTruth = async (
  scene: Scene,
  call: Call,
  { billed = true }: { billed?: boolean } = {},
): Promise<Cdr[]> => {
  const seen = scene.witness(call.direction);
  const rang = call.legs.filter(({ rangAt }) => rangAt !== null).map(({ extension }) => extension);
  if (call.direction !== 'outbound') {
    expect(rang.sort(), 'who rang').toEqual(seen.rang);
    expect(call.answeredBy, 'who answered').toEqual(seen.answered);
  }
  within(call.talkSeconds, seen.talkSeconds, 1, 'seconds of talk, by the phones');
  within(seconds(call.startedAt), seen.startedAt / 1_000, 1, 'the start, by the phones');
  within(seconds(call.endedAt), seen.endedAt / 1_000, 1, 'the end, by the phones');

  const cdrs = await scene.cdrs();
  // Of a Local channel there is a CDR for each side; the caller's counts.
  expect(cdrs.length, 'CDRs').toBeGreaterThan(0);
  const talked = cdrs.filter(
    ({ disposition, channel }) => disposition === 'ANSWERED' && !channel.startsWith('Local/'),
  );
  const ends = cdrs.map(({ startedAt, durationSeconds }) => startedAt / 1_000 + durationSeconds);
  within(
    seconds(call.startedAt),
    Math.min(...cdrs.map(({ startedAt }) => startedAt)) / 1_000,
    1,
    'the start, by CDR',
  );
  // A CDR's duration is cut to whole seconds.
  within(seconds(call.endedAt), Math.max(...ends), 2, 'the end, by CDR');
  if (billed) {
    // The far end of a call from outside may be outside as well: then nobody of the house talked.
    const counted = talked.filter(
      ({ calledChannel }) => call.direction !== 'inbound' || isExtension(phoneOf(calledChannel)),
    );
    const bill = counted.reduce((sum, { billSeconds }) => sum + billSeconds, 0);
    // Each is cut to whole seconds as well: the talk is between the sum and that many seconds more, give or take one.
    const cut = counted.length / 2;
    within(call.talkSeconds, bill + cut, 1 + cut, 'seconds of talk, by CDR');
  }
  const called = talked.map(({ calledChannel }) => phoneOf(calledChannel)).filter(isExtension);
  if (call.direction === 'inbound')
    expect(new Set(called), 'who answered, by CDR').toEqual(new Set(call.answeredBy));

  const records = scene.records();
  const wanted = call.direction === 'internal' ? [] : [callRecordId(call.id)];
  expect(
    records.map(({ id }) => id),
    'records in the CRM',
  ).toEqual(wanted);
  for (const { values } of records) {
    expect(values.status).toBe(call.outcome === 'answered' ? 'Held' : 'Not Held');
    expect(`${values.date_start ?? ''}Z`.replace(' ', 'T')).toBe(`${call.startedAt.slice(0, 19)}Z`);
  }
  return cdrs;
};
