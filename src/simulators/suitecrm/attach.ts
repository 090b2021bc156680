/** Files of notes: SuiteCRM saves the note first, and its file in a second step that may fail. */
import { emptyError, refused, type SimAnswer } from './answer';
import type { ModuleName, Row } from './data';
import type { Faults } from './faults';

/** As far as PHP's `mime_content_type` is asked here. */
const typeOf = (file: Buffer): string =>
  file[0] === 0xff || file.subarray(0, 3).toString('latin1') === 'ID3' ? 'audio/mpeg' : 'text/plain';

/** @returns null where it is stored, or there is none; the note stays without its file where it is refused */
export const attach = (
  faults: Pick<Faults, 'refusedExtensions' | 'failBeforeFile'>,
  module: ModuleName,
  row: Row,
  { filename, filecontents }: Record<string, unknown>,
): SimAnswer | null => {
  if (module !== 'Notes' || typeof filename !== 'string' || filename === '') return null;
  if (faults.failBeforeFile > 0) {
    faults.failBeforeFile -= 1;
    return emptyError();
  }
  const dot = filename.lastIndexOf('.');
  const extension = filename.slice(dot + 1);
  if (dot < 0 || extension === '' || faults.refusedExtensions.includes(extension))
    return refused('File upload failed: File extension is not included or is not valid.');
  const file = Buffer.from(typeof filecontents === 'string' ? filecontents : '', 'base64');
  row.file = file;
  row.values['file_mime_type'] = typeOf(file);
  return null;
};
