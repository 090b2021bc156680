/**
 * Writes an agent's note into the description of a call's record:
 *
 *   read ──► merge ──► PATCH ──► read ──► there? ──► done
 *    ▲                                      │ somebody wrote at the same time
 *    └──────────────────────────────────────┘
 *
 * SuiteCRM has no conditional write, so who writes looks afterwards whether it is there.
 */
import { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import { holdsLines, joined, noteBlock, placeNote } from '../note-block';
import type { NoteRecord } from '../port';
import type { Api } from './api';
import { readRecord, writeRecord } from './create-once';
import { refusalOf } from './errors';
import { descriptionBytes, timesOf } from './log-call';
import { field, type Resource } from './schemas';
import { columnBytes, decodeEntities, fromCrmDate, purifierSafe, toCrmDate } from './text';

const turns = 3;

/** SuiteCRM decodes entities before it purifies, so what looks like one is decoded here, until nothing does. */
const plain = (text: string): string => {
  const decoded = decodeEntities(text);
  return decoded === text ? purifierSafe(text) : plain(decoded);
};

const description = (stored: Resource): string => field(stored, 'description').replace(/\r\n?/g, '\n');

/**
 * The times that a PATCH must repeat so that they survive it: the call's own, or what somebody has set in the CRM instead.
 * Answers know no seconds.
 */
export const timesIn = (stored: Resource, call: NoteRecord['call']): Record<string, string> => {
  const own = timesOf(call);
  const start = fromCrmDate(field(stored, 'date_start'));
  const isMoved =
    start !== null && start.slice(0, 16) !== new Date(call.startedAt).toISOString().slice(0, 16);
  const kept = (name: 'duration_hours' | 'duration_minutes'): string => field(stored, name) || own[name];
  return {
    date_start: isMoved ? toCrmDate(Date.parse(start)) : own.date_start,
    duration_hours: kept('duration_hours'),
    duration_minutes: kept('duration_minutes'),
  };
};

export const createNoteLogger = ({ api }: { api: Api }) => {
  const read = async ({ call, logged, written }: NoteRecord): Promise<Result<Resource, AppError>> => {
    const stored = await readRecord(api, 'Calls', call.id);
    if (stored.ok) return ok(stored.value.data);
    if (refusalOf(stored.error) !== 'missing') return stored;
    return err(
      logged || written !== null
        ? new AppError(
            'crm_refused',
            `The record of this call was deleted in SuiteCRM at ${api.host}, so the note is not written.`,
          )
        : new AppError(
            'crm_refused',
            `SuiteCRM at ${api.host} has no record of this call yet; the note follows it.`,
            { retryable: true },
          ),
    );
  };

  return async (record: NoteRecord): Promise<Result<{ written: string | null }, AppError>> => {
    const block = noteBlock(record, plain);
    const standing = block.text === '' ? null : block.text;
    for (let turn = 0; turn < turns; turn += 1) {
      const before = await read(record);
      if (!before.ok) return before;
      const place = placeNote(description(before.value), block, record.written);
      if (place === null) return ok({ written: standing });
      const whole = purifierSafe(joined(place, block.text));
      if (columnBytes(whole) > descriptionBytes)
        return err(
          new AppError(
            'crm_refused',
            `The description of this call in SuiteCRM at ${api.host} has no room for the note. Shorten one of the two.`,
          ),
        );
      const patched = await writeRecord(api, 'PATCH', 'Calls', record.call.id, {
        description: whole,
        ...timesIn(before.value, record.call),
      });
      if (!patched.ok) return patched;
      const after = await read({ ...record, logged: true });
      if (!after.ok) return after;
      const now = description(after.value);
      if (standing === null) {
        if (record.written === null || !holdsLines(now, record.written)) return ok({ written: null });
      } else if (holdsLines(now, standing)) return ok({ written: standing });
      // A character that SuiteCRM has changed: what stands between the rest is the note.
      else if (now.startsWith(place.head) && now.endsWith(place.tail) && now.includes(block.heading))
        return ok({ written: now.slice(place.head.length, now.length - place.tail.length).trimEnd() });
    }
    return err(
      new AppError(
        'crm_unavailable',
        `Others write into the record of this call in SuiteCRM at ${api.host} at this moment; the note follows.`,
        { retryable: true },
      ),
    );
  };
};
