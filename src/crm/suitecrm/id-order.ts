/** Whether a page that was asked for in the order of ids, behind the page before, is what came. */
const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);

/** Ids of other forms are compared by rules of the database that are not known here. */
export const isInOrder = (ids: readonly string[], after: string | null): boolean => {
  if (after !== null && ids.includes(after)) return false;
  const known = (after === null ? ids : [after, ...ids]).filter(isUuid).map((id) => id.toLowerCase());
  return known.every((id, at) => at === 0 || (known[at - 1] ?? '') < id);
};
