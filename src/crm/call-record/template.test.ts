import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allowedIn, fill, placeholders, unknownIn, type Placeholder } from './template';

const values = (given: Partial<Record<Placeholder, string>>): Record<Placeholder, string> => ({
  ...placeholders,
  ...given,
});

describe('fill', () => {
  it.each<[string, Partial<Record<Placeholder, string>>, string]>([
    ['{title} ({queue})', { title: 'Missed call', queue: 'Sales' }, 'Missed call (Sales)'],
    ['no placeholder', {}, 'no placeholder'],
    ['Queue: {queue}\nBy {agent}', { queue: '', agent: 'Anna' }, 'By Anna'],
    ['{queue}{agent}', { queue: '', agent: 'Anna' }, 'Anna'],
    ['{details}\n---', { details: 'one\ntwo' }, 'one\ntwo\n---'],
    ['{name}', { name: '{number} $& $1' }, '{number} $& $1'],
  ])('%j with %j is %j', (template, given, text) => {
    expect(fill(template, values(given))).toBe(text);
  });
});

describe('unknownIn', () => {
  it('names what is not on the list', () => {
    expect(unknownIn('{title} {quue} {}', 'subject')).toEqual(['quue', '']);
    expect(unknownIn('{details}', 'subject')).toEqual(['details']);
    expect(unknownIn('{details}', 'description')).toEqual([]);
    expect(unknownIn('{toString}', 'description')).toEqual(['toString']);
    for (const name of allowedIn('description')) expect(unknownIn(`{${name}}`, 'description')).toEqual([]);
  });
});

it('docs/call-log.md has all of them', () => {
  const document = readFileSync(new URL('../../../docs/call-log.md', import.meta.url), 'utf8');
  const rows = [...document.matchAll(/^\| `\{(\w+)\}` +\|/gm)].map(([, name]) => name);
  expect(rows).toEqual(Object.keys(placeholders));
});
