/** What a column is sorted by; null is not known and stands last, whichever way. */
export type SortBy<Row> = (row: Row) => string | number | null;
export interface Order {
  column: string;
  down: boolean;
}

/** A new list; rows that are alike stay as they came. Texts as people sort them: `Ä` beside `A`, `9` before `10`. */
export const sortRows = <Row>(
  rows: readonly Row[],
  by: SortBy<Row>,
  down: boolean,
  locale: string,
): readonly Row[] => {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const way = down ? -1 : 1;
  return rows
    .map((row) => ({ row, key: by(row) }))
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      if (typeof a.key === 'number' && typeof b.key === 'number') return way * (a.key - b.key);
      return way * compare(String(a.key), String(b.key));
    })
    .map(({ row }) => row);
};

/** A first click sorts up, a second one down, a third one leaves the rows as they came. */
export const nextOrder = (order: Order | null, column: string): Order | null => {
  if (order?.column !== column) return { column, down: false };
  return order.down ? null : { column, down: true };
};
