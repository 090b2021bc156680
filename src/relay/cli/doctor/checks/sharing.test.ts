import { expect, it } from 'vitest';
import { aStatus } from '../../../../../tests/support/admin-states';
import { tempFolder } from '../../../../../tests/support/temp-folder';
import type { Status } from '../../../../shared/protocol/rest';
import { loadConfig } from '../../../config/load';
import { otherRelays } from './sharing';

const { config } = loadConfig({
  cwd: tempFolder('doctor'),
  configPath: null,
  env: {
    AMI_HOST: 'pbx',
    AMI_USERNAME: 'u',
    AMI_SECRET: 's',
    API_KEY: 'key-for-tests-0123456789',
    REDIS_URL: 'redis://127.0.0.1:1',
  },
});
const said = (patch: Partial<Status>) => {
  const status = aStatus(patch);
  return otherRelays({
    config,
    warnings: [],
    relay: { url: 'http://127.0.0.1:1', health: status, status, calls: [], problem: null },
    crm: null,
  });
};
const down = (problem: string) => ({ state: 'down' as const, since: null, problem });

it('names the full disk of the relay where that is why nothing is shared, and what to do about it', () => {
  const problem = 'The disk of the relay is full (SQLITE_FULL). What the other relays tell waits in Redis.';
  expect(said({ redis: down(problem), storage: { problem } })).toEqual({
    verdict: 'fail',
    what: problem,
    mend: expect.stringContaining('Make room where DATA_DIR is') as string,
  });
  const redis = 'Nothing listens at redis://127.0.0.1:1: Redis is not there.';
  expect(said({ redis: down(redis), storage: { problem: null } })).toMatchObject({
    what: redis,
    mend: expect.stringContaining('REDIS_URL') as string,
  });
  expect(said({})).toMatchObject({ verdict: 'ok' });
});
