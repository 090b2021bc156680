/** Fields that somebody named in the configuration, and that this SuiteCRM may not have. */
import type { AppError } from '../../shared/errors';
import { ok, type Result } from '../../shared/result';
import { unknownFieldOf } from './errors';
import { cutBytes, purifierSafe } from './text';

type Fields = Readonly<Record<string, string>>;

const maxBytes = 65_535;

/** As SuiteCRM can store them. An empty one says nothing and must not erase what a person wrote. */
const storable = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value.trim() === '' ? [] : [[name, cutBytes(purifierSafe(value.trim()), maxBytes)]],
    ),
  );

/**
 * SuiteCRM refuses a whole write for one field that it does not know. The rest is written without it.
 * @returns what was written, and the fields it was written without
 */
export const withOwnFields = async <T>(
  fields: Fields = {},
  write: (fields: Fields) => Promise<Result<T, AppError>>,
): Promise<Result<{ value: T; unknownFields: string[] }, AppError>> => {
  const left = new Map(Object.entries(storable(fields)));
  const unknownFields: string[] = [];
  for (;;) {
    const written = await write(Object.fromEntries(left));
    if (written.ok) return ok({ value: written.value, unknownFields });
    const name = unknownFieldOf(written.error);
    if (name === null || !left.delete(name)) return written;
    unknownFields.push(name);
  }
};
