/** What of two answers must be equal: keys and types everywhere, texts of errors and of single records word for word. */

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface Comparable {
  status: number;
  isJson: boolean;
  body: unknown;
}

/** A body as text is parsed where it is JSON; the real one's invalid JSON (a database failure) stays text on both sides. */
export const comparable = (status: number, body: unknown): Comparable => {
  if (typeof body !== 'string') return { status, isJson: true, body };
  try {
    const parsed: unknown = JSON.parse(body);
    return { status, isJson: true, body: parsed };
  } catch {
    // Of a web page only that it is one counts.
    return { status, isJson: false, body: body.startsWith('<') ? '<web page>' : body };
  }
};

/** Keys and types; a list is the shape of its first item, because how many there are depends on the data. */
export const shapeOf = (value: unknown, key = ''): unknown => {
  // A redacted JWT in the recordings, a text on the wire.
  if (key === 'access_token') return 'string';
  // Which links of a page are null depends on how many pages there are.
  if (['first', 'prev', 'next', 'last'].includes(key)) return 'link or null';
  // PHP's trace of a fatal error.
  if (key === 'trace') return 'trace';
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (!isObject(value)) return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, shapeOf(inner, name)]),
  );
};

/** Made by the server's clock, or by what else the recorded server held. */
const ofTheServer = [
  'id',
  'date_entered',
  'date_modified',
  'case_number',
  'created_by',
  'created_by_name',
  'modified_user_id',
  'modified_by_name',
  'assigned_user_name',
  // Slow mail settings of the recorded user.
  'email1',
  'phone_work',
];

export const exactOf = (body: unknown): unknown => {
  if (!isObject(body)) return body;
  const { data, meta, errors, error, error_description: description, hint, message } = body;
  return {
    errors,
    error: typeof error === 'string' ? error : undefined,
    description,
    hint,
    message,
    meta: isObject(meta) ? meta['message'] : undefined,
    record: isObject(data) && data['type'] !== 'User' ? recordOf(data) : undefined,
  };
};

const recordOf = ({ type, attributes, relationships }: Record<string, unknown>): unknown => ({
  type,
  relationships,
  attributes: isObject(attributes)
    ? Object.fromEntries(Object.entries(attributes).filter(([name]) => !ofTheServer.includes(name)))
    : attributes,
});
