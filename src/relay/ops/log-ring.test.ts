import { expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { createLogRing } from './log-ring';

const filled = (lines: number, kept = 5) => {
  const ring = createLogRing({ clock: createFakeClock(), kept });
  for (let n = 1; n <= lines; n += 1) ring.add(n % 2 === 0 ? 'warn' : 'debug', `line ${n}`, { n });
  const seqs = (query: object) =>
    ring.page({ after: 0, level: 'verbose', limit: 100, ...query }).lines.map(({ seq }) => seq);
  return { ring, seqs };
};

it('keeps the newest, gives the oldest of them first', () => {
  expect(filled(3).seqs({})).toEqual([1, 2, 3]);
  const { ring, seqs } = filled(13);
  expect(seqs({})).toEqual([9, 10, 11, 12, 13]);
  expect(seqs({ limit: 2 })).toEqual([12, 13]);
  expect(ring.page({ after: 0, level: 'info', limit: 9 })).toEqual({
    latest: 13,
    lines: [10, 12].map((n) => ({
      seq: n,
      at: '2026-11-23T09:00:00.000Z',
      level: 'warn',
      message: `line ${n}`,
      fields: { n },
    })),
  });
});

it('goes on after a line, and has nothing after one of another life', () => {
  const { ring, seqs } = filled(13);
  expect([seqs({ after: 11 }), seqs({ after: 13 }), seqs({ after: 500 })]).toEqual([[12, 13], [], []]);
  expect(ring.page({ after: 500, level: 'verbose', limit: 1 }).latest).toBe(13);
  expect(filled(0).seqs({})).toEqual([]);
});
