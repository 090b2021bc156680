import { describe, expect, it } from 'vitest';
import { aCall, aLeg, endedCall, maria } from '../../../tests/support/calls';
import { startTestCompanion } from '../../../tests/support/companion';
import { callUpdate, screenPop } from '../../../tests/support/fake-relay-socket';
import { noContext, type Candidate, type CrmContext } from '../protocol/crm-context';
import { createChoiceStore, type Choices } from './choices';
import type { CrmLookup, Picked } from './crm-contexts';

const erik = { ...maria, id: 'erik', name: 'Erik Lindqvist' };
const ref = { module: 'Contacts', id: 'erik' } as const;
const number = '+491711234567';
const candidate = (contact: typeof maria): Candidate => ({
  contact,
  title: null,
  assignedTo: null,
  quality: 'exact',
  extension: null,
  note: null,
});
const of = (contact: typeof maria): CrmContext => ({
  ...noContext,
  contact,
  matches: [maria, erik].map(candidate),
});

describe('createChoiceStore', () => {
  it('keeps the last thousand', async () => {
    let kept: Choices = {};
    const store = createChoiceStore({}, (choices) => {
      kept = choices;
      return Promise.resolve();
    });
    for (let n = 0; n <= 1_000; n += 1) await store.set(`+${n}`, ref, `call ${n}`);
    expect(store.get('+0')).toBeNull();
    expect(Object.keys(kept)).toHaveLength(1_000);
    expect(createChoiceStore(kept, () => Promise.resolve()).get('+1000')).toEqual(ref);
  });

  it('keeps nothing of the number of a call that is forgotten', async () => {
    let kept: Choices = {};
    const store = createChoiceStore({}, (choices) => {
      kept = choices;
      return Promise.resolve();
    });
    await store.set('+1', ref, 'pbx:1');
    await store.set('+2', ref, 'pbx:2');
    await store.forget(['pbx:1', 'pbx:9']);
    expect([store.get('+1'), store.get('+2')]).toEqual([null, ref]);
    expect(Object.keys(kept)).toEqual(['+2']);
  });
});

describe('whom the agent picks', () => {
  const setUp = (known: Choices = {}, relayStatus = 200) => {
    const kept: Choices[] = [];
    const asked: (Picked | null)[] = [];
    const posts: { url: string; body: unknown }[] = [];
    const lookup: CrmLookup['lookup'] = (_call, found, picked) => {
      asked.push(picked);
      const context = of(picked?.id === 'erik' ? erik : maria);
      found(context, ['calls']);
      return Promise.resolve(context);
    };
    const world = startTestCompanion({
      crm: { lookup },
      choices: createChoiceStore(known, (choices) => Promise.resolve(void kept.push(choices))),
      answer: ({ url, body }) => {
        posts.push({ url, body });
        const error = { code: 'conflict', message: 'In the CRM already.' };
        return Promise.resolve({
          status: relayStatus,
          body: relayStatus === 200 ? { contact: erik } : { error },
        });
      },
    });
    world.relay.accept();
    world.relay.tell(screenPop(aCall()));
    const crm = () => world.state().crm[aCall().id];
    return { ...world, crm, kept, asked, posts };
  };
  const choose = { callId: aCall().id, ...ref };

  it('is shown at once, kept for the number and told to the relay', async () => {
    const { clock, companion, crm, kept, asked, posts } = setUp();
    await clock.advanceAsync(0);
    expect(crm()).toMatchObject({ status: 'ready', context: { contact: maria } });
    expect(crm()).not.toHaveProperty('chosen');
    const done = companion.handlers['contact:choose'](choose);
    // His name is there before the CRM was asked again.
    expect(crm()).toMatchObject({ status: 'loading', chosen: true, context: { contact: erik } });
    await done;
    await clock.advanceAsync(0);
    expect(crm()).toMatchObject({ status: 'ready', chosen: true, context: { contact: erik } });
    expect(asked).toEqual([null, { ...ref, anyway: true }]);
    expect(kept).toEqual([{ [number]: { ...ref, callId: aCall().id } }]);
    expect(posts).toEqual([
      { url: expect.stringMatching(/\/api\/calls\/[^/]+\/contact$/) as string, body: ref },
    ]);
  });

  it('is shown even where the relay refuses, who says why', async () => {
    const { clock, companion, crm, kept } = setUp({}, 409);
    await clock.advanceAsync(0);
    await expect(companion.handlers['contact:choose'](choose)).rejects.toThrow('In the CRM already.');
    await clock.advanceAsync(0);
    expect(crm()?.context?.contact).toEqual(erik);
    expect(kept).toHaveLength(1);
  });

  it('comes first when the number calls again, and is told to the relay once the agent has answered', async () => {
    const { clock, crm, relay, asked, posts } = setUp({ [number]: ref });
    await clock.advanceAsync(0);
    expect(asked).toEqual([ref]);
    expect(crm()).toMatchObject({ chosen: true, context: { contact: erik } });
    expect(posts).toEqual([]);
    const legs = [aLeg('1001', { state: 'connected' })];
    for (const version of [2, 3])
      relay.tell(callUpdate(aCall({ state: 'connected', owner: '1001', legs, contact: maria, version })));
    await clock.advanceAsync(0);
    expect(posts).toHaveLength(1);
  });

  it("is not told for a colleague's call", async () => {
    const { clock, relay, posts } = setUp({ [number]: ref });
    await clock.advanceAsync(0);
    relay.tell(callUpdate(aCall({ state: 'connected', owner: '1002', contact: maria, version: 2 })));
    await clock.advanceAsync(0);
    expect(posts).toEqual([]);
  });

  it('moves no record that is written, unless the agent says so for that call', async () => {
    const { clock, companion, relay, posts } = setUp({ [number]: ref });
    await clock.advanceAsync(0);
    const crmRecord = { status: 'logged' as const, id: 'r', url: 'https://crm.example/r', error: null };
    relay.tell(callUpdate(endedCall({ owner: '1001', contact: maria, crmRecord, version: 2 })));
    await clock.advanceAsync(0);
    expect(posts).toEqual([]);
    await companion.handlers['contact:choose'](choose);
    expect(posts).toHaveLength(1);
  });

  it('is looked for again once somebody was added to the CRM, and the relay hears it', async () => {
    let known = false;
    const posts: unknown[] = [];
    const { clock, companion, relay, state } = startTestCompanion({
      crm: { lookup: () => Promise.resolve(known ? of(erik) : null) },
      answer: ({ body }) => {
        posts.push(body);
        return Promise.resolve({ status: 200, body: { contact: erik } });
      },
    });
    relay.accept();
    relay.tell(screenPop(aCall()));
    await clock.advanceAsync(0);
    await companion.handlers['contact:look-again']({ callId: aCall().id });
    expect(state().crm[aCall().id]?.status).toBe('unknown');
    expect(posts).toEqual([]);
    known = true;
    await companion.handlers['contact:look-again']({ callId: aCall().id });
    expect(state().crm[aCall().id]).toMatchObject({ status: 'ready', context: { contact: erik } });
    expect(posts).toEqual([ref]);
  });
});
