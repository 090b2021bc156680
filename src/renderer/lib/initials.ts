/** First letters of the first and the last word; of a number, nothing but a sign. */
export const initialsOf = (name: string): string => {
  const letters = name
    .split(/\s+/)
    .map((part) => String.fromCodePoint(part.codePointAt(0) ?? 32).trim())
    .filter((letter) => /\p{L}/u.test(letter));
  return letters.length === 0
    ? '#'
    : letters
        .filter((_, index, all) => index === 0 || index === all.length - 1)
        .join('')
        .toUpperCase();
};
