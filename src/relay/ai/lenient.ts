/** Reading what others send: a field that is missing, null or of a shape that came later counts as not told. */
import { z } from 'zod';

export const told = <S extends z.ZodType>(schema: S) =>
  schema
    .nullish()
    .transform((value) => value ?? null)
    .catch(null);
export const text = told(z.string().trim().min(1));
export const named = told(z.record(z.string(), z.unknown())).transform((value) => value ?? {});
/** Its good items, without the others. */
export const list = <S extends z.ZodType>(item: S) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.flatMap((one): z.output<S>[] => {
        const parsed = item.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    );

/** @returns undefined for what is no JSON */
export const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};
