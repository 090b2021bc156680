import { expect, it } from 'vitest';
import type { AgentsFromCrm } from '../../shared/protocol/agents-from-crm';
import { changesSomething, planRows } from './crm-plan';

const agent = (id: string, extension: string) => ({
  id,
  name: id,
  pbxId: 'pbx',
  extensions: [extension],
  crmUserId: null,
});
const nothing: AgentsFromCrm = {
  applied: false,
  users: 9,
  withoutExtension: 4,
  keptElsewhere: 1,
  unchanged: 4,
  added: [],
  changed: [],
  removed: [],
  conflicts: [],
};

it('names who loses his access first, then who stays as he is and why', () => {
  const rows = planRows({
    ...nothing,
    added: [agent('kim', '1011')],
    changed: [{ before: agent('anna', '1001'), after: agent('anna', '1007') }],
    removed: [agent('ben', '1002')],
    conflicts: [{ userId: 'u4', name: 'Lee', extensions: ['1001'], reason: '1001 is of anna.' }],
  });
  expect(rows.map(({ what, id }) => [what, id])).toEqual([
    ['removed', 'ben'],
    ['conflict', 'u4'],
    ['changed', 'anna'],
    ['added', 'kim'],
  ]);
  expect(rows[1]?.reason).toBe('1001 is of anna.');
  expect(rows[2]?.before).toEqual({ name: null, extensions: ['1001'] });
});

it('knows when there is nothing to do', () => {
  expect(changesSomething(nothing)).toBe(false);
  expect(changesSomething({ ...nothing, removed: [agent('ben', '1002')] })).toBe(true);
});
