import { expect, it } from 'vitest';
import { aCall, aLeg, anna, ended, maria } from '../../../tests/support/calls';
import { createFakeClock } from '../../../tests/support/fake-clock';
import type { Agent } from '../../shared/protocol/agent';
import { agentView } from './agent-view';

const ben: Agent = { ...anna, id: 'ben', name: 'Ben Carter', extensions: ['1002'] };

const house = (tellsContacts = true) => {
  const clock = createFakeClock(Date.parse('2026-11-23T09:00:10.000Z'));
  const agents: Agent[] = [anna, ben];
  const asked: string[] = [];
  const view = agentView(tellsContacts, {
    clock,
    store: {
      agentsByExtension: (pbxId, extension) => {
        asked.push(extension);
        return agents.filter((agent) => agent.pbxId === pbxId && agent.extensions.includes(extension));
      },
    },
  });
  const names = (call = aCall({ legs: [aLeg('1001'), aLeg('1002'), aLeg('1009')] })) =>
    view(call).legs.map(({ name }) => name);
  return { clock, agents, asked, view, names };
};

it('says who has the phones of a call; a phone of nobody, or of another PBX, has no name', () => {
  const { names } = house();
  expect(names()).toEqual(['Anna Berg', 'Ben Carter', undefined]);
  expect(names(aCall({ pbxId: 'north', legs: [aLeg('1002')] }))).toEqual([undefined]);
});

it('does not guess which of two agents sits at a shared phone', () => {
  const { agents, names } = house();
  agents.push({ ...ben, id: 'carla', name: 'Carla Ruiz' });
  expect(names()).toEqual(['Anna Berg', undefined, undefined]);
});

it('asks once for all frames of a ring, and hears of a new name soon', () => {
  const { agents, asked, names, clock } = house();
  for (let frame = 0; frame < 200; frame += 1) names();
  expect(asked).toEqual(['1001', '1002', '1009']);
  agents[1] = { ...ben, name: 'Ben Carter-Wu' };
  clock.advance(10_001);
  expect(names()).toContain('Ben Carter-Wu');
});

it("names nobody in a call of long ago, whose phones may be others' by now", () => {
  const { clock, names } = house();
  const over = ended(aCall({ legs: [aLeg('1002')] }));
  expect(names(over)).toEqual(['Ben Carter']);
  clock.advance(25 * 60 * 60_000);
  expect(names(over)).toEqual([undefined]);
});

it('keeps back whom the relay found where agents must not be told', () => {
  const call = aCall({ contact: maria });
  expect(house().view(call).contact).toEqual(maria);
  expect(house(false).view(call).contact).toBeNull();
});
