/** What one change did to a call, as fields before and after: for people who ask why. */
import type { Call, Leg } from '../../../shared/call/call';
import type { CallChange } from '../../../shared/call/change';
import type { FieldChange, PopChange } from '../../../shared/protocol/call-events';

const unsaid = new Set(['id', 'pbxId', 'linkedId', 'version', 'legs']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of what is new only that is said which it has, not all that it has not. */
const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === false || value === 0 || JSON.stringify(value) === '[]';

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** `remote: {number: 1}` -> `remote.number: 1`; a list is one value. */
const compare = (path: string, before: unknown, after: unknown, into: FieldChange[]): void => {
  // Most parts of a call are the same object after a change as before it.
  if (before === after) return;
  if (isObject(before) || isObject(after)) {
    const [was, is] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
    for (const name of new Set([...Object.keys(was), ...Object.keys(is)]))
      compare(`${path}.${name}`, was[name], is[name], into);
    return;
  }
  if (same(before, after) || (before === undefined && isNothing(after))) return;
  into.push({ field: path, before: before ?? null, after: after ?? null });
};

/** By extension; who comes back to a call has another leg, `1001(2)`. */
export const partsOf = (call: Call | null): Map<string, Leg> => {
  const parts = new Map<string, Leg>();
  for (const leg of call?.legs ?? []) {
    let name = leg.extension;
    for (let nth = 2; parts.has(name); nth += 1) name = `${leg.extension}(${nth})`;
    parts.set(name, leg);
  }
  return parts;
};

export const fieldChanges = ({ call, previous }: CallChange): FieldChange[] => {
  const changes: FieldChange[] = [];
  const before: Partial<Call> = previous ?? {};
  for (const [name, after] of Object.entries(call))
    if (!unsaid.has(name)) compare(name, before[name as keyof Call], after, changes);
  const [was, is] = [partsOf(previous), partsOf(call)];
  for (const part of new Set([...was.keys(), ...is.keys()]))
    compare(`legs.${part}`, was.get(part), is.get(part), changes);
  return changes.filter(({ field }) => !field.endsWith('.extension'));
};

/**
 * The pops that this change opens (a phone begins to ring) and closes (that phone's part in the call is over; the pop of an
 * answered call stays as its card until then). `agentsOf` are those whose desktops were told to open it.
 */
export const popChanges = (
  { call, previous }: CallChange,
  agentsOf: (extension: string) => readonly string[],
): PopChange[] => {
  const was = partsOf(previous);
  return [...partsOf(call)].flatMap(([part, leg]): PopChange[] => {
    const { extension, rangAt } = leg;
    if (rangAt === null) return [];
    const before = was.get(part);
    const wasOpen = before !== undefined && before.rangAt !== null && before.state !== 'ended';
    if (leg.state === 'ringing' && !(wasOpen && before.rangAt === rangAt))
      return [{ action: 'opened', extension, reason: 'ringing', agents: [...agentsOf(extension)] }];
    return leg.state === 'ended' && wasOpen
      ? [{ action: 'closed', extension, reason: leg.endReason ?? 'ended', agents: [] }]
      : [];
  });
};
