import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StaffMember } from '../../../crm/port';
import type { Agent } from '../../../shared/protocol/agent';
import { agentSchema } from '../../../shared/protocol/agent';
import type { AgentOrigin, StoredAgent } from '../../store/agent-port';
import { agentIdOf, planAgents, removesTooMany } from './plan';

const user = (id: string, ...extensions: string[]): StaffMember => ({ id, name: `U ${id}`, extensions });
const stored = (
  userId: string | null,
  extensions: string[],
  { origin = 'crm', pbxId = 'pbx' }: { origin?: AgentOrigin; pbxId?: string } = {},
): StoredAgent => ({
  agent: { id: `a-${userId ?? 'x'}`, name: `U ${userId ?? 'x'}`, pbxId, extensions, crmUserId: userId },
  createdAt: '2026-11-23T09:00:00.000Z',
  origin,
});
const ids = (agents: readonly Agent[]) => agents.map(({ crmUserId }) => crmUserId);

describe('who gets which extension', () => {
  it('two who swap get each the other’s', () => {
    const plan = planAgents(
      [user('1', '2002'), user('2', '2001')],
      [stored('1', ['2001']), stored('2', ['2002'])],
      'pbx',
    );
    expect(plan.conflicts).toEqual([]);
    expect(plan.changed.map(({ after }) => [after.crmUserId, ...after.extensions])).toEqual([
      ['1', '2002'],
      ['2', '2001'],
    ]);
  });

  it('who has it keeps it; who wants it stays as he is, and keeps his own from a third', () => {
    const plan = planAgents(
      [user('1', '2002'), user('2', '2002'), user('3', '2001')],
      [stored('1', ['2001']), stored('2', ['2002'])],
      'pbx',
    );
    expect(plan.unchanged).toBe(1);
    expect(plan.conflicts.map(({ userId }) => userId)).toEqual(['1', '3']);
    expect([plan.added, plan.changed, plan.removed]).toEqual([[], [], []]);
  });

  it('an extension of another PBX is another one', () => {
    const north = stored(null, ['2001'], { origin: 'api', pbxId: 'north' });
    expect(ids(planAgents([user('1', '2001')], [north], 'pbx').added)).toEqual(['1']);
    expect(planAgents([user('1', '2001')], [north], 'north').conflicts).toHaveLength(1);
  });

  it('moves with its PBX', () => {
    const plan = planAgents([user('1', '2001')], [stored('1', ['2001'], { pbxId: 'north' })], 'pbx');
    expect(plan.changed).toMatchObject([{ before: { pbxId: 'north' }, after: { pbxId: 'pbx' } }]);
  });

  it('one who lost his extension is no agent any more', () => {
    expect(ids(planAgents([user('1')], [stored('1', ['2001'])], 'pbx').removed)).toEqual(['1']);
  });
});

it('whatever the CRM says: no extension twice, nothing of others touched, and carried out it is at rest', () => {
  const extension = fc.constantFrom('2001', '2002', '2003', '2004', 'x', '1'.repeat(30));
  const userId = fc.constantFrom('1', '2', '3', '4', '5');
  const users = fc.uniqueArray(
    fc.record({ id: userId, name: fc.string(), extensions: fc.array(extension, { maxLength: 3 }) }),
    { selector: ({ id }) => id },
  );
  const apply = (agents: readonly StoredAgent[], list: readonly StaffMember[]): StoredAgent[] => {
    const plan = planAgents(list, agents, 'pbx');
    const gone = new Set(plan.removed.map(({ id }) => id));
    const changed = new Map(plan.changed.map(({ after }) => [after.id, after]));
    const left = agents
      .filter(({ agent }) => !gone.has(agent.id))
      .map((one) => ({ ...one, agent: changed.get(one.agent.id) ?? one.agent }));
    const createdAt = '2026-11-23T09:00:00.000Z';
    return [...left, ...plan.added.map((agent) => ({ agent, createdAt, origin: 'crm' as const }))];
  };
  const others = [stored('4', ['2004'], { origin: 'config' }), stored(null, ['2003'], { origin: 'api' })];
  fc.assert(
    fc.property(users, users, (before, after) => {
      const first = apply(others, before);
      const second = apply(first, after);
      for (const agents of [first, second]) {
        const all = agents.flatMap(({ agent }) => agent.extensions);
        expect(new Set(all).size).toBe(all.length);
        expect(agents.slice(0, 2)).toEqual(others);
      }
      const again = planAgents(after, second, 'pbx');
      expect([again.added, again.changed, again.removed]).toEqual([[], [], []]);
    }),
  );
});

it.each<[string, RegExp]>([
  ['Anna Müller', /^anna\.muller-[0-9a-f]{6}$/],
  ['Jörg-Peter Groß (2)', /^jorg\.peter\.gross\.2-[0-9a-f]{6}$/],
  ['王小明', /^user-[0-9a-f]{6}$/],
  ['x'.repeat(200), /^x{40}-[0-9a-f]{6}$/],
])('the id of %s can be read', (name, id) => {
  expect(agentIdOf({ id: '7', name })).toMatch(id);
  expect(agentSchema.shape.id.safeParse(agentIdOf({ id: '7', name })).success).toBe(true);
  expect(agentIdOf({ id: '8', name })).not.toBe(agentIdOf({ id: '7', name }));
});

it('six of ten gone at once is a mistake, five are not', () => {
  const all = Array.from({ length: 10 }, (_, n) => stored(String(n), [`200${n}`]));
  const still = (count: number) =>
    all.slice(0, count).map(({ agent }) => user(agent.id.slice(2), ...agent.extensions));
  expect(removesTooMany(planAgents(still(4), all, 'pbx'))).toBe(true);
  expect(removesTooMany(planAgents(still(5), all, 'pbx'))).toBe(false);
});
