import { describe, expect, it } from 'vitest';
import { fuzzyScore } from './fuzzy';

const commands = ['Go to History', 'Go to Settings', 'Do not disturb', 'Dark theme', 'Copy the last number'];
const best = (typed: string): string | undefined =>
  commands
    .map((name) => ({ name, score: fuzzyScore(typed, name) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)[0]?.name;

describe('fuzzyScore', () => {
  it.each([
    ['hist', 'Go to History'],
    ['gs', 'Go to Settings'],
    ['dnd', 'Do not disturb'],
    ['dark', 'Dark theme'],
    ['cln', 'Copy the last number'],
    ['DÄRK', 'Dark theme'],
    ['go to set', 'Go to Settings'],
    ['xyz', undefined],
  ])('%s means %s', (typed, name) => expect(best(typed)).toBe(name));
  it('fits everything before anything is typed', () => expect(fuzzyScore('', 'Dark theme')).toBe(1));
});
