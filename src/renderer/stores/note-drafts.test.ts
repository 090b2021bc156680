import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import type { Bridge, Reply } from '../../shared/ipc/contract';
import { createNoteDrafts, LONGEST_MS, REST_MS } from './note-drafts';

const CALL = 'pbx:1';
const note = (text: string, disposition: string | null = null) => ({ text, disposition });

/** Answers are given by the test, in the order it likes. */
const setup = () => {
  const clock = createFakeClock();
  const saved: unknown[] = [];
  const answers: ((reply: Reply<never>) => void)[] = [];
  const bridge: Pick<Bridge, 'invoke'> = {
    invoke: (_, input) => {
      saved.push(input);
      return new Promise((resolve) => answers.push(resolve));
    },
  };
  const drafts = createNoteDrafts(bridge, clock);
  const answer = async (at: number, problem: string | null = null): Promise<void> => {
    answers[at]?.(
      problem === null
        ? ({ ok: true, value: undefined } as Reply<never>)
        : { ok: false, error: { code: 'internal', message: problem } },
    );
    await Promise.resolve();
  };
  return { clock, saved, answer, drafts, draft: () => drafts.store.getState()[CALL] };
};
const save = (text: string, disposition: string | null = null) => ({ callId: CALL, text, disposition });

describe('what is typed about a call', () => {
  it('is kept when the keys rest, in one go', () => {
    const { clock, saved, drafts } = setup();
    drafts.type(CALL, note('W'));
    clock.advance(REST_MS - 1);
    drafts.type(CALL, note('Wants'));
    clock.advance(REST_MS - 1);
    expect(saved).toEqual([]);
    clock.advance(1);
    expect(saved).toEqual([save('Wants')]);
    clock.advance(60_000);
    expect(saved).toHaveLength(1);
  });

  it('is kept all the same while somebody types without a rest', () => {
    const { clock, saved, drafts } = setup();
    for (let typedMs = 0; typedMs <= LONGEST_MS; typedMs += 100) {
      drafts.type(CALL, note(String(typedMs)));
      clock.advance(100);
    }
    expect(saved.length).toBeGreaterThanOrEqual(1);
  });

  it('leaves at once when the window closes, even while an older save is under way', () => {
    const { clock, saved, drafts } = setup();
    drafts.type(CALL, note('a'));
    clock.advance(REST_MS);
    drafts.type(CALL, note('ab', 'Won'));
    drafts.type('pbx:2', note('other'));
    drafts.flush();
    expect(saved).toEqual([save('a'), save('ab', 'Won'), { ...save('other'), callId: 'pbx:2' }]);
    drafts.flush();
    expect(saved).toHaveLength(3);
  });

  it('gives way to the state only when that says the same', async () => {
    const { answer, drafts, draft } = setup();
    drafts.type(CALL, note('ab'));
    drafts.flush(CALL);
    drafts.settle(CALL, note('ab'));
    expect(draft()).toMatchObject({ text: 'ab' });
    await answer(0);
    drafts.settle(CALL, note('a'));
    expect(draft()).toMatchObject({ text: 'ab', dirty: false });
    drafts.settle(CALL, note('ab'));
    expect(draft()).toBeUndefined();
  });

  it('an emptied note is one that is not there', async () => {
    const { answer, drafts, draft } = setup();
    drafts.type(CALL, note(''));
    drafts.flush(CALL);
    await answer(0);
    drafts.settle(CALL, null);
    expect(draft()).toBeUndefined();
  });

  it('stays with its reason when it was refused, and is tried again', async () => {
    const { clock, saved, answer, drafts, draft } = setup();
    drafts.type(CALL, note('ab'));
    clock.advance(REST_MS);
    await answer(0, 'The disk is full.');
    expect(draft()).toMatchObject({ text: 'ab', dirty: true, problem: 'The disk is full.' });
    drafts.flush(CALL);
    expect(saved).toEqual([save('ab'), save('ab')]);
    await answer(1);
    expect(draft()).toMatchObject({ dirty: false, problem: null });
  });

  it('an answer to an older save says nothing about the newer one', async () => {
    const { clock, answer, drafts, draft } = setup();
    drafts.type(CALL, note('a'));
    clock.advance(REST_MS);
    drafts.type(CALL, note('ab'));
    clock.advance(REST_MS);
    await answer(0);
    expect(draft()?.saving).not.toBeNull();
    await answer(1, 'The disk is full.');
    expect(draft()).toMatchObject({ text: 'ab', dirty: true, problem: 'The disk is full.' });
  });
});
