/** Answers of Redis, as plain lists of texts (RESP 2). */
import { z } from 'zod';

const text = z.union([z.string(), z.instanceof(Buffer).transform((bytes) => bytes.toString())]);
export const textOrNull = text.nullable();
export const numberReply = z.coerce.number();

/** [field, value, field, value, ...] */
export const pairsReply = z.array(text).transform((flat) => {
  const pairs = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.set(flat[at] ?? '', flat[at + 1] ?? '');
  return pairs;
});

export interface Entry {
  id: string;
  /** The relay that says it, and the JSON of what it says. */
  sender: string;
  body: string;
  about: string;
}

const entry = z.tuple([text, z.array(text).nullable()]).transform(([id, fields]): Entry => {
  const map = pairsReply.parse(fields ?? []);
  return { id, sender: map.get('r') ?? '', body: map.get('j') ?? '', about: map.get('a') ?? '' };
});
export const entriesReply = z.array(entry);
/** By the name of the stream; null: nothing new. */
export const readReply = z
  .array(z.tuple([text, entriesReply]))
  .nullable()
  .transform((streams) => new Map(streams ?? []));

export const beatReply = z
  .tuple([z.number(), z.number(), pairsReply, numberReply])
  .transform(([mine, now, relays, term]) => ({ mine: mine === 1, now, relays, term }));

/** Ids of entries: milliseconds, then a count. */
export const isBefore = (a: string, b: string): boolean => {
  const [aMs = 0, aSeq = 0] = a.split('-').map(Number);
  const [bMs = 0, bSeq = 0] = b.split('-').map(Number);
  return aMs !== bMs ? aMs < bMs : aSeq < bSeq;
};
export const timeOf = (id: string): number => Number(id.split('-')[0]);
