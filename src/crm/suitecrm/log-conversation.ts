/**
 * Writes what was said in a call into the CRM: the words in full as notes of the call and its contact, then a part of the
 * call's description. Both may be repeated after any doubt: the part is found by its mark, a note by its id.
 *
 *   read ── the mark is there ───────────────────────────────► done
 *     └──► notes ──► read ──► PATCH ──► read ── there ───────► done
 *                     ▲                   │ somebody wrote at the same time
 *                     └───────────────────┘
 *
 * The part comes last, so that its mark says that all is written: to look after it takes one request.
 */
import { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import { uuidv5 } from '../call-record-id';
import type { ConversationRecord, LeftOut } from '../port';
import type { Api } from './api';
import { createOnce, readRecord, writeRecord } from './create-once';
import { refusalOf } from './errors';
import { descriptionBytes, timesOf } from './log-call';
import { withOwnFields } from './own-fields';
import { field } from './schemas';
import { cutBytes, purifierSafe, shorten, splitText } from './text';

/** How often somebody may write at the very same time before it is left for later. */
const turns = 3;

/** `notes.name` is varchar(255). */
const subjectChars = 255;

const partsOf = (text: string): string[] => splitText(purifierSafe(text), descriptionBytes);
const partId = (noteId: string, index: number): string =>
  index === 0 ? noteId : uuidv5(`${index + 1}`, noteId);

export const noteIds = ({ id, text }: { id: string; text: string }): string[] =>
  partsOf(text).map((_, index) => partId(id, index));

export const createConversationLogger = (deps: {
  api: Api;
  ownUserId: () => Promise<Result<string, AppError>>;
}) => {
  const { api, ownUserId } = deps;

  const read = async ({ call }: ConversationRecord): Promise<Result<string, AppError>> => {
    const stored = await readRecord(api, 'Calls', call.id);
    if (stored.ok) return ok(field(stored.value.data, 'description').trimEnd());
    return refusalOf(stored.error) === 'missing'
      ? err(
          new AppError(
            'crm_refused',
            `The record of this call was deleted in SuiteCRM at ${api.host}, so its conversation is not written.`,
          ),
        )
      : stored;
  };

  /** SuiteCRM has no conditional write: who wrote between our read and our write is lost, and so may we be. */
  const describe = async (record: ConversationRecord): Promise<Result<LeftOut, AppError>> => {
    const { call, mark, summary } = record;
    let leftOut: LeftOut = {};
    for (let turn = 0; turn <= turns; turn += 1) {
      const before = await read(record);
      if (!before.ok) return before;
      if (before.value.includes(mark)) return ok(leftOut);
      if (turn === turns) break;
      // Below what stands there, which a person may have written; the mark comes first, so that no cut takes it.
      const room = descriptionBytes - Buffer.byteLength(before.value) - 2;
      const addition = cutBytes(purifierSafe(`${mark}\n${summary}`), Math.max(room, 0));
      if (!addition.includes(mark)) return ok(leftOut);
      // In one write with the mark, so that a repeat changes no field that a person has changed since.
      const patched = await withOwnFields(record.fields, (fields) =>
        writeRecord(api, 'PATCH', 'Calls', call.id, {
          ...fields,
          description: purifierSafe(before.value === '' ? addition : `${before.value}\n\n${addition}`),
          ...timesOf(call),
        }),
      );
      if (!patched.ok) return patched;
      leftOut = { unknownFields: patched.value.unknownFields };
    }
    return err(
      new AppError(
        'crm_unavailable',
        `Others write into the record of this call in SuiteCRM at ${api.host} at this moment; its conversation follows.`,
        { retryable: true },
      ),
    );
  };

  const note = async (
    { call, note: whole }: ConversationRecord,
    userId: string,
  ): Promise<Result<unknown, AppError>> => {
    if (whole === null) return ok(null);
    const parts = partsOf(whole.text);
    for (const [index, text] of parts.entries()) {
      const number = parts.length === 1 ? '' : ` (${index + 1} of ${parts.length})`;
      const written = await createOnce(api, 'This transcript', {
        module: 'Notes',
        id: partId(whole.id, index),
        attributes: {
          name: shorten(purifierSafe(whole.subject), subjectChars - 20) + number,
          description: text,
          parent_type: 'Calls',
          parent_id: call.id,
          assigned_user_id: userId,
          ...(call.contact?.module === 'Contacts' && { contact_id: call.contact.id }),
        },
      });
      if (!written.ok) return written;
    }
    return ok(null);
  };

  return async (record: ConversationRecord): Promise<Result<LeftOut, AppError>> => {
    const before = await read(record);
    if (!before.ok) return before;
    if (before.value.includes(record.mark)) return ok({});
    const owner = record.call.assignedUserId === null ? await ownUserId() : ok(record.call.assignedUserId);
    if (!owner.ok) return owner;
    const noted = await note(record, owner.value);
    return noted.ok ? describe(record) : noted;
  };
};
