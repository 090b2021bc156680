/** Creating and changing records: the rules of the API, and what SuiteCRM makes of the values. */
import { invalid, refused, slimError, type SimAnswer } from './answer';
import { fieldsOf, moduleNamed, typeOf, type Database, type ModuleName, type Row } from './data';
import { accessDenied, type Rights } from './rights';
import { attach } from './attach';
import type { Faults } from './faults';
import { cutColumn, purify } from './text';

export interface WriteContext {
  db: Database;
  userId: string;
  now: string;
  newId: () => string;
  rights: Rights;
  faults: Pick<Faults, 'refusedExtensions' | 'failBeforeFile'>;
}
export interface Written {
  module: ModuleName;
  row: Row;
}

const idPattern = /^(\d+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
export const isRecordId = (id: string): boolean => idPattern.test(id);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
const noSuchOption = (name: string, allowed: readonly string[]): SimAnswer =>
  invalid(`The option "${name}" does not exist. Defined options are: ${quoted(allowed)}.`);
const required = (name: string): SimAnswer => invalid(`The required option "${name}" is missing.`);

/** `{data: {...}}` with nothing else in it. */
export const parseData = (
  body: unknown,
  allowed: readonly string[],
): { data: Record<string, unknown> } | { refusal: SimAnswer } => {
  if (!isObject(body) || !('data' in body)) return { refusal: required('data') };
  const extra = Object.keys(body).find((name) => name !== 'data');
  if (extra !== undefined) return { refusal: noSuchOption(extra, ['data']) };
  const { data } = body;
  if (Array.isArray(data)) return { refusal: noSuchOption('0', allowed) };
  if (!isObject(data)) return { refusal: invalid('The option "data" with value array is invalid.') };
  const unknown = Object.keys(data).find((name) => !allowed.includes(name));
  return unknown === undefined ? { data } : { refusal: noSuchOption(unknown, allowed) };
};

/** What a create or patch asks for, checked. */
const parseWrite = (body: unknown, needsId: boolean) => {
  const parsed = parseData(body, ['attributes', 'id', 'type']);
  if ('refusal' in parsed) return parsed;
  const { type, id, attributes } = parsed.data;
  if (typeof type !== 'string') return { refusal: required('type') };
  if (needsId && id === undefined) return { refusal: required('id') };
  if (id !== undefined && (typeof id !== 'string' || !isRecordId(id)))
    return {
      refusal: invalid(`The option "id" with value "${typeof id === 'string' ? id : 'array'}" is invalid.`),
    };
  if (attributes !== undefined && (!isObject(attributes) || Object.keys(attributes).length === 0))
    return { refusal: invalid('The option "data" with value array is invalid.') };
  const module = moduleNamed(type);
  if (!module) return { refusal: invalid(`Module ${type} does not exist`) };
  const values = isObject(attributes) ? attributes : {};
  const unknown = Object.keys(values).find((name) => !(name in fieldsOf(module)));
  if (unknown !== undefined)
    return { refusal: invalid(`Property ${unknown} in ${typeOf(module)} module is invalid`) };
  return { module, id: typeof id === 'string' ? id : null, values };
};

export const create = (ctx: WriteContext, body: unknown): Written | { refusal: SimAnswer } => {
  const parsed = parseWrite(body, false);
  if ('refusal' in parsed) return parsed;
  const { module, values } = parsed;
  if (!ctx.rights.hasModule(ctx.userId, module)) return { refusal: refused(accessDenied) };
  const id = parsed.id ?? ctx.newId();
  if (ctx.db.has(module, id)) return { refusal: refused(`Bean ${module} with id ${id} is already exist`) };
  const row: Row = {
    id,
    deleted: false,
    values: {
      date_entered: ctx.now,
      date_modified: ctx.now,
      created_by: ctx.userId,
      modified_user_id: ctx.userId,
      ...(module === 'Calls' ? { status: 'Planned' } : {}),
    },
  };
  const problem = apply(module, row, values);
  if (problem) return { refusal: problem };
  ctx.db.put(module, row);
  const unfiled = attach(ctx.faults, module, row, values);
  return unfiled ? { refusal: unfiled } : { module, row };
};

export const patch = (ctx: WriteContext, body: unknown): Written | { refusal: SimAnswer } => {
  const parsed = parseWrite(body, true);
  if ('refusal' in parsed) return parsed;
  const { module, values } = parsed;
  const id = parsed.id ?? '';
  const row = ctx.db.get(module, id);
  if (!row) return { refusal: refused(`${module} module with id ${id} is not found`) };
  if (!ctx.rights.sees(ctx.userId, module, row)) return { refusal: refused(accessDenied) };
  // Saving any change loses the seconds of the start.
  const start = row.values['date_start'];
  if (start) row.values['date_start'] = `${start.slice(0, 16)}:00`;
  ctx.db.changed(module);
  const problem = apply(module, row, values);
  if (problem) return { refusal: problem };
  row.values['date_modified'] = ctx.now;
  row.values['modified_user_id'] = ctx.userId;
  const unfiled = attach(ctx.faults, module, row, values);
  return unfiled ? { refusal: unfiled } : { module, row };
};

const isDate = (name: string): boolean => name.startsWith('date_');
const dbDate = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
/** Not stored: they come from relationships. */
const notStored = ['contact_id', 'contact_name', 'parent_name'];

const apply = (module: ModuleName, row: Row, values: Record<string, unknown>): SimAnswer | null => {
  for (const [name, value] of Object.entries(values)) {
    if (name === 'filecontents') continue;
    if (notStored.includes(name) && module === 'Calls') continue;
    if (isDate(name)) {
      if (value !== null && typeof value !== 'string')
        return refused(
          `Date should be a string, ${typeof value === 'number' ? 'integer' : typeof value} given.`,
        );
      // ISO 8601 and everything else is dropped without a word.
      row.values[name] = typeof value === 'string' && dbDate.test(value) ? value : '';
    } else row.values[name] = column(module, name, value);
  }
  if (module !== 'Calls' || !values['date_start'] || row.values['date_start'] === '') return null;
  if ('duration_minutes' in values && row.values['duration_hours'] === undefined)
    return slimError('Call to a member function asDb() on bool');
  row.values['date_end'] = endOf(row.values);
  return null;
};

const column = (module: ModuleName, name: string, value: unknown): string => {
  const text =
    value === null || value === undefined
      ? ''
      : typeof value === 'boolean'
        ? value
          ? '1'
          : '0'
        : typeof value === 'number' || typeof value === 'string'
          ? String(value)
          : '';
  const clean = purify(text);
  if (name === 'name') return cutColumn(clean, module === 'Notes' ? 255 : 50);
  return name === 'description' ? clean.slice(0, 65_535) : clean;
};

const endOf = (values: Record<string, string>): string => {
  const start = Date.parse(`${(values['date_start'] ?? '').slice(0, 16).replace(' ', 'T')}:00Z`);
  const minutes = Number(values['duration_hours'] ?? 0) * 60 + Number(values['duration_minutes'] ?? 0);
  return new Date(start + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
};
