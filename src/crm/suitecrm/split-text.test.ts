import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitText } from './text';

it('gives all of a text back, in pieces that fit however SuiteCRM spells them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', "'", '<', '"', 'ü', '👍', ' ') }), { maxLength: 30 }),
      fc.integer({ min: 12, max: 60 }),
      (lines, maxBytes) => {
        const text = lines.join('\n');
        const pieces = splitText(text, maxBytes);
        expect(pieces.join('').replaceAll('\n', '')).toBe(text.replaceAll('\n', ''));
        for (const piece of pieces) {
          const spelled = piece.replace(/[<>]/g, '&lt;').replace(/"/g, '&quot;').replace(/'/g, '&#039;');
          expect(Buffer.byteLength(spelled)).toBeLessThanOrEqual(maxBytes);
        }
      },
    ),
  );
});

it('cuts between lines, and makes one piece of nothing', () => {
  expect(splitText('one and two\nthree\nfour', 120)).toEqual(['one and two\nthree\nfour']);
  const lines = ['a'.repeat(50), 'b'.repeat(50), 'c'.repeat(50)];
  expect(splitText(lines.join('\n'), 306)).toEqual([lines.join('\n')]);
  expect(splitText([...lines, ...lines, ...lines].join('\n'), 306)).toEqual([
    [...lines, ...lines].join('\n'),
    lines.join('\n'),
  ]);
  expect(splitText('', 12)).toEqual(['']);
});
