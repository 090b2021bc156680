import { describe, expect, it } from 'vitest';
import { rankHits, type Hit } from './rank';

const hit = (id: string, part: Partial<Hit> = {}): Hit => ({
  id,
  kind: 'contact',
  accountId: null,
  convertedTo: null,
  quality: 'exact',
  extension: null,
  fieldRank: 0,
  modifiedAt: '2026-01-01',
  ...part,
});
const account = (id: string, part: Partial<Hit> = {}): Hit =>
  hit(id, { kind: 'account', accountId: id, ...part });
const lead = (id: string, part: Partial<Hit> = {}): Hit => hit(id, { kind: 'lead', ...part });

const table: [what: string, hits: Hit[], order: string[]][] = [
  ['nobody', [], []],
  ['one', [hit('a')], ['a']],
  [
    'the whole number before the national one, whatever else speaks for it',
    [hit('national', { quality: 'national', modifiedAt: '2026-09-01' }), account('exact')],
    ['exact', 'national'],
  ],
  [
    'the last digits count for nothing where the number itself is known',
    [hit('tail', { quality: 'tail' }), hit('national', { quality: 'national' })],
    ['national'],
  ],
  [
    'the last digits alone are shown while they are few',
    [hit('b', { quality: 'tail', modifiedAt: '2026-02-01' }), hit('a', { quality: 'tail' })],
    ['b', 'a'],
  ],
  ['never five random customers', ['a', 'b', 'c', 'd', 'e'].map((id) => hit(id, { quality: 'tail' })), []],
  [
    'five people of one company are one customer',
    ['a', 'b', 'c', 'd', 'e'].map((id) => hit(id, { quality: 'tail', accountId: 'acme' })),
    ['a', 'b', 'c', 'd', 'e'],
  ],
  ['a person, a lead, a company', [account('acme'), lead('l'), hit('c')], ['c', 'l', 'acme']],
  [
    'the company first where its people share the line',
    [hit('a', { accountId: 'acme' }), hit('b', { accountId: 'acme' }), account('acme')],
    ['acme', 'a', 'b'],
  ],
  [
    'one person of a company is not the whole company',
    [hit('a', { accountId: 'acme' }), account('acme')],
    ['a', 'acme'],
  ],
  [
    'people of other companies make no line shared',
    [hit('a', { accountId: 'other' }), hit('b', { accountId: 'third' }), account('acme')],
    ['a', 'b', 'acme'],
  ],
  [
    'the own line before one with an extension',
    [hit('a', { extension: '31' }), hit('b', { fieldRank: 1 })],
    ['b', 'a'],
  ],
  ['a better phone field', [hit('a', { fieldRank: 5 }), hit('b', { fieldRank: 1 })], ['b', 'a']],
  ['who was touched last', [hit('a'), hit('b', { modifiedAt: '2026-05-01' })], ['b', 'a']],
  ['the same order every time', [hit('b'), hit('a')], ['a', 'b']],
  ['a lead that is this contact is not shown twice', [hit('c'), lead('l', { convertedTo: 'c' })], ['c']],
  [
    'a lead that is a contact by now stands behind all others',
    [lead('old', { convertedTo: 'elsewhere' }), account('acme'), lead('new')],
    ['new', 'acme', 'old'],
  ],
];

describe('rankHits', () => {
  it.each(table)('%s', (_, hits, order) => {
    expect(rankHits(hits).map(({ id }) => id)).toEqual(order);
    expect(rankHits([...hits].reverse()).map(({ id }) => id)).toEqual(order);
  });

  it('says why the company and the converted lead stand where they stand', () => {
    const notes = (hits: Hit[]) => Object.fromEntries(rankHits(hits).map(({ id, note }) => [id, note]));
    expect(
      notes([hit('a', { accountId: 'acme' }), hit('b', { accountId: 'acme' }), account('acme')]),
    ).toEqual({ acme: 'shared-number', a: null, b: null });
    expect(notes([lead('l', { convertedTo: '' }), hit('a')])).toEqual({ a: null, l: 'converted-lead' });
  });
});
