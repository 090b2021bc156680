/**
 * A person's note inside a call's description, which the relay, colleagues and people in the CRM write into as well. Pure.
 *
 *     Note by Anna Berger:
 *     Wants the invoice once more.
 *     Disposition: Call back
 */

export interface NoteBlock {
  /** The first line: whose note it is. */
  heading: string;
  /** All of its lines; empty where there is nothing to say. */
  text: string;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** @param plain makes a text of which the CRM changes nothing */
export const noteBlock = (
  { author, text, disposition }: { author: string; text: string; disposition: string | null },
  plain: (text: string) => string,
): NoteBlock => {
  const heading = plain(`Note by ${oneLine(author)}:`);
  const lines = [
    ...(text.trim() === '' ? [] : [plain(text).trim()]),
    ...(disposition === null ? [] : [plain(`Disposition: ${oneLine(disposition)}`)]),
  ];
  return { heading, text: lines.length === 0 ? '' : [heading, ...lines].join('\n') };
};

/** Where these lines stand in it, whole; -1 where they do not. */
const findLines = (description: string, lines: string): number => {
  for (let at = description.indexOf(lines); at >= 0; at = description.indexOf(lines, at + 1)) {
    const end = at + lines.length;
    const begins = at === 0 || description[at - 1] === '\n';
    if (begins && (end === description.length || description[end] === '\n')) return at;
  }
  return -1;
};
export const holdsLines = (description: string, lines: string): boolean => findLines(description, lines) >= 0;

export interface Merged {
  /** What stays before and after the note. */
  head: string;
  tail: string;
}
export const joined = ({ head, tail }: Merged, text: string): string => {
  if (text !== '') return head + text + tail;
  // Without the note the empty line beside it goes, too.
  const [before, after] = [head.trimEnd(), tail.trimStart()];
  return before === '' || after === '' ? before + after : `${before}\n\n${after}`;
};

/**
 * Where the note goes. Whatever else stands there stays, and so does a note that somebody edited in the CRM: the new one is
 * added below it.
 * @param written the note as it stood in the CRM the last time; null: never
 * @returns null where nothing is to be changed
 */
export const placeNote = (
  description: string,
  { heading, text }: NoteBlock,
  written: string | null,
): Merged | null => {
  const old = written === null || written === text ? -1 : findLines(description, written);
  if (written !== null && old >= 0)
    return { head: description.slice(0, old), tail: description.slice(old + written.length) };
  if (text === '' || holdsLines(description, text)) return null;
  // It was written, and somebody has edited it since.
  if (written === text && holdsLines(description, heading)) return null;
  const before = description.trimEnd();
  return { head: before === '' ? '' : `${before}\n\n`, tail: '' };
};
