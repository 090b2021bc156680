const simple: Record<string, string> = { n: '\n', r: '\r', t: '\t', a: '', b: '', f: '', v: '', '0': '' };

/**
 * Undoes the C-escapes in names: Asterisk 22 sends `O\'Neil`, `\\\"`, `\r\n` (16 sends names as they are, where a lone
 * backslash before any other letter is left standing). Line breaks and control characters become one space: a name is one
 * line, and the attacker who put a break into his name gains nothing.
 *
 * A SIP phone that quotes its display name gives `\"` which Asterisk keeps and then escapes again: `\\\"`; both layers go.
 */
export const unescapeC = (value: string): string => {
  if (!value.includes('\\')) return value;
  const once = value.replace(/\\(.)/gs, (whole, letter: string) =>
    letter === '\\' || letter === '"' || letter === "'" || letter === '?'
      ? letter
      : (simple[letter] ?? whole),
  );
  return once
    .replace(/\\(["'])/g, '$1')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
};
