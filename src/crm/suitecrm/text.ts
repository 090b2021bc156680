/** Text to and from SuiteCRM: entities, the HTML purifier, column lengths, dates. Measured on 7.14.6 and 7.15.0. */

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#039;': "'",
  '&amp;': '&',
};

/** Undoes SuiteCRM's HTML escaping of answers: once, these five only, with the semicolon (`&copy=4` comes raw). */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|#039|amp);/g, (entity) => entities[entity] ?? entity);

/**
 * Makes text survive SuiteCRM's purifier, which eats everything from a `<` before a letter on (`<sip:bob@x>` vanishes,
 * also when sent as `&lt;`), and drops control characters. A space after the `<` keeps it.
 */
export const purifierSafe = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- control characters are what is removed
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
    .replace(/(<|&lt;)(?=[^\s\d])/gi, '< ');

/** SuiteCRM cuts a name while it is spelled as HTML: `&` takes five characters of the column, `<` and `>` four. */
const columnChars = (char: string): number => (char === '&' ? 5 : char === '<' || char === '>' ? 4 : 1);

/** How many of the characters fit into so much of a column. */
const fitting = (chars: readonly string[], maxChars: number): number => {
  let used = 0;
  const over = chars.findIndex((char) => (used += columnChars(char)) > maxChars);
  return over < 0 ? chars.length : over;
};

/** Cuts at a word where one ends in the last third, and shows the cut by an ellipsis. Counts characters, not UTF-16 units. */
export const shorten = (text: string, maxChars: number): string => {
  const chars = Array.from(text.trim());
  if (fitting(chars, maxChars) === chars.length) return chars.join('');
  const head = chars.slice(0, fitting(chars, maxChars - 1)).join('');
  const space = head.lastIndexOf(' ');
  return `${(space > (maxChars * 2) / 3 ? head.slice(0, space) : head).trimEnd()}…`;
};

/** Cuts to a column's length in UTF-8 bytes without breaking a character. */
export const cutBytes = (text: string, maxBytes: number): string => {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const marker = '…';
  return (
    new TextDecoder()
      .decode(Buffer.from(text).subarray(0, maxBytes - Buffer.byteLength(marker)))
      .replace(/\uFFFD+$/, '') + marker
  );
};

/** What a text takes of a column: SuiteCRM stores it spelled as HTML. */
export const columnBytes = (text: string): number =>
  Buffer.byteLength(text.replace(/[<>]/g, '&lt;').replace(/"/g, '&quot;').replace(/'/g, '&#039;'));

/** Cuts a text between lines into pieces that each fit into a column; a line that is longer is cut, too. At least one piece. */
export const splitText = (text: string, maxBytes: number): string[] => {
  const pieces: string[] = [];
  let piece: string[] = [];
  let used = 0;
  const close = (): void => {
    pieces.push(piece.join('\n'));
    piece = [];
    used = 0;
  };
  // A character takes six bytes at most.
  const longest = Math.floor(maxBytes / 6);
  const lines = text.split('\n').flatMap((line) => {
    const chars = Array.from(line);
    const rows = Math.max(1, Math.ceil(chars.length / longest));
    return Array.from({ length: rows }, (_, row) => chars.slice(row * longest, (row + 1) * longest).join(''));
  });
  for (const line of lines) {
    const bytes = columnBytes(line) + 1;
    if (used > 0 && used + bytes > maxBytes) close();
    piece.push(line);
    used += bytes;
  }
  close();
  return pieces;
};

/** The only form SuiteCRM stores whatever the user's settings are: UTC, no zone. ISO 8601 is dropped without a word. */
export const toCrmDate = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** The offset in answers is php.ini's zone stamped on the UTC wall time, so it is ignored. @returns ISO 8601 UTC or null */
export const fromCrmDate = (text: string): string | null => {
  const wall = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/.exec(text);
  if (!wall) return null;
  const date = new Date(`${wall[1] ?? ''}T${wall[2] ?? ''}.000Z`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};

/** Both parts always: date_start with duration_minutes alone is a PHP fatal error and nothing is saved. */
export const toCrmDuration = (seconds: number): { duration_hours: string; duration_minutes: string } => {
  const minutes = seconds > 0 ? Math.max(1, Math.round(seconds / 60)) : 0;
  return { duration_hours: String(Math.floor(minutes / 60)), duration_minutes: String(minutes % 60) };
};
