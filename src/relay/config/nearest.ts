/** Edit distance (Levenshtein), two rows. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The known name that a mistyped one most likely means, or null where none is near enough to be worth a guess. */
export const nearest = (name: string, known: readonly string[], maxDistance = 3): string | null => {
  let best: { name: string; distance: number } | null = null;
  for (const candidate of known) {
    const found = distance(name, candidate);
    if (found <= maxDistance && (best === null || found < best.distance))
      best = { name: candidate, distance: found };
  }
  return best?.name ?? null;
};
