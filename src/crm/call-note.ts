/** What a person wrote about a call, out of a description that the relay has written too. */

/** How the relay's own lines begin: facts that stand elsewhere on the screen. */
const ownLines =
  /^(Name on the phone|Dialled|Queue|Rang|Talked|Waited|Answered after|Transfer|Attended transfer|Talk time|Outcome|Ended by|Recording|Call id|AI (?:conversation|agent|goal|found|ended)[^:]*): /;
/** Whose note it is, above each, see `note-block.ts`. */
const heading = /^Note by .*:$/;
const mostChars = 200;

/** @returns one line, null where nothing but the relay's own lines stands there */
export const callNote = (description: string): string | null => {
  const text = description
    .split(/\r?\n/)
    .filter((line) => !ownLines.test(line) && !heading.test(line))
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/(?<=^| )AI summary: /g, '')
    .trim();
  if (text === '') return null;
  return text.length <= mostChars ? text : `${text.slice(0, mostChars - 1).trimEnd()}…`;
};
