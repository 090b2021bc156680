/** What belongs to one call is written one after the other, its own record first; no other call waits for it. */
import { expect, it, onTestFinished } from 'vitest';
import { callRecordId } from '../../src/crm/call-record-id';
import { createCallLog } from '../../src/relay/call-log';
import { createCallBook } from '../../src/relay/calls/call-book';
import type { Store } from '../../src/relay/store/port';
import { createSqliteStore } from '../../src/relay/store/sqlite';
import { AppError } from '../../src/shared/errors';
import { silentLogger } from '../../src/shared/logger';
import { err, ok } from '../../src/shared/result';
import { endedCall } from '../support/calls';
import { createFakeClock } from '../support/fake-clock';
import { tempFolder } from '../support/temp-folder';

const aNote: Parameters<Store['saveNote']>[1] = {
  agentId: 'anna',
  agentName: 'Anna',
  at: '2026-11-23T09:01:00.000Z',
  text: 'Wants a callback',
  disposition: null,
  followUps: [],
  writer: 'relay',
};

/** A CRM that answers each write when the test says so. */
const open = () => {
  const clock = createFakeClock();
  const store = createSqliteStore({ dir: tempFolder('order') }, { clock, logger: silentLogger });
  const begun: string[] = [];
  const answers = new Map<string, (fails: boolean) => void>();
  const write = (what: string): Promise<boolean> => {
    begun.push(what);
    return new Promise((resolve) => answers.set(what, resolve));
  };
  const refusal = err(new AppError('unavailable', 'The CRM is down.', { retryable: true }));
  const book = createCallBook({
    links: [],
    store,
    clock,
    logger: silentLogger,
    isLogged: () => true,
    tell: () => {},
    onLogJob: () => callLog.wake(),
  });
  const callLog = createCallLog({
    store,
    calls: book,
    crm: {
      findByNumber: () => Promise.resolve(ok(null)),
      logCall: async ({ id }) =>
        (await write(`call ${id === callRecordId('pbx:a') ? 'a' : 'b'}`))
          ? refusal
          : ok({ id, url: `https://crm.example/${id}` }),
    },
    followers: async (kind, { linkedId }) =>
      (await write(`${kind} ${linkedId}`)) ? refusal : ok({ isAll: true }),
    clock,
    random: () => 0.5,
    log: silentLogger,
    agentByExtension: () => null,
    retry: { baseMs: 1_000 },
  });
  onTestFinished(async () => {
    const stopped = callLog.stop(0);
    clock.advance(1);
    await stopped;
    book.stop();
    store.close();
  });
  return {
    clock,
    store,
    begun,
    callLog,
    answer: (what: string, fails = false) => answers.get(what)?.(fails),
  };
};

it('its record, then what follows it, each after the last; what fails holds up its own call alone', async () => {
  const { clock, store, begun, callLog, answer } = open();
  for (const linkedId of ['a', 'b']) {
    const call = endedCall({ linkedId });
    store.saveEndedCall(call, { dueAt: clock.now() });
    store.saveNote(call.id, aNote, { dueAt: clock.now(), job: true });
    store.moveRecord(call.id, null, clock.now() + 1);
  }
  callLog.start();
  await clock.advanceAsync(1);
  expect(begun).toEqual(['call a', 'call b']);

  answer('call b');
  await clock.advanceAsync(1);
  expect(begun.slice(2)).toEqual(['note b']);
  answer('note b', true);
  await clock.advanceAsync(1);
  expect(begun.slice(3)).toEqual(['contact b']);

  // A record that is not there yet, and not given up, lets nothing follow it.
  answer('call a', true);
  await clock.advanceAsync(3_000);
  expect(begun.filter((what) => what.endsWith(' a'))).toEqual(['call a', 'call a']);
  answer('call a');
  await clock.advanceAsync(1);
  answer('note a');
  await clock.advanceAsync(1);
  expect(begun.filter((what) => what.endsWith(' a')).slice(2)).toEqual(['note a', 'contact a']);
});
