import { expect, it, onTestFinished } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { tempFolder } from '../../../tests/support/temp-folder';
import { silentLogger } from '../../shared/logger';
import { createSqliteStore } from '../store/sqlite';
import { createJoiner } from './join';

it('makes something of webhooks at once, but not before those that come at the same time are stored', () => {
  const clock = createFakeClock();
  const store = createSqliteStore({ dir: tempFolder('join') }, { clock, logger: silentLogger });
  let looks = 0;
  let receiving = true;
  const joiner = createJoiner({
    store: {
      ...store,
      openWebhooks: (...args) => {
        looks += 1;
        return store.openWebhooks(...args);
      },
    },
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
    isReceiving: () => receiving,
  });
  onTestFinished(() => {
    joiner.stop();
    store.close();
  });
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
