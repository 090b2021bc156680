/** What one change did to a call, as fields before and after: for people who ask why. */
import type { Call } from '../../../shared/call/call';
import type { CallChange } from '../../../shared/call/change';
import type { FieldChange, PopChange } from '../../../shared/protocol/call-events';

const unsaid = new Set(['id', 'pbxId', 'linkedId', 'version']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `remote: {number: 1}` -> `remote.number: 1`; lists are one value, but each leg stands under its extension. */
const flatten = (value: Record<string, unknown>, path: string, into: Map<string, unknown>): void => {
  for (const [name, part] of Object.entries(value)) {
    if (isObject(part)) flatten(part, `${path}${name}.`, into);
    else into.set(`${path}${name}`, part);
  }
};
const fieldsOf = (call: Call | null): Map<string, unknown> => {
  const fields = new Map<string, unknown>();
  if (!call) return fields;
  const { legs, ...rest } = call;
  const said = Object.fromEntries(Object.entries(rest).filter(([name]) => !unsaid.has(name)));
  flatten(said, '', fields);
  for (const leg of legs) {
    const { extension, ...part } = leg;
    flatten(part, `legs.${extension}.`, fields);
  }
  return fields;
};

/** Of a new call only what it has is said, not all that it has not. */
const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === false || value === 0 || JSON.stringify(value) === '[]';

export const fieldChanges = ({ call, previous }: CallChange): FieldChange[] => {
  const before = fieldsOf(previous);
  const after = fieldsOf(call);
  const changes: FieldChange[] = [];
  for (const field of new Set([...before.keys(), ...after.keys()])) {
    const [was = null, is = null] = [before.get(field), after.get(field)];
    if (JSON.stringify(was) === JSON.stringify(is) || (!before.has(field) && isNothing(is))) continue;
    changes.push({ field, before: was, after: is });
  }
  return changes;
};

/**
 * The pops that this change opens (a phone begins to ring) and closes (that phone's part in the call is over; the pop of an
 * answered call stays as its card until then). `agentsOf` are those whose desktops were told to open it.
 */
export const popChanges = (
  { call, previous }: CallChange,
  agentsOf: (extension: string) => readonly string[],
): PopChange[] =>
  call.legs.flatMap((leg): PopChange[] => {
    const { extension, rangAt } = leg;
    if (rangAt === null) return [];
    const before = previous?.legs.find((one) => one.extension === extension);
    const wasOpen = before !== undefined && before.rangAt !== null && before.state !== 'ended';
    if (leg.state === 'ringing' && !(wasOpen && before.rangAt === rangAt))
      return [{ action: 'opened', extension, reason: 'ringing', agents: [...agentsOf(extension)] }];
    return leg.state === 'ended' && wasOpen
      ? [{ action: 'closed', extension, reason: leg.endReason ?? 'ended', agents: [] }]
      : [];
  });
