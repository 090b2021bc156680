import { beforeEach, describe, expect, it } from 'vitest';
import { createFakePbx, type FakePbx } from '../../../tests/integration/relay-harness';
import { aCall, endedCall } from '../../../tests/support/calls';
import { createFakeClock, type FakeClock } from '../../../tests/support/fake-clock';
import type { Call } from '../../shared/call/call';
import { silentLogger } from '../../shared/logger';
import { createCallBook, type CallBook } from './call-book';

let clock: FakeClock;
let pbx: FakePbx;
let book: CallBook;
let happened: string[];
let disk: Map<string, Call>;
let broken: boolean;

beforeEach(() => {
  clock = createFakeClock();
  pbx = createFakePbx('pbx');
  happened = [];
  disk = new Map();
  broken = false;
  const write = (what: string, call: Call): void => {
    if (broken) throw new Error('disk full');
    happened.push(`${what} ${call.version}`);
    disk.set(call.id, call);
  };
  book = createCallBook({
    links: [pbx],
    store: {
      getCall: (id) => disk.get(id) ?? null,
      saveCall: (call) => write('saved', call),
      saveEndedCall: (call, job) => write(job ? 'ended, owed' : 'ended', call),
    },
    clock,
    logger: silentLogger,
    isLogged: (call) => call.direction !== 'internal' && call.state === 'ended',
    tell: ({ call }) => void happened.push(`told ${call.version}`),
    onLogJob: () => void happened.push('job'),
  });
  pbx.onChange(book.take);
});

describe('what happens to a change', () => {
  it('is told at once, and of many the disk sees the last', () => {
    pbx.tell(aCall({ version: 1 }));
    pbx.tell(aCall({ version: 2 }));
    expect(happened).toEqual(['told 1', 'told 2']);
    clock.advance(100);
    expect(happened.slice(2)).toEqual(['saved 2']);
  });

  it('that ends a call is on the disk, with its job, before anything else happens', () => {
    pbx.tell(endedCall());
    expect(happened).toEqual(['told 2', 'ended, owed 2', 'job']);
    expect(disk.get('pbx:1700000000.1')?.crmRecord.status).toBe('pending');
    pbx.tell(endedCall({ linkedId: 'inside', direction: 'internal' }));
    expect(disk.get('pbx:inside')?.crmRecord.status).toBe('off');
  });

  it('is not lost by a disk that fails for a while', () => {
    broken = true;
    pbx.tell(endedCall());
    clock.advance(10_000);
    expect(happened).toEqual(['told 2']);
    expect(book.get('pbx:1700000000.1')?.state).toBe('ended');
    broken = false;
    clock.advance(2_000);
    expect(happened).toEqual(['told 2', 'ended, owed 2', 'job']);
  });
});

describe('what others add', () => {
  const record = { status: 'logged' as const, id: 'r', url: 'https://crm.example/r', error: null };

  it('raises the version of a call the PBX link knows', () => {
    pbx.tell(endedCall());
    book.add('pbx:1700000000.1', { crmRecord: record });
    expect(disk.get('pbx:1700000000.1')).toMatchObject({ version: 3, crmRecord: record });
  });

  it('is told and stored for a call that only the store knows', () => {
    disk.set('pbx:old', endedCall({ linkedId: 'old', version: 7 }));
    book.add('pbx:old', { crmRecord: record });
    expect(disk.get('pbx:old')).toMatchObject({ version: 8, crmRecord: record });
    expect(happened[0]).toBe('told 8');
    book.add('pbx:never', { crmRecord: record });
    expect(disk.has('pbx:never')).toBe(false);
  });
});

it('writes what waits when the relay stops, and nothing after', () => {
  pbx.tell(aCall());
  book.stop();
  expect(happened).toEqual(['told 1', 'saved 1']);
  expect(clock.pending()).toBe(0);
});
