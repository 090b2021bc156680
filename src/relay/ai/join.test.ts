import { expect, it, onTestFinished } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { tempFolder } from '../../../tests/support/temp-folder';
import { silentLogger } from '../../shared/logger';
import type { Store } from '../store/port';
import { createSqliteStore } from '../store/sqlite';
import { createJoiner, type JoinerDeps } from './join';

const setUp = (more: (store: Store) => Partial<JoinerDeps['store']>, rest: Partial<JoinerDeps> = {}) => {
  const clock = createFakeClock();
  const store = createSqliteStore({ dir: tempFolder('join') }, { clock, logger: silentLogger });
  const joiner = createJoiner({
    store: { ...store, ...more(store) },
    calls: { get: () => null, active: () => [], add: () => {}, take: () => {}, flush: () => {} },
    pbxIds: ['pbx'],
    country: 'DE',
    clock,
    log: silentLogger,
    joinMs: 0,
    isLogged: () => false,
    logsAudio: false,
    tell: () => {},
    onLogJob: () => {},
    isReceiving: () => false,
    ...rest,
  });
  onTestFinished(() => {
    joiner.stop();
    store.close();
  });
  return { clock, store, joiner };
};

it('makes something of webhooks at once, but not before those that come at the same time are stored', () => {
  let looks = 0;
  let receiving = true;
  const { clock, joiner } = setUp(
    (store) => ({
      openWebhooks: (...args) => {
        looks += 1;
        return store.openWebhooks(...args);
      },
    }),
    { isReceiving: () => receiving },
  );
  joiner.start();
  clock.advance(99);
  expect(looks).toBe(0);
  clock.advance(1);
  expect(looks).toBe(1);
  receiving = false;
  joiner.wake();
  clock.advance(0);
  expect(looks).toBe(2);
});

it('tries a webhook that fails again and again, ever less often, and forgets that once it succeeds', () => {
  let broken = true;
  const tries: number[] = [];
  const { clock, store, joiner } = setUp((inner) => ({
    closeWebhook: (key) => {
      tries.push(clock.now());
      if (broken) throw new Error('disk I/O error');
      inner.closeWebhook(key);
    },
  }));
  const receivedAt = clock.now();
  store.saveWebhooks([
    {
      key: 'one',
      type: 'not_known_here',
      conversationId: null,
      receivedAt,
      body: Buffer.from('{}'),
      audioFile: null,
    },
  ]);
  joiner.start();
  clock.advance(60 * 60_000);
  const gaps = tries.slice(1).map((at, n) => Math.round((at - (tries[n] ?? 0)) / 1_000));
  expect(gaps).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600]);
  broken = false;
  clock.advance(10 * 60_000);
  expect(store.countOpenWebhooks()).toBe(0);
});
