const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * How well a word fits what is typed: its letters in their order, better at the beginnings of words and side by side.
 * @returns 0 where it does not fit
 */
export const fuzzyScore = (typed: string, candidate: string): number => {
  const [wanted, text] = [fold(typed).replaceAll(' ', ''), fold(candidate)];
  if (wanted === '') return 1;
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return 0;
    const begins = next === 0 || /[\s(-]/.test(text[next - 1] ?? '');
    score += next === at + 1 ? 3 : begins ? 2 : 1;
    at = next;
  }
  // Of two that fit alike the shorter one says less that was not meant.
  return score / wanted.length + 1 / (text.length + 1);
};
