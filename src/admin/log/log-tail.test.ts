import { expect, it } from 'vitest';
import type { LogLine, LogPage } from '../../shared/protocol/logs';
import { ok } from '../../shared/result';
import { createLogTail, fieldText, MOST_LINES } from './log-tail';

const line = (seq: number): LogLine => ({
  seq,
  at: '2026-03-03T09:00:00.000Z',
  level: 'info',
  message: 'm',
  fields: {},
});

const start = () => {
  let log: LogLine[] = [];
  const asked: (number | undefined)[] = [];
  const tail = createLogTail(({ after = 0 }) => {
    asked.push(after);
    const page: LogPage = { lines: log.filter(({ seq }) => seq > after), latest: log.at(-1)?.seq ?? 0 };
    return Promise.resolve(ok(page));
  }, 'verbose');
  const seqs = async () => {
    const answer = await tail();
    return answer.ok ? answer.value.map(({ seq }) => seq) : null;
  };
  return { asked, seqs, write: (lines: LogLine[]) => (log = lines) };
};

it('asks for what came since, and puts it at the end', async () => {
  const { asked, seqs, write } = start();
  write([line(1), line(2)]);
  expect(await seqs()).toEqual([1, 2]);
  write([line(1), line(2), line(3)]);
  expect(await seqs()).toEqual([1, 2, 3]);
  expect(asked).toEqual([0, 2]);
});

it('begins anew with a relay that was started anew', async () => {
  const { seqs, write } = start();
  write([line(1), line(2), line(3)]);
  await seqs();
  write([line(1)]);
  expect(await seqs()).toEqual([1]);
});

it('lets the oldest lines go', async () => {
  const { seqs, write } = start();
  write(Array.from({ length: MOST_LINES + 5 }, (_, index) => line(index + 1)));
  const kept = await seqs();
  expect([kept?.length, kept?.[0]]).toEqual([MOST_LINES, 6]);
});

it('writes fields as the console does', () =>
  expect(fieldText({ pbx: 'pbx', tries: 3, gone: null })).toBe('pbx=pbx tries=3 gone=null'));
