/** Whether an error means that the disk does not take what is written, and the sentence for it. */

/** Of SQLite, or of Node's file system. */
const codes = /^(SQLITE_FULL|SQLITE_IOERR|SQLITE_READONLY|ENOSPC|EDQUOT|EROFS|EIO$)/;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** @returns null where the disk is not to blame */
export const diskProblem = (error: unknown): string | null => {
  const code = codeOf(error);
  if (!codes.test(code)) return null;
  return /FULL|ENOSPC|EDQUOT/.test(code)
    ? `The disk of the relay is full (${code}).`
    : `The disk of the relay can not be written (${code}).`;
};
