import { describe, expect, it } from 'vitest';
import { aCall, maria } from '../../../tests/support/calls';
import { startTestCompanion } from '../../../tests/support/companion';
import { callUpdate, screenPop } from '../../../tests/support/fake-relay-socket';
import { AppError } from '../errors';
import { noContext, type CrmContext } from '../protocol/crm-context';
import type { CrmLookup } from './crm-contexts';

const known: CrmContext = {
  ...noContext,
  contact: maria,
  title: 'Head of Dispatch',
};

describe('CRM contexts', () => {
  const withCrm = (lookup: CrmLookup['lookup']) => {
    const world = startTestCompanion({ crm: { lookup } });
    world.relay.accept();
    world.relay.tell(screenPop(aCall()));
    return { ...world, crm: () => world.state().crm[aCall().id] };
  };

  it('arrive after the pop, never before', async () => {
    const { clock, crm, states } = withCrm(() => Promise.resolve(known));
    expect(crm()?.status).toBe('loading');
    await clock.advanceAsync(0);
    expect(crm()).toEqual({ status: 'ready', problem: null, context: known });
    expect(states.find(({ pops }) => pops.length > 0)?.crm).toEqual({});
    expect(states.at(-1)?.links.crm.state).toBe('connected');
  });

  it('say when the CRM is slow, and still take its answer', async () => {
    let answer: (context: CrmContext) => void = () => {};
    const { clock, crm } = withCrm(() => new Promise((resolve) => (answer = resolve)));
    clock.advance(3_000);
    expect(crm()).toMatchObject({
      status: 'slow',
      problem: 'CRM is slow, name follows',
      because: { reason: 'crm-slow-name' },
    });
    answer(known);
    await clock.advanceAsync(0);
    expect(crm()?.status).toBe('ready');
  });

  it('tell unknown from failed, and a failure marks the link', async () => {
    const unknown = withCrm(() => Promise.resolve(null));
    await unknown.clock.advanceAsync(0);
    expect(unknown.crm()?.status).toBe('unknown');
    const failed = withCrm(() => Promise.reject(new AppError('crm_auth', 'SuiteCRM refused the sign-in.')));
    await failed.clock.advanceAsync(0);
    expect(failed.crm()).toMatchObject({ status: 'failed', problem: 'SuiteCRM refused the sign-in.' });
    expect(failed.state().links.crm).toMatchObject({
      state: 'down',
      problem: 'SuiteCRM refused the sign-in.',
      because: { code: 'crm_auth' },
    });
  });

  it('ask once per call, never for internal calls, and know a withheld number without asking', async () => {
    const asked: string[] = [];
    const lookup: CrmLookup['lookup'] = (call) => Promise.resolve(void asked.push(call.id)).then(() => null);
    const { clock, relay, state } = withCrm(lookup);
    relay.tell(callUpdate(aCall({ version: 2 })));
    relay.tell(screenPop(aCall({ id: 'pbx:int', direction: 'internal' }), { id: 'm2' }));
    const remote = { number: null, display: 'Anonymous', name: null, anonymous: true };
    relay.tell(screenPop(aCall({ id: 'pbx:anon', remote }), { id: 'm3' }));
    await clock.advanceAsync(0);
    expect(asked).toEqual([aCall().id]);
    expect(state().crm['pbx:anon']?.status).toBe('unknown');
    expect(state().crm['pbx:int']).toBeUndefined();
  });

  it('are asked anew after a sign-in, and an answer of the former CRM is ignored', async () => {
    let late: (context: CrmContext) => void = () => {};
    const { clock, companion, crm } = withCrm(() => new Promise((resolve) => (late = resolve)));
    companion.setCrm({
      lookup: { lookup: () => Promise.resolve(null) },
      notes: null,
      account: { url: 'https://crm.test', username: 'anna' },
      state: 'connected',
      problem: null,
    });
    late(known);
    await clock.advanceAsync(0);
    expect(crm()?.status).toBe('unknown');
  });
});
