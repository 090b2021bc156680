import { describe, expect, it } from 'vitest';
import { pbxLink } from './links';

const one = (id: string, state: 'connecting' | 'connected' | 'down') => ({
  id,
  state,
  since: '2026-03-02T10:00:00.000Z',
  lagMs: null,
  lastEventAt: null,
  problem: state === 'down' ? `${id} is away` : null,
});

describe('pbxLink', () => {
  it('lets the one that is down speak', () =>
    expect(pbxLink([one('a', 'connected'), one('b', 'down')])).toMatchObject({
      state: 'down',
      problem: 'b is away',
    }));
  it('is off before the relay has told of any', () => expect(pbxLink([]).state).toBe('off'));
});
