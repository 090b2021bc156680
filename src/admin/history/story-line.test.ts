import { expect, it } from 'vitest';
import { aStory } from '../../../tests/support/admin-story';
import { startI18n } from '../i18n';
import { changeText, storyLine } from './story-line';
import { whatBecame } from './what';

const t = startI18n(['en']);
const nameOf = (_pbxId: string, extension: string): string => `phone ${extension}`;

it('tells every kind of entry in words', () => {
  const { call, entries } = aStory();
  const lines = entries.map((entry) => storyLine(entry, call, nameOf, (id) => id, t));
  expect(lines.map(({ source, text }) => `${source}: ${text}`)).toEqual([
    'pbx: The call came in',
    'ai: Front desk talked to the customer for 42 s',
    'pbx: The caller joined a queue',
    'pbx: A phone began to ring',
    'desks: Pop sent to anna',
    'pbx: A phone began to ring',
    'desks: Pop sent to ben',
    'desks: anna sees the pop, after 18 ms',
    'desks: ben sees the pop, after 336 ms',
    'pbx: Added by the relay',
    'pbx: Two sides were connected',
    'desks: Pop closed at phone 1002',
    'pbx: A channel was hung up',
    'notes: Anna Becker wrote a note',
    'crm: The call is in the CRM',
    'crm: The note was not taken by the CRM',
  ]);
  expect(whatBecame(call, nameOf, t)).toBe('Answered by phone 1001');
});

it.each([
  [{ field: 'state', before: 'ringing', after: 'connected' }, 'state: ringing → connected'],
  [{ field: 'queue', before: null, after: 'Support' }, 'queue: Support'],
  [{ field: 'owner', before: '1001', after: null }, 'owner: 1001 → –'],
  [{ field: 'cause', before: null, after: { code: 16 } }, 'cause: {"code":16}'],
])('%o is written %s', (change, text) => expect(changeText(change)).toBe(text));
