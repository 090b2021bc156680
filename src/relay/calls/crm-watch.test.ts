import { expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { AppError } from '../../shared/errors';
import { silentLogger } from '../../shared/logger';
import { healthSchema } from '../../shared/protocol/rest';
import { err, ok } from '../../shared/result';
import { createCrmWatch } from './crm-watch';

const answer = ok({ userId: 'u1', userName: 'relay' });

it('says that the CRM is away in a sentence, and why for those who speak other languages', async () => {
  const clock = createFakeClock();
  const asked = [err(new AppError('crm_timeout', 'SuiteCRM is too slow.')), new Error('a bug')];
  const check = () => {
    const next = asked.shift() ?? answer;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const watch = createCrmWatch({ check }, { clock, logger: silentLogger });
  const told = () => healthSchema.shape.crm.parse(watch.state());
  watch.start();
  await clock.advanceAsync(0);
  expect(told()).toEqual({
    state: 'down',
    problem: 'SuiteCRM is too slow.',
    because: { code: 'crm_timeout' },
  });
  await clock.advanceAsync(30_000);
  expect(told()).toMatchObject({ state: 'down', because: { reason: 'crm-not-asked' } });
  await clock.advanceAsync(30_000);
  expect(told()).toEqual({ state: 'connected', problem: null });
  watch.stop();
});
