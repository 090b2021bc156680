import type { NumberSearch } from '../../shared/phone/search';

const parse = (text: string): { value: unknown } | null => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
};

/**
 * A record of somebody else without this number.
 * @returns null where it does not stand in it: a time, written as a number of JSON, may look like one and is none
 */
export const strikeOut = (text: string, search: NumberSearch): string | null => {
  if (!search.isIn(text)) return null;
  const json = parse(text);
  if (!json) return search.strike(text);
  const hits = { any: false };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const struck = search.strike(value);
      if (struck !== value) hits.any = true;
      return struck;
    }
    if (typeof value === 'number' && `+${value}` === search.number) {
      hits.any = true;
      return null;
    }
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [String(walk(name)), walk(inner)]),
    );
  };
  const struck = walk(json.value);
  return hits.any ? JSON.stringify(struck) : null;
};
