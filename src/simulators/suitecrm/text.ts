/** How SuiteCRM mangles text on its way in and out (7.14.6 and 7.15.0, checked with recordings). */

const decoded: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#039': "'", amp: '&' };

/** HTMLPurifier on the way in: entities decoded, unknown tags gone with all they hold between the brackets. */
export const purify = (text: string): string =>
  text
    .replace(/&amp;amp;/g, '&amp;')
    .replace(/&(lt|gt|quot|#039|amp);/g, (entity, name: string) => decoded[name] ?? entity)
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- control characters are what is removed
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
    .replace(/<script\b.*?(<\/script>|$)/gis, '')
    .replace(/<(?!\/?(?:b|i|u|p|br|strong|em)>)[a-z/!?][^>]*(?:>|$)/gi, '');

const keptTags = /(<\/?(?:b|i|u|p|br|strong|em)>)/gi;

/** Cuts to a column's length in the purifier's own spelling, in which `&` takes five characters and a bare `<` four. */
export const cutColumn = (purified: string, maxChars: number): string => {
  const spelled = purified
    .split(keptTags)
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    )
    .join('');
  return Array.from(spelled)
    .slice(0, maxChars)
    .join('')
    .replace(/&(lt|gt|amp);/g, (entity, name: string) => decoded[name] ?? entity);
};

/** On the way out; a bare `&` stays bare. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#039;');

/** Nothing in it that has a case or an accent, as in a phone number. */
const isPlain = /^[ -@]*$/;

/** The collation of the database: neither case nor accents count. */
export const collate = (text: string): string =>
  isPlain.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** MySQL's LIKE: `%` any text, `_` one character, over the whole value. @returns a test of collated values */
export const like = (pattern: string): ((text: string) => boolean) => {
  const wanted = collate(pattern);
  if (wanted.includes('_')) {
    const spelled = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const expression = new RegExp(`^${spelled.replaceAll('%', '.*').replaceAll('_', '.')}$`, 's');
    return (text) => expression.test(text);
  }
  const [head = '', ...rest] = wanted.split('%');
  const tail = rest.pop();
  if (tail === undefined) return (text) => text === head;
  const least = wanted.replaceAll('%', '').length;
  return (text) => {
    if (text.length < least || !text.startsWith(head) || !text.endsWith(tail)) return false;
    const end = text.length - tail.length;
    let at = head.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
};
