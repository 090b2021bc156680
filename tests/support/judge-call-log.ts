/** What a CRM holds of a day's calls, against what they truly were: nothing of the relay's own is asked. */
import type { SimulatedRecord, SuiteCrmSimulator } from '../../src/simulators/suitecrm';
import type { TrueCall } from './busy-day';
import type { Place } from './customers';

/** The relay was dead, or deaf, from and to this time (ms since the epoch), both included. */
export interface Gap {
  from: number;
  to: number;
}

export interface Judged {
  call: TrueCall;
  place: Place;
  /** Whose the record is to be; undefined where the truth does not say. */
  userId: string | undefined;
  /** What an AI agent and the customer said: the conversation's id. */
  conversation: string | null;
}

/** How much may be lost of a call that a killed relay saw last: it notes every two seconds that it sees. */
const seenSeconds = 3;

const secondOf = (value: string | undefined): number => Date.parse(`${(value ?? '').replace(' ', 'T')}Z`);
const minutesOf = ({ values }: SimulatedRecord): number =>
  Number(values['duration_hours']) * 60 + Number(values['duration_minutes']);
/** Whole minutes, and one for a few words. */
const rounded = (seconds: number): number => (seconds > 0 ? Math.max(1, Math.round(seconds / 60)) : 0);

const callIdOf = ({ values }: SimulatedRecord): string =>
  /^Call id: (\S+)$/m.exec(values['description'] ?? '')?.[1] ?? '';

/** @returns a sentence for everything that is not as it was */
export const judge = (
  crm: Pick<SuiteCrmSimulator, 'records'>,
  truths: readonly Judged[],
  gaps: readonly Gap[],
): string[] => {
  const wrong: string[] = [];
  const byCall = new Map<string, SimulatedRecord[]>();
  for (const record of crm.records('Calls')) {
    const id = callIdOf(record);
    byCall.set(id, [...(byCall.get(id) ?? []), record]);
  }
  const notes = new Map<string, SimulatedRecord[]>();
  for (const note of crm.records('Notes')) {
    const parent = note.values['parent_id'] ?? '';
    notes.set(parent, [...(notes.get(parent) ?? []), note]);
  }

  for (const { call, place, userId, conversation } of truths) {
    const say = (what: string, is: unknown, wanted: unknown): void =>
      void wrong.push(
        `${call.what} (${call.linkedIds.join(', ')}): ${what} is ${String(is)}, not ${String(wanted)}`,
      );
    const ids = call.linkedIds.map((id) => (id.includes(':') ? id : `pbx:${id}`));
    const records = ids.flatMap((id) => byCall.get(id) ?? []);
    for (const id of ids) byCall.delete(id);
    const inGap = (ms: number | null): Gap | undefined =>
      ms === null ? undefined : gaps.find(({ from, to }) => ms >= from && ms <= to);
    const [begun, answered, over] = [call.startedAt, call.answeredAt, call.endedAt].map(inGap);
    // Nobody but the PBX knew of it.
    if (begun && begun === over && records.length === 0) continue;
    const [record] = records;
    if (!record || records.length !== 1) {
      say('the number of its records', records.length, 1);
      continue;
    }
    const { values } = record;
    const same = (what: string, is: unknown, wanted: unknown): void => {
      if (is !== wanted) say(what, is, wanted);
    };
    same('the contact', record.contacts.join(), place.contact ?? '');
    same('the lead', record.leads.join(), place.lead ?? '');
    same('the account', values['parent_id'] ?? '', place.account ?? '');
    same('the kind of parent', values['parent_type'] ?? '', place.account === null ? '' : 'Accounts');
    same('the direction', values['direction'], call.direction);
    const start = secondOf(values['date_start']);
    if (!begun) same('the start', new Date(start).toISOString(), new Date(call.startedAt).toISOString());
    else if (start < call.startedAt - 2_000 || start > begun.to) say('the start', start, call.startedAt);
    if (!answered || !over) same('the status', values['status'], call.held ? 'Held' : 'Not Held');
    if (!begun && !answered && !over && userId !== undefined)
      same('the user', values['assigned_user_id'], userId);
    if (call.talk !== null) {
      const { seconds, within } = call.talk;
      const lost = [answered, over].reduce(
        (sum, gap) => sum + (gap ? (gap.to - gap.from) / 1_000 + seenSeconds : 0),
        0,
      );
      const [least, most] = [
        rounded(Math.max(0, seconds - within - lost)),
        rounded(seconds + within + (answered ? lost : 0)),
      ];
      const is = minutesOf(record);
      if (is < least || is > most) say('the duration', `${is} min`, `${least} to ${most} min`);
      if (secondOf(values['date_end']) !== start - (start % 60_000) + is * 60_000)
        say('the end', values['date_end'], 'the start and the duration');
    }
    const about = notes.get(record.id) ?? [];
    notes.delete(record.id);
    same('the number of its transcripts', about.length, conversation === null ? 0 : 1);
    const mark = (values['description'] ?? '').split(/^AI conversation: /m);
    same('the number of its conversations', mark.length - 1, conversation === null ? 0 : 1);
    if (conversation === null) continue;
    same('the conversation', mark[1]?.split('\n')[0], conversation);
    same("the transcript's contact", about[0]?.values['contact_id'] ?? '', place.contact ?? '');
  }
  for (const [id, records] of byCall)
    wrong.push(`${records.length} record(s) of a call that never was: ${id}`);
  for (const [id, about] of notes) wrong.push(`${about.length} note(s) of a call without words: ${id}`);
  return wrong;
};
