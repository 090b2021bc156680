/** Lists: which query parameters there are, and what they do. */
import { databaseFailure, invalid, refused, type SimAnswer } from './answer';
import { fieldsOf, typeOf, type Database, type ModuleName, type Row } from './data';
import { collate, like } from './text';

export interface Page {
  size: number;
  /** 0 when it was not given: `next` then points at page 1. */
  number: number;
}
export interface ListQuery {
  filters: { field: string; operator: string; value: string }[];
  any: boolean;
  sort: string | null;
  page: Page | null;
  fields: string[] | null;
}

const operators = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'like'];
const listOptions = ['fields', 'filter', 'moduleName', 'page', 'sort'];
const relatedOptions = ['filter', 'id', 'linkFieldName', 'moduleName', 'page', 'sort', 'sourceBean'];

/** Fields that are no columns: a filter on them is an SQL error. */
const nonDb: Partial<Record<ModuleName, readonly string[]>> = {
  Contacts: ['name', 'full_name', 'account_name', 'account_id'],
  Leads: ['name', 'full_name'],
  Opportunities: ['account_name', 'account_id', 'currency_name', 'currency_symbol'],
  Calls: ['parent_name', 'contact_name', 'contact_id', 'assigned_user_name'],
};

const isAnswer = (value: ListQuery | SimAnswer): value is SimAnswer => 'status' in value;
export { isAnswer as isRefusedQuery };

export const parseQuery = (
  search: URLSearchParams,
  module: ModuleName,
  kind: 'list' | 'related' | 'one',
): ListQuery | SimAnswer => {
  const query: ListQuery = { filters: [], any: false, sort: null, page: null, fields: null };
  const options = kind === 'related' ? relatedOptions : listOptions;
  let size: string | null = null;
  let number: string | null = null;
  for (const [name, value] of search) {
    const [option = '', first = '', second = ''] = name.replaceAll(']', '').split('[');
    if (!options.includes(option))
      return invalid(
        `The option "${option}" does not exist. Defined options are: ${options.map((one) => `"${one}"`).join(', ')}.`,
      );
    if (option === 'fields') {
      if (/\s/.test(value)) return invalid('The option "fields" with value array is invalid.');
      const names = value.split(',');
      const unknown = names.find((one) => !(one in fieldsOf(module)) && one !== 'id');
      if (unknown !== undefined)
        return invalid(`The following field in ${typeOf(module)} module is not found: ${unknown}`);
      query.fields = names;
    } else if (option === 'page' && first === 'size') size = value;
    else if (option === 'page') number = value;
    else if (option === 'sort') query.sort = value;
    else if (option === 'filter' && first === 'operator') {
      if (!/^(and|or)$/i.test(value)) return invalid(`Filter operator ${value} is invalid`);
      query.any = value.toLowerCase() === 'or';
    } else if (option === 'filter') {
      if (second === '') return invalid(`Filter field ${first} must be an array`);
      query.filters.push({ field: first, operator: second, value });
    }
  }
  if (size !== null && !/^[1-9]\d*$/.test(size))
    return invalid('The option "page" with value array is invalid.');
  if (number !== null && !/^[1-9]\d*$/.test(number))
    return invalid(`The option "number" with value "${number}" is invalid.`);
  if (size !== null || number !== null)
    query.page = { size: Number(size ?? 20), number: Number(number ?? 0) };
  return badFilter(query, module) ?? badSort(query, module) ?? query;
};

const badFilter = ({ filters }: ListQuery, module: ModuleName): SimAnswer | null => {
  for (const { field, operator } of filters) {
    if (!operators.includes(operator)) return invalid(`Filter operator ${operator} is invalid`);
    if (!(field in fieldsOf(module)) && field !== 'id')
      return invalid(`Filter field ${field} in ${typeOf(module)} module is not found`);
  }
  return null;
};

const badSort = ({ sort }: ListQuery, module: ModuleName): SimAnswer | null => {
  if (sort === null) return null;
  if (!/^-?\w+$/.test(sort)) return invalid(`The option "sort" with value "${sort}" is invalid.`);
  const name = sort.replace(/^-/, '');
  // A field of the record (recording 045), which answers do not show.
  return name in fieldsOf(module) || name === 'id'
    ? null
    : invalid(`Sort field ${name} in ${typeOf(module)} module is not found`);
};

/** @param rows the rows to look through, `all` of the module where there is no narrower choice */
export const runQuery = (
  db: Database,
  module: ModuleName,
  rows: readonly Row[] | 'all',
  query: ListQuery,
): { rows: Row[] } | SimAnswer => {
  if (query.filters.some(({ field }) => nonDb[module]?.includes(field) === true)) return databaseFailure();
  if (query.filters.some(({ field, value }) => field === 'deleted' && value === '1')) {
    const deleted = db.anyDeleted(module);
    if (deleted) return refused(`${module} module with id ${deleted.id} is not found`);
  }
  const kept =
    (rows === 'all' ? bySomeText(db, module, query) : null) ??
    through(rows === 'all' ? db.live(module) : rows, query);
  if (query.sort === null) return { rows: kept };
  const field = query.sort.replace(/^-/, '');
  const sign = query.sort.startsWith('-') ? -1 : 1;
  return {
    rows: kept.sort((a, b) => sign * collate(valueOf(a, field)).localeCompare(collate(valueOf(b, field)))),
  };
};

const through = (rows: readonly Row[], query: ListQuery): Row[] => {
  const tests = query.filters.map((filter) => {
    const holds = test(filter);
    return (row: Row): boolean => holds(collate(valueOf(row, filter.field)));
  });
  return rows.filter((row) =>
    query.any && tests.length > 0 ? tests.some((holds) => holds(row)) : tests.every((holds) => holds(row)),
  );
};

/** The search for a number in some fields, without a look at every field of 50,000 rows; null for any other search. */
const bySomeText = (db: Database, module: ModuleName, { filters, any }: ListQuery): Row[] | null => {
  const isText = ({ field, operator, value }: ListQuery['filters'][number]): boolean =>
    operator === 'like' && /[^%]/.test(value) && field !== 'id' && field !== 'deleted';
  if (!any || filters.length === 0 || !filters.every(isText)) return null;
  const found = new Map<number, Row>();
  for (const filter of filters) {
    const holds = test(filter);
    for (const { row, at, text } of db.column(module, filter.field))
      if (!row.deleted && holds(text)) found.set(at, row);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, row]) => row);
};

const valueOf = (row: Row, field: string): string =>
  field === 'id' ? row.id : field === 'deleted' ? '0' : (row.values[field] ?? '');

/** @returns a test of collated values */
const test = ({ operator, value: wanted }: ListQuery['filters'][number]): ((text: string) => boolean) => {
  if (operator === 'like') return like(wanted);
  const other = collate(wanted);
  const order = (text: string): number => text.localeCompare(other);
  switch (operator) {
    case 'eq':
      return (text) => order(text) === 0;
    case 'neq':
      return (text) => order(text) !== 0;
    case 'gt':
      return (text) => order(text) > 0;
    case 'gte':
      return (text) => order(text) >= 0;
    case 'lt':
      return (text) => order(text) < 0;
    default:
      return (text) => order(text) <= 0;
  }
};
