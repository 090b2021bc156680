import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTexts } from '../i18n';
import { nextOrder, sortRows, type Order, type SortBy } from './sort-rows';

export interface Column<Row> {
  id: string;
  head: string;
  /** More about the column, shown by the pointer. */
  title?: string;
  /** Its head is there for screen readers only, e.g. above buttons. */
  quietHead?: boolean;
  /** Of the head and of each cell: its width, `number`, `optional` (not on a narrow page) ... */
  className?: string;
  /** Left out: the column does not sort. */
  sort?: SortBy<Row>;
  /** It needs a person. */
  bad?: (row: Row) => boolean;
  cell: (row: Row) => ReactNode;
}

const Head = <Row,>({
  column: { id, head, title, quietHead = false, className, sort },
  order,
  onOrder,
}: {
  column: Column<Row>;
  order: Order | null;
  onOrder: (order: Order | null) => void;
}) => {
  const mine = order?.column === id ? order : null;
  const Arrow = mine?.down ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={className}
      title={title}
      aria-sort={sort && (mine === null ? 'none' : mine.down ? 'descending' : 'ascending')}
    >
      {quietHead ? (
        <span className="visually-hidden">{head}</span>
      ) : sort ? (
        <button type="button" className="sort" onClick={() => onOrder(nextOrder(order, id))}>
          <span className="clip">{head}</span>
          <Arrow className="icon" aria-hidden data-on={mine !== null} />
        </button>
      ) : (
        head
      )}
    </th>
  );
};

/** Rows that are all here, so that a click on a column's name sorts them. */
export const Table = <Row,>({
  columns,
  rows,
  rowKey,
  rowId,
  testId,
  className,
}: {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What a test finds a row by, in `data-row`. */
  rowId?: (row: Row) => string;
  testId: string;
  className?: string;
}) => {
  const { locale } = useTexts();
  const [order, setOrder] = useState<Order | null>(null);
  const by = columns.find(({ id }) => id === order?.column)?.sort;
  const shown = order && by ? sortRows(rows, by, order.down, locale) : rows;
  return (
    <table className={className === undefined ? 'table' : `table ${className}`}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head key={column.id} column={column} order={order} onOrder={setOrder} />
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={rowKey(row)} data-testid={testId} data-row={rowId?.(row)}>
            {columns.map(({ id, className: look, bad, cell }) => (
              <td key={id} className={look} data-bad={bad?.(row)}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
