import { describe, expect, it } from 'vitest';
import { serverMessageSchema } from './messages';

const at = '2026-11-23T08:06:00.000Z';
const problem = 'Asterisk at pbx:5038 has said nothing for 10 s. The connection is made anew.';
const pbx = { id: 'pbx', state: 'down', since: at, lagMs: null, lastEventAt: null, problem };
const read = (because: unknown) =>
  serverMessageSchema.parse({ type: 'pbx_status', id: 'm-1', at, pbx: { ...pbx, because } });

describe('why a phone system is away', () => {
  it('comes with the values of its sentence', () => {
    const because = { reason: 'pbx-silent', seconds: 10 };
    expect(read(because)).toMatchObject({ pbx: { problem, because } });
  });

  it.each<[string, unknown]>([
    ['an older relay does not say', undefined],
    ['a value that is no plain one', { reason: 'pbx-silent', seconds: { $gt: 0 } }],
    ['no object', 'pbx-silent'],
    ['far too long', { reason: 'x'.repeat(301) }],
  ])('%s: the sentence stays and the message counts', (_, because) => {
    expect(read(because)).toEqual({ type: 'pbx_status', id: 'm-1', at, pbx });
  });
});
