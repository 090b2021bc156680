import { describe, expect, it } from 'vitest';
import { aCall, anna, endedCall, maria } from '../../../../tests/support/calls';
import { startTestCompanion } from '../../../../tests/support/companion';
import { callUpdate, registered } from '../../../../tests/support/fake-relay-socket';
import type { Call } from '../../call/call';
import { closeCodes } from '../../protocol/close-codes';
import type { HistoryQuery } from '../../ipc/history';
import { createMemoryArchive, type CallArchive, type Meta } from './archive';

const whole: HistoryQuery = { text: '', filter: 'all', queue: null };
/** One call a minute, the first the newest; `minute` 0 is an hour before the fake relay's time. */
const past = (minute: number, patch: Partial<Call> = {}): Call => {
  const at = (plus: number): string => new Date(Date.UTC(2026, 10, 23, 8, -minute, plus)).toISOString();
  return endedCall({ linkedId: `past.${minute}`, startedAt: at(0), endedAt: at(30), ...patch });
};
const missed = (call: Call): Call => ({ ...call, outcome: 'abandoned', talkSeconds: 0 });

/** The relay's list as it pages: newest first, by a cursor that is a place. */
const relayOf = (all: readonly Call[], size = 3, notes?: Record<string, string>) => {
  const asked: string[] = [];
  return {
    asked,
    pages: (query: URLSearchParams) => {
      asked.push(query.toString());
      const from = query.get('from');
      const calls = all.filter(({ startedAt }) => from === null || startedAt >= from);
      const at = Number(query.get('cursor') ?? 0);
      const next = at + size;
      return Promise.resolve({
        calls: calls.slice(at, next),
        nextCursor: next < calls.length ? String(next) : null,
        ...(notes && query.get('notes') === 'mine' && { notes }),
      });
    },
  };
};
/** A disk: what one run kept the next one finds. */
const createDisk = () => {
  const memory = createMemoryArchive();
  const rows = new Map<string, Parameters<CallArchive['add']>[0][number]['row']>();
  let meta: Meta | null = null;
  let erased = 0;
  const archive: CallArchive = {
    ...memory,
    load: async () => {
      const fresh = await memory.load();
      return { rows: [...rows.values()], meta: meta ?? fresh.meta };
    },
    add: (added) => {
      for (const { row } of added) rows.set(row.id, row);
      return memory.add(added);
    },
    saveMeta: (next) => {
      meta = next;
      return Promise.resolve();
    },
    remove: (ids) => {
      for (const id of ids) rows.delete(id);
      return memory.remove(ids);
    },
    erase: () => {
      erased += 1;
      rows.clear();
      meta = null;
      return memory.erase();
    },
  };
  return { archive, ids: () => [...rows.keys()].sort(), erased: () => erased };
};

type Desk = ReturnType<typeof startTestCompanion>;
const settle = async ({ clock }: Desk, ms = 0): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await clock.advanceAsync(ms / 20);
};
const listed = async ({ companion }: Desk, query: Partial<HistoryQuery> = {}): Promise<string[]> => {
  const { calls } = await companion.handlers['history:rows']({ ...whole, ...query, from: 0, count: 100 });
  return calls.map(({ linkedId }) => linkedId);
};

describe('the calls on this computer', () => {
  it('come from the relay page by page, each once, newest first', async () => {
    const relay = relayOf([0, 1, 2, 3, 4, 5, 6].map((minute) => past(minute)));
    const desk = startTestCompanion(relay);
    desk.relay.accept({ ended: [past(0), past(1)] });
    await settle(desk, 5_000);
    expect(await listed(desk)).toEqual([0, 1, 2, 3, 4, 5, 6].map((minute) => `past.${minute}`));
    expect(desk.state().history).toMatchObject({ status: 'whole', problem: null });
    expect(await desk.companion.handlers['history:find'](whole)).toMatchObject({ total: 7 });
  });

  it('are asked for no further than is wanted unasked, then as the list is read', async () => {
    const relay = relayOf([0, 1, 2, 3, 4, 5, 6].map((minute) => past(minute)));
    const desk = startTestCompanion({ ...relay, unaskedCalls: 3 });
    desk.relay.accept();
    await settle(desk, 5_000);
    expect([desk.state().history.status, (await listed(desk)).length]).toEqual(['partial', 3]);
    await desk.companion.handlers['history:more'](undefined);
    await settle(desk);
    expect([desk.state().history.status, (await listed(desk)).length]).toEqual(['partial', 6]);
    await desk.companion.handlers['history:more'](undefined);
    await settle(desk);
    expect([desk.state().history.status, (await listed(desk)).length]).toEqual(['whole', 7]);
  });

  it('go on where the last run ended, and bring what was missed meanwhile', async () => {
    const disk = createDisk();
    const first = startTestCompanion({
      ...relayOf([3, 4, 5, 6].map((minute) => past(minute))),
      archive: disk.archive,
      unaskedCalls: 3,
    });
    first.relay.accept();
    await settle(first, 5_000);
    first.companion.stop();
    expect(disk.ids()).toHaveLength(3);

    const relay = relayOf([0, 1, 2, 3, 4, 5, 6].map((minute) => past(minute)));
    const next = startTestCompanion({ ...relay, archive: disk.archive });
    await settle(next);
    // Before the relay has answered: what the last run kept, and whose it is.
    expect(await listed(next)).toHaveLength(3);
    expect(next.state().agent).toEqual(anna);
    next.relay.accept();
    await settle(next, 5_000);
    expect(await listed(next)).toEqual([0, 1, 2, 3, 4, 5, 6].map((minute) => `past.${minute}`));
    expect(relay.asked[0]).toContain('from=');
  });

  it('keep their place when the relay breaks off in the middle, and go on', async () => {
    const relay = relayOf([0, 1, 2, 3, 4].map((minute) => past(minute)));
    let breaks = true;
    const desk = startTestCompanion({
      pages: (query) =>
        breaks && query.get('cursor') !== null ? Promise.reject(new Error('ECONNRESET')) : relay.pages(query),
    });
    desk.relay.accept();
    await settle(desk, 2_000);
    expect(desk.state().history.problem).toContain('can not be reached');
    expect(desk.state().history.because).toMatchObject({ reason: 'relay-unreachable' });
    expect(await listed(desk)).toHaveLength(3);
    breaks = false;
    await settle(desk, 12_000);
    expect(await listed(desk)).toHaveLength(5);
    expect(desk.state().history).toMatchObject({ status: 'whole', problem: null });
  });

  it('take in what ends now, what becomes known of it, and its note', async () => {
    const desk = startTestCompanion();
    const call = aCall();
    desk.relay.accept({ live: [call] });
    await settle(desk);
    expect(await listed(desk)).toEqual([]);
    desk.relay.tell(callUpdate(endedCall()));
    await settle(desk);
    expect(await listed(desk)).toEqual([call.linkedId]);
    desk.relay.tell(callUpdate(endedCall({ contact: maria, version: 3 })));
    await desk.companion.handlers['note:save']({
      callId: call.id,
      text: 'wants the new tariff',
      disposition: null,
    });
    await settle(desk);
    expect(await listed(desk, { text: 'lindqvist' })).toEqual([call.linkedId]);
    expect(await listed(desk, { text: 'tariff' })).toEqual([call.linkedId]);
    expect(await listed(desk)).toHaveLength(1);
  });

  it('are found by what he wrote about them elsewhere, which comes with the pages', async () => {
    const notes = { [past(1).id]: 'Wants the blue sample', [past(4).id]: '' };
    const desk = startTestCompanion(
      relayOf(
        [0, 1, 2, 3, 4].map((minute) => past(minute)),
        3,
        notes,
      ),
    );
    desk.relay.accept();
    await settle(desk, 2_000);
    expect(await listed(desk, { text: 'blue sample' })).toEqual(['past.1']);
    expect(await listed(desk)).toHaveLength(5);
  });

  it('that an older version kept without notes are fetched once more, and only once', async () => {
    const disk = createDisk();
    const days = 24 * 60;
    const all = [0, 1, 2, 3, 4].map((day) => past(day * days));
    // As an older relay does it: it tells of no notes.
    const first = startTestCompanion({ ...relayOf(all), archive: disk.archive });
    first.relay.accept();
    await settle(first, 5_000);
    first.companion.stop();

    const relay = relayOf(all, 3, { [past(4 * days).id]: 'Wants the blue sample' });
    const second = startTestCompanion({ ...relay, archive: disk.archive });
    second.relay.accept();
    await settle(second, 5_000);
    expect(await listed(second, { text: 'blue' })).toEqual([`past.${4 * days}`]);
    expect(second.state().history.status).toBe('whole');
    second.companion.stop();

    const again = relayOf(all, 3, {});
    const third = startTestCompanion({ ...again, archive: disk.archive });
    third.relay.accept();
    await settle(third, 5_000);
    expect(again.asked.filter((query) => !query.includes('from='))).toEqual([]);
    expect(await listed(third, { text: 'blue' })).toEqual([`past.${4 * days}`]);
  });

  it('keep what he has just written here, whatever the relay knew before', async () => {
    const notes = { [past(0).id]: 'the old words' };
    const disk = createDisk();
    const first = startTestCompanion({ ...relayOf([past(0)], 3, notes), archive: disk.archive });
    first.relay.accept();
    await settle(first, 2_000);
    await first.companion.handlers['history:call']({ callId: past(0).id });
    await first.companion.handlers['note:save']({ callId: past(0).id, text: 'new words', disposition: null });
    await settle(first);
    // It could not be told yet: the link breaks, and the next page still has the old one.
    first.relay.close(1006);
    await settle(first, 5_000);
    first.relay.accept();
    await settle(first, 2_000);
    expect(await listed(first, { text: 'new words' })).toEqual(['past.0']);
    expect(await listed(first, { text: 'old words' })).toEqual([]);
  });

  it('are not set back by a page that knows less of them than what has just been told', async () => {
    const notes = { [past(0).id]: 'noted' };
    const desk = startTestCompanion(relayOf([past(0)], 3, notes));
    desk.relay.accept({ ended: [past(0, { contact: maria, version: 7 })] });
    await settle(desk, 2_000);
    expect(await listed(desk, { text: 'lindqvist' })).toEqual(['past.0']);
    expect(await listed(desk, { text: 'noted' })).toEqual(['past.0']);
  });

  it('are gone when he signs out, when the relay no longer takes him, and for the next agent', async () => {
    const disk = createDisk();
    const desk = startTestCompanion({ ...relayOf([past(0)]), archive: disk.archive });
    desk.relay.accept();
    await settle(desk, 2_000);
    expect(disk.ids()).toHaveLength(1);
    await desk.companion.handlers['setup:sign-out'](undefined);
    await settle(desk);
    expect([disk.ids(), await listed(desk), disk.erased()]).toEqual([[], [], 1]);

    const again = startTestCompanion({ ...relayOf([past(0)]), archive: disk.archive });
    again.relay.accept();
    await settle(again, 2_000);
    expect(disk.ids()).toHaveLength(1);
    again.relay.tell({ ...registered(), agent: { ...anna, id: 'ben' } });
    await settle(again);
    expect([disk.erased(), again.state().history.missed]).toEqual([2, []]);

    again.relay.close(closeCodes.unauthorized);
    await settle(again);
    expect([disk.ids(), again.state().stage]).toEqual([[], 'needs-token']);
  });

  it('are kept no longer than the relay keeps them', async () => {
    const disk = createDisk();
    const desk = startTestCompanion({
      ...relayOf([past(0), past(60 * 24 * 3)]),
      archive: disk.archive,
    });
    desk.relay.accept();
    await settle(desk, 2_000);
    expect(disk.ids()).toHaveLength(2);
    desk.relay.tell({ ...registered(), retentionDays: 0 });
    await settle(desk);
    expect(disk.ids()).toHaveLength(2);
    desk.relay.tell({ ...registered(), retentionDays: 2 });
    await settle(desk);
    expect([disk.ids(), await listed(desk)]).toEqual([[past(0).id], ['past.0']]);
  });

  it('forget a call that was erased on demand', async () => {
    const disk = createDisk();
    const desk = startTestCompanion({ ...relayOf([past(0), past(1)]), archive: disk.archive });
    desk.relay.accept();
    await settle(desk, 2_000);
    const at = '2026-11-23T09:00:00.000Z';
    desk.relay.tell({ type: 'calls_forgotten', id: 'f', at, callIds: [past(0).id] });
    await settle(desk);
    expect([await listed(desk), disk.ids()]).toEqual([['past.1'], [past(1).id]]);
  });
});

describe('missed calls', () => {
  const late = (linkedId: string): Call =>
    missed(
      endedCall({
        linkedId,
        startedAt: '2026-11-23T09:10:00.000Z',
        endedAt: '2026-11-23T09:10:20.000Z',
      }),
    );

  it('count from the first sign-in on, until he has looked', async () => {
    const desk = startTestCompanion(relayOf([missed(past(0)), missed(past(1))]));
    desk.relay.accept();
    await settle(desk, 2_000);
    // Those of the days before were there to be seen elsewhere.
    expect(desk.state().history.missed).toEqual([]);
    desk.relay.tell(callUpdate(late('1')));
    desk.relay.tell(callUpdate(late('2')));
    desk.relay.tell(callUpdate(endedCall({ linkedId: '3' })));
    await settle(desk);
    expect([...desk.state().history.missed].sort()).toEqual([late('1').id, late('2').id]);
    await desk.companion.handlers['history:seen'](undefined);
    await settle(desk);
    expect(desk.state().history.missed).toEqual([]);
    // What becomes known of a seen one later is no second miss.
    desk.relay.tell(callUpdate({ ...late('1'), contact: maria, version: 9 }));
    await settle(desk);
    expect(desk.state().history.missed).toEqual([]);
  });

  it('while the desktop was off are there after the next start, and stay over another one', async () => {
    const disk = createDisk();
    const first = startTestCompanion({ archive: disk.archive });
    first.relay.accept();
    await settle(first, 2_000);
    first.companion.stop();

    const away = relayOf([late('1')]);
    const second = startTestCompanion({ ...away, archive: disk.archive });
    second.relay.accept();
    await settle(second, 2_000);
    expect(second.state().history.missed).toEqual([late('1').id]);
    second.companion.stop();

    const third = startTestCompanion({ ...away, archive: disk.archive });
    await settle(third);
    expect(third.state().history.missed).toEqual([late('1').id]);
    await third.companion.handlers['history:seen'](undefined);
    third.companion.stop();

    const last = startTestCompanion({ ...away, archive: disk.archive });
    last.relay.accept({ ended: [late('1')] });
    await settle(last, 2_000);
    expect(last.state().history.missed).toEqual([]);
  });

  it('while the link was away are in the snapshot after the reconnect', async () => {
    const desk = startTestCompanion();
    desk.relay.accept();
    await settle(desk, 1_000);
    desk.relay.close(1006);
    await settle(desk, 5_000);
    desk.relay.accept({ ended: [late('1')] });
    await settle(desk);
    expect(desk.state().history.missed).toEqual([late('1').id]);
  });
});
