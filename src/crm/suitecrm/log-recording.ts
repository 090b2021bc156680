/**
 * Attaches a recording to a call, as the file of a note under our own id:
 *
 *   read ── with its file ─────────────────────────────────► done
 *    │ └─── without ──► PATCH the file ──┐
 *    └──── missing ───► POST with it ────┴── any doubt ──► read ── with its file ──► done
 *
 * SuiteCRM saves the note first and its file in a second step, which may fail alone: an ending that is refused answers 400
 * and leaves the note. Only a stored file gives the note a `file_mime_type`.
 */
import { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import type { RecordingRecord } from '../port';
import type { Api } from './api';
import { readRecord, writeRecord } from './create-once';
import { refusalOf } from './errors';
import { field, type Resource } from './schemas';
import { purifierSafe, shorten } from './text';

/** `notes.name` is varchar(255). */
const subjectChars = 255;

const hasFile = (note: Resource): boolean => field(note, 'file_mime_type') !== '';

export const createRecordingLogger = ({
  api,
  ownUserId,
}: {
  api: Api;
  ownUserId: () => Promise<Result<string, AppError>>;
}) => {
  const refused = (why: string): Result<never, AppError> => err(new AppError('crm_refused', why));

  /** Null where it is missing. */
  const read = async (module: string, id: string): Promise<Result<Resource | null, AppError>> => {
    const stored = await readRecord(api, module, id);
    if (stored.ok) return ok(stored.value.data);
    return refusalOf(stored.error) === 'missing' ? ok(null) : stored;
  };

  const refusedEnding = ({ fileName }: RecordingRecord): Result<never, AppError> => {
    const ending = fileName.slice(fileName.lastIndexOf('.') + 1);
    return refused(
      `SuiteCRM at ${api.host} does not take files that end in ".${ending}", so the note about the recording is there without it. Take "${ending}" out of upload_badext in config.php or config_override.php of SuiteCRM, then retry.`,
    );
  };

  /** After a write that did not go well: is the file there all the same? */
  const settle = async (record: RecordingRecord, error: AppError): Promise<Result<null, AppError>> => {
    if (error.code === 'crm_auth') return err(error);
    const refusal = refusalOf(error);
    if (refusal === 'extension') return refusedEnding(record);
    const after = await read('Notes', record.id);
    if (after.ok && after.value !== null && hasFile(after.value)) return ok(null);
    if (refusal !== 'exists') return err(error);
    if (!after.ok) return after;
    if (after.value === null)
      return refused(
        `The recording was attached before and its note was deleted in SuiteCRM at ${api.host}; it is not attached again.`,
      );
    // An earlier request of ours was slow and has saved the note just now.
    return err(
      new AppError('crm_unavailable', `SuiteCRM at ${api.host} is still storing the recording.`, {
        retryable: true,
      }),
    );
  };

  return async (record: RecordingRecord): Promise<Result<null, AppError>> => {
    const { call, id, fileName } = record;
    const note = await read('Notes', id);
    if (!note.ok) return note;
    if (note.value !== null && hasFile(note.value)) return ok(null);
    const target = await read('Calls', call.id);
    if (!target.ok) return target;
    if (target.value === null)
      return refused(
        `The record of this call was deleted in SuiteCRM at ${api.host}, so its recording is not attached.`,
      );
    const owner = call.assignedUserId === null ? await ownUserId() : ok(call.assignedUserId);
    if (!owner.ok) return owner;
    const file = await record.read();
    if (!file.ok) return file;
    const attached = { filename: fileName, filecontents: file.value.toString('base64') };
    const written = await writeRecord(
      api,
      note.value === null ? 'POST' : 'PATCH',
      'Notes',
      id,
      note.value !== null
        ? attached
        : {
            ...attached,
            name: shorten(purifierSafe(record.subject), subjectChars),
            parent_type: 'Calls',
            parent_id: call.id,
            assigned_user_id: owner.value,
            ...(call.contact?.module === 'Contacts' && { contact_id: call.contact.id }),
          },
      record.timeoutMs,
    );
    if (!written.ok) return settle(record, written.error);
    return hasFile(written.value.data)
      ? ok(null)
      : refused(
          `SuiteCRM at ${api.host} has the note about the recording, and did not store the file. Check that its upload folder can be written and has room, then retry.`,
        );
  };
};
