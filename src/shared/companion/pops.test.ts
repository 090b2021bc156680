import { describe, expect, it } from 'vitest';
import { aCall, aLeg, answeredBy, ended } from '../../../tests/support/calls';
import { callUpdate, registered, screenPop } from '../../../tests/support/fake-relay-socket';
import type { Call } from '../call/call';
import { settingsSchema, type Settings } from '../ipc/state';
import type { ServerMessage } from '../protocol/messages';
import { dismiss, emptyBoard, expire, nextLeaveMs, popsAfter, write, type PopBoard } from './pops';
import { applyMessage, type Replica } from './replica';

const nowMs = Date.parse('2026-11-23T09:00:00.000Z');

/** Runs messages through replica and pops, as the companion does. */
const play = (
  messages: readonly ServerMessage[],
  options: { settings?: Partial<Settings>; board?: PopBoard; calls?: Replica } = {},
) => {
  const settings = settingsSchema.parse(options.settings ?? {});
  let board = options.board ?? emptyBoard;
  let calls: Replica = options.calls ?? [];
  for (const message of messages) {
    const before = calls;
    const manual = board.pops.filter(({ reason }) => reason === 'manual');
    calls = applyMessage(calls, message, new Set(manual.map(({ callId }) => callId)));
    board = popsAfter(board, message, { calls, before, extensions: ['1001'], settings, quiet: false, nowMs });
  }
  return { board, calls };
};

const group = aCall({ legs: [aLeg(), aLeg('1002')] });
const again = aLeg('1001', { rangAt: '2026-11-23T09:00:30.000Z' });
const later = (call: Call, patch: Partial<Call>): Call => ({ ...call, version: call.version + 1, ...patch });

describe('opening', () => {
  it('shows a ringing call at once', () => {
    const { board } = play([screenPop(group)]);
    expect(board.pops).toEqual([
      {
        callId: group.id,
        messageId: 'm1',
        reason: 'ringing',
        extension: '1001',
        shownAt: '2026-11-23T09:00:00.000Z',
        closing: null,
      },
    ]);
  });

  it('stacks several calls, the newest on top', () => {
    const other = aCall({ id: 'pbx:2' });
    const { board } = play([screenPop(group), screenPop(other, { id: 'm2' })]);
    expect(board.pops.map(({ callId }) => callId)).toEqual(['pbx:2', group.id]);
  });

  it('shows one card when two phones of the agent ring, and ignores a repeated message', () => {
    const { board } = play([
      screenPop(group),
      screenPop(group, { id: 'm2', extension: '1011' }),
      screenPop(group),
    ]);
    expect(board.pops).toHaveLength(1);
  });

  it('does not show a call that is over by now, but a manual pop always', () => {
    expect(play([screenPop(ended(group))]).board.pops).toHaveLength(0);
    expect(play([screenPop(ended(group), { reason: 'manual' })]).board.pops).toHaveLength(1);
  });

  it('shows internal calls by setting', () => {
    const internal = aCall({ direction: 'internal' });
    expect(play([screenPop(internal)]).board.pops).toHaveLength(1);
    const settings = { popInternalCalls: false };
    expect(play([screenPop(internal)], { settings }).board.pops).toHaveLength(0);
    expect(play([screenPop(internal, { reason: 'manual' })], { settings }).board.pops).toHaveLength(1);
  });
});

describe('closing', () => {
  it('stays while the agent talks', () => {
    const { board } = play([screenPop(group), callUpdate(answeredBy(group, '1001'))]);
    expect(board.pops[0]?.closing).toBeNull();
  });

  it('dims and leaves after 2 s when a colleague answers, naming him', () => {
    const { board } = play([screenPop(group), callUpdate(answeredBy(group, '1002'))]);
    expect(board.pops[0]?.closing).toEqual({
      why: 'answered-elsewhere',
      by: '1002',
      at: '2026-11-23T09:00:02.000Z',
    });
    expect(nextLeaveMs(board)).toBe(nowMs + 2000);
    expect(expire(board, nowMs + 1999).pops).toHaveLength(1);
    expect(expire(board, nowMs + 2000).pops).toHaveLength(0);
  });

  it('waits for the agent where the setting says so', () => {
    const settings: Partial<Settings> = {
      popAnsweredElsewhere: 'when-dismissed',
      popAfterEnd: 'when-dismissed',
    };
    const elsewhere = play([screenPop(group), callUpdate(answeredBy(group, '1002'))], { settings });
    expect(elsewhere.board.pops[0]?.closing).toEqual({ why: 'answered-elsewhere', by: '1002', at: null });
    expect(nextLeaveMs(elsewhere.board)).toBeNull();
    const over = play([screenPop(group), callUpdate(ended(group))], { settings });
    expect(over.board.pops[0]?.closing).toEqual({ why: 'ended', by: null, at: null });
  });

  it.each([
    ['at-once', []],
    ['after-10-seconds', [{ why: 'ended', by: null, at: '2026-11-23T09:00:10.000Z' }]],
  ] as const)('after the end: %s', (popAfterEnd, closing) => {
    const talking = answeredBy(group, '1001');
    const { board } = play([screenPop(group), callUpdate(talking), callUpdate(ended(talking))], {
      settings: { popAfterEnd },
    });
    expect(board.pops.map((pop) => pop.closing)).toEqual(closing);
  });

  it('says "elsewhere" also when answer and end come in one update', () => {
    const { board } = play([screenPop(group), callUpdate(ended(answeredBy(group, '1002')))]);
    expect(board.pops[0]?.closing).toMatchObject({ why: 'answered-elsewhere', by: '1002' });
  });

  it('a transfer that nobody takes is not answered elsewhere, though a colleague had talked before', () => {
    const talked = aLeg('1002', { answeredAt: '2026-11-23T09:00:05.000Z', state: 'ended' });
    const mine = aLeg('1001', { rangAt: '2026-11-23T09:00:20.000Z' });
    const rings = aCall({ answeredBy: ['1002'], legs: [talked, mine] });
    const given = later(rings, {
      state: 'ended',
      endedAt: '2026-11-23T09:00:30.000Z',
      legs: [talked, { ...mine, state: 'ended', endReason: 'cancelled' }],
    });
    const { board } = play([screenPop(rings), callUpdate(given)]);
    expect(board.pops[0]?.closing).toMatchObject({ why: 'ended', by: null });
  });

  it('leaves when the agent has transferred the call away', () => {
    const talking = answeredBy(aCall(), '1001');
    const away = later(talking, {
      owner: '1003',
      answeredBy: ['1001', '1003'],
      legs: [
        aLeg('1001', {
          state: 'ended',
          answeredAt: talking.answeredAt,
          endedAt: talking.answeredAt,
          endReason: 'transferred',
        }),
        aLeg('1003', { state: 'connected', answeredAt: talking.answeredAt }),
      ],
    });
    const { board } = play([screenPop(aCall()), callUpdate(talking), callUpdate(away)]);
    expect(board.pops[0]?.closing).toMatchObject({ why: 'ended' });
  });

  it('keeps its time when a late update comes, and comes back when the phone rings again', () => {
    const elsewhere = answeredBy(group, '1002');
    const first = play([screenPop(group), callUpdate(elsewhere)]);
    const late = play([callUpdate(later(elsewhere, { queue: 'x' }))], first);
    expect(late.board.pops[0]).toBe(first.board.pops[0]);
    const back = play([screenPop(later(elsewhere, { version: 9, legs: [again] }), { id: 'm9' })], late);
    expect(back.board.pops).toMatchObject([{ messageId: 'm9', closing: null }]);
  });

  it('a manual pop leaves only when its call ends while shown', () => {
    const calm = play([screenPop(ended(group), { reason: 'manual' }), callUpdate(later(ended(group), {}))]);
    expect(calm.board.pops[0]?.closing).toBeNull();
    const over = play([screenPop(group, { reason: 'manual' }), callUpdate(ended(group))]);
    expect(over.board.pops[0]?.closing).toMatchObject({ why: 'ended' });
  });
});

describe('dismissing', () => {
  it('takes the card away; neither the repeated message nor a snapshot brings it back, a new ring does', () => {
    const shown = play([screenPop(group)]);
    const gone = { ...shown, board: dismiss(shown.board, group.id) };
    expect(gone.board.pops).toHaveLength(0);
    expect(play([screenPop(group), registered({ live: [group] })], gone).board.pops).toHaveLength(0);
    expect(play([screenPop(aCall({ legs: [again] }), { id: 'm2' })], gone).board.pops).toHaveLength(1);
  });

  it('another relay that tells of the same ring by its own clock does not bring it back', () => {
    const shown = play([screenPop(group)]);
    const gone = { ...shown, board: dismiss(shown.board, group.id) };
    const byOther = aCall({ legs: [aLeg('1001', { rangAt: '2026-11-23T09:00:00.350Z' })] });
    const moved = play([registered({ live: [byOther] }), screenPop(byOther, { id: 'b7-1' })], gone);
    expect(moved.board.pops).toHaveLength(0);
  });
});

describe('a pop whose note is being typed', () => {
  const talking = answeredBy(group, '1001');
  const writing = (settings: Partial<Settings> = {}) => {
    const shown = play([screenPop(group), callUpdate(talking)], { settings });
    const board = write(shown.board, group.id, { settings: settingsSchema.parse(settings), nowMs });
    return play([callUpdate(ended(talking))], { ...shown, board, settings }).board;
  };
  const done = (board: PopBoard, atMs: number, settings: Partial<Settings> = {}) =>
    write(board, null, { settings: settingsSchema.parse(settings), nowMs: atMs });

  it('waits, dimmed, until the agent is done, and then for its whole time', () => {
    const board = writing();
    expect(board.pops[0]?.closing).toMatchObject({ why: 'ended' });
    expect(nextLeaveMs(board)).toBeNull();
    const muchLater = nowMs + 3_600_000;
    expect(expire(board, muchLater)).toBe(board);
    const left = done(board, muchLater);
    expect(nextLeaveMs(left)).toBe(muchLater + 10_000);
    expect(expire(left, muchLater + 9_999).pops).toHaveLength(1);
    expect(expire(left, muchLater + 10_000).pops).toHaveLength(0);
  });

  it('waits also where pops leave at once, and shows for a moment that the note is kept', () => {
    const settings = { popAfterEnd: 'at-once' } as const;
    const board = writing(settings);
    expect(board.pops).toHaveLength(1);
    expect(nextLeaveMs(done(board, nowMs, settings))).toBe(nowMs + 2_000);
  });

  it('stays until dismissed where that is wanted', () => {
    const settings = { popAfterEnd: 'when-dismissed' } as const;
    expect(nextLeaveMs(done(writing(settings), nowMs, settings))).toBeNull();
  });

  it('lets the other pops go in their time', () => {
    const other = aCall({ id: 'pbx:2' });
    const two = play([screenPop(other, { id: 'm2' }), callUpdate(ended(other))], {
      board: writing(),
      calls: [ended(talking)],
    }).board;
    expect(expire(two, nowMs + 60_000).pops.map(({ callId }) => callId)).toEqual([group.id]);
  });

  it('leaves when he dismisses it', () => expect(dismiss(writing(), group.id).pops).toHaveLength(0));
});

describe('after a reconnect', () => {
  it('closes what is over: at once where nothing is known, by the rules where it ended', () => {
    const other = aCall({ id: 'pbx:2' });
    const shown = play([screenPop(group), screenPop(other, { id: 'm2' })]);
    const { board } = play([registered({ ended: [ended(other)] })], shown);
    expect(board.pops).toMatchObject([{ callId: 'pbx:2', closing: { why: 'ended' } }]);
  });

  it('keeps what still rings, and shows what began to ring meanwhile', () => {
    const other = aCall({ id: 'pbx:2' });
    const { board } = play([registered({ live: [group, other] })], play([screenPop(group)]));
    expect(board.pops.map(({ callId }) => callId).sort()).toEqual([group.id, 'pbx:2']);
    expect(board.pops.find(({ callId }) => callId === group.id)?.messageId).toBe('m1');
  });

  it.each([
    ['a call the agent placed', aCall({ direction: 'outbound' })],
    ['a call that he talks on', answeredBy(aCall(), '1001')],
    ['a call that rings at others', aCall({ legs: [aLeg('1002')] })],
  ])('opens nothing for %s', (_, call) => {
    expect(play([registered({ live: [call] })]).board.pops).toHaveLength(0);
  });
});
