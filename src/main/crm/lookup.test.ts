import { describe, expect, it } from 'vitest';
import { aCall, maria } from '../../../tests/support/calls';
import type { CrmCandidate, CrmClient, CrmMatch } from '../../crm/port';
import { AppError } from '../../shared/errors';
import type { CrmLookup } from '../../shared/companion/crm-contexts';
import { noContext, type CrmContext, type CrmPart } from '../../shared/protocol/crm-context';
import { err, ok } from '../../shared/result';
import { createCrmLookup } from './lookup';

const candidate = (id: string): CrmCandidate => ({
  contact: { ...maria, id },
  accountId: null,
  title: id,
  assignedTo: null,
});
const match: CrmMatch = { ...candidate('maria'), others: [candidate('erik')] };
const ref = (id: string) => ({ module: 'Contacts' as const, id });

const setUp = (crm: Partial<Pick<CrmClient, 'findByNumber' | 'context' | 'candidate'>> = {}) => {
  const asked: string[] = [];
  const told: [CrmContext, readonly CrmPart[] | undefined][] = [];
  const own = createCrmLookup({
    findByNumber: () => Promise.resolve(ok(match)),
    context: ({ contact, title }, onPart) => {
      asked.push(contact.id);
      onPart?.({ ...noContext, contact, title }, ['cases']);
      return Promise.resolve(ok({ ...noContext, contact, title }));
    },
    candidate: ({ id }) => Promise.resolve(ok(id === 'gone' ? null : candidate(id))),
    ...crm,
  });
  const ask = (picked: Parameters<CrmLookup['lookup']>[2] = null) =>
    own.lookup(aCall(), (part, pending) => told.push([part, pending]), picked);
  return { asked, told, ask };
};

describe('createCrmLookup', () => {
  it('tells who first, then the parts, always with all who have the number', async () => {
    const { told, ask } = setUp();
    const context = await ask();
    expect(context).toMatchObject({ contact: { id: 'maria' }, title: 'maria' });
    expect(told.map(([, pending]) => pending)).toEqual([['calls', 'cases', 'opportunities'], ['cases']]);
    for (const { matches } of [...told.map(([part]) => part), context ?? noContext])
      expect(matches.map(({ contact }) => contact.id)).toEqual(['maria', 'erik']);
  });

  it.each([
    ['the remembered one where the number leads there', ref('erik'), 'erik'],
    ['not one whose number it is no more', ref('somebody'), 'maria'],
    [
      'whom the agent picked for this call, whatever his number',
      { ...ref('somebody'), anyway: true },
      'somebody',
    ],
    ['the best where the picked one is gone', { ...ref('gone'), anyway: true }, 'maria'],
  ])('shows %s', async (_, picked, id) => {
    const { asked, ask } = setUp();
    expect((await ask(picked))?.contact?.id).toBe(id);
    expect(asked).toEqual([id]);
  });

  it('knows nobody without a word about others', async () => {
    const { told, ask } = setUp({ findByNumber: () => Promise.resolve(ok(null)) });
    expect(await ask(ref('erik'))).toBeNull();
    expect(told).toEqual([]);
  });

  it('throws what the CRM said', async () => {
    const error = new AppError('crm_timeout', 'The CRM is slow.');
    const { ask } = setUp({ findByNumber: () => Promise.resolve(err(error)) });
    await expect(ask()).rejects.toBe(error);
  });
});
