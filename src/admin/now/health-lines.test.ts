import { describe, expect, it } from 'vitest';
import { aStatus } from '../../../tests/support/admin-states';
import type { Status } from '../../shared/protocol/rest';
import { startI18n } from '../i18n';
import { healthLines } from './health-lines';
import { linkQuality } from './link-quality';

const t = startI18n(['en']);
const lineOf = (id: string, patch: Partial<Status> = {}) =>
  healthLines(aStatus(patch), t).find((line) => line.id === id);

describe('the health of the links', () => {
  it('has a line for each PBX, and says what to do about one that is down', () => {
    const [pbx] = aStatus().pbx;
    if (!pbx) throw new Error('no PBX');
    const two = [pbx, { ...pbx, id: 'berlin', state: 'down' as const, lagMs: null, problem: 'No answer.' }];
    expect(lineOf('pbx-pbx', { pbx: two })).toMatchObject({ tone: 'good', mend: null });
    expect(lineOf('pbx-berlin', { pbx: two })).toMatchObject({
      name: 'Phone system berlin',
      tone: 'bad',
      problem: 'No answer.',
      mend: expect.stringContaining('doctor') as string,
    });
  });

  it('tells a CRM that rests from one that is well', () => {
    const { lookups } = aStatus();
    const open = { ...lookups, breaker: { ...lookups.breaker, state: 'open' as const } };
    expect(lineOf('crm')).toMatchObject({ tone: 'good', problem: null });
    expect(lineOf('crm', { lookups: open })).toMatchObject({ tone: 'wait', word: 'Resting' });
  });

  it('names the disk where it is the disk, and not Redis, which can not help it', () => {
    const problem = 'The disk of the relay is full (SQLITE_FULL).';
    const redis = { state: 'down' as const, since: null, problem };
    const full = { storage: { problem }, redis };
    expect(lineOf('disk')).toBeUndefined();
    expect(lineOf('disk', full)).toMatchObject({
      tone: 'bad',
      problem,
      mend: expect.stringContaining('DATA_DIR') as string,
    });
    expect(lineOf('redis', full)).toMatchObject({ tone: 'bad', problem: null, mend: null });
    expect(lineOf('redis', { redis: { ...redis, problem: 'Nothing listens there.' } })).toMatchObject({
      problem: 'Nothing listens there.',
      mend: expect.stringContaining('REDIS_URL') as string,
    });
  });

  it('shows what is switched off only where it should be seen', () => {
    const { crmIndex, conversations, callLog } = aStatus();
    const off = {
      crm: { state: 'off' as const, problem: null },
      crmIndex: { ...crmIndex, enabled: false },
      conversations: { ...conversations, enabled: false },
      callLog: { ...callLog, enabled: false },
      redis: { state: 'off' as const, since: null, problem: null },
    };
    expect(healthLines(aStatus(off), t).map(({ id }) => id)).toEqual(['pbx-pbx', 'crm']);
  });
});

it.each([
  [{ roundTripMs: 3, unacknowledged: 0 }, 'good'],
  [{ roundTripMs: 312, unacknowledged: 0 }, 'slow'],
  [{ roundTripMs: 3, unacknowledged: 1 }, 'silent'],
  [{ roundTripMs: null, unacknowledged: 0 }, 'fresh'],
])('a desktop with %o is %s', (link, word) => expect(linkQuality(link).word).toBe(word));
