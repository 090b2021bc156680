/** The counts that each fault ends with: what was made, and what became of it at the desks and in the CRM. */
import { expect } from 'vitest';
import type { House, MadeCall } from './house';

const callIdOf = (description: string | undefined): string =>
  /^Call id: (\S+)$/m.exec(description ?? '')?.[1] ?? '';

/** @returns a sentence for everything that is not as it was */
export const wrongs = (house: Pick<House, 'made' | 'crm' | 'desks'>): string[] => {
  const wrong: string[] = [];
  const records = new Map<string, Record<string, string>[]>();
  for (const { values } of house.crm.records('Calls')) {
    const id = callIdOf(values['description']);
    if (id !== '') records.set(id, [...(records.get(id) ?? []), values]);
  }
  const judgeOne = ({ id, desks, held }: MadeCall): void => {
    const own = records.get(id) ?? [];
    records.delete(id);
    if (own.length !== 1) wrong.push(`${id} has ${own.length} records`);
    const status = held ? 'Held' : 'Not Held';
    if (own[0] && own[0]['status'] !== status) wrong.push(`${id} is ${own[0]['status']}, not ${status}`);
    const seen = house.desks().seenBy(id).sort().join();
    if (seen !== [...desks].sort().join()) wrong.push(`${id} popped at "${seen}", not at "${desks.join()}"`);
  };
  house.made.forEach(judgeOne);
  for (const id of records.keys()) wrong.push(`a record of a call that never was: ${id}`);
  return [
    ...wrong,
    ...house
      .desks()
      .twice()
      .map((one) => `popped twice at ${one}`),
  ];
};

/** Says the counts in one line, and fails where they are not equal. */
export const settle = (house: House, what: string, more = ''): void => {
  const due = house.made.reduce((sum, { desks }) => sum + desks.length, 0);
  const records = house.crm.records('Calls').filter(({ values }) => callIdOf(values['description']) !== '');
  console.log(
    `${what}: ${house.made.length} calls made, ${due} pops due, ${house.desks().shown()} delivered, ` +
      `${house.desks().acknowledged()} acknowledged, ${records.length} records in the CRM${more}`,
  );
  expect(wrongs(house)).toEqual([]);
  expect(house.desks().acknowledged()).toBe(due);
};
