/**
 * Reads the first JSON value of an answer and ignores what follows. SuiteCRM appends plain text after a database error,
 * and PHP with display_errors=On appends HTML warnings to a good answer (7.14.6 and 7.15.0).
 * @returns undefined when the text does not begin with a JSON object or array
 */
export const firstJson = (text: string): unknown => {
  const start = text.search(/\S/);
  if (start < 0 || !'{['.includes(text.charAt(start))) return undefined;
  const end = endOfValue(text, start);
  if (end === null) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(start, end));
    return value;
  } catch {
    return undefined;
  }
};

const endOfValue = (text: string, start: number): number | null => {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
};
