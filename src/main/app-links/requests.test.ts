import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import type { AppRequest } from '../../shared/app-links/state';
import { initialState } from '../../shared/companion/initial-state';
import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import { settingsSchema, type Settings } from '../../shared/ipc/settings';
import type { CompanionState } from '../../shared/ipc/state';
import { createRequests } from './requests';

const anna = { id: 'anna', name: 'Anna', pbxId: 'pbx', extensions: ['1001'], crmUserId: null };

const desk = (settings: Partial<Settings> = {}, patch: Partial<CompanionState> = {}) => {
  const clock = createFakeClock();
  const dialled: string[] = [];
  const connected: unknown[] = [];
  let refusal: AppError | null = null;
  let shown: AppRequest | null = null;
  let raised = 0;
  let ids = 0;
  let state: CompanionState = {
    ...initialState({
      platform: 'electron',
      initial: {
        relayUrl: 'https://relay.example',
        token: 'cti_a-token',
        settings: settingsSchema.parse(settings),
        secretStore: { kind: 'memory', warning: null },
      },
      crm: null,
    }),
    agent: anna,
    ...patch,
  };
  const requests = createRequests({
    state: () => state,
    country: () => 'DE',
    dial: ({ number }) => {
      dialled.push(number);
      if (refusal) throw refusal;
      return { callId: 'pbx:1' };
    },
    connect: (input) => {
      connected.push(input);
      if (refusal) throw refusal;
      return undefined;
    },
    render: (request) => (shown = request),
    raise: () => (raised += 1),
    newId: () => `r${(ids += 1)}`,
    clock,
  });
  return {
    requests,
    clock,
    dialled,
    connected,
    become: (next: Partial<CompanionState>) => (state = { ...state, ...next }),
    shown: () => shown,
    raised: () => raised,
    refuse: (error: AppError | null) => (refusal = error),
    answer: (accept: boolean) => requests.answer({ id: shown?.id ?? '', accept }),
    settle: () => clock.advanceAsync(0),
  };
};

describe('a number from another program', () => {
  it('is asked about, then dialled once, then leaves', async () => {
    const it = desk();
    it.requests.open('tel:0171-1234567;ext=12');
    expect(it.shown()).toMatchObject({
      phase: 'asks',
      why: 'always',
      display: '+49 171 1234567',
      extension: '12',
    });
    expect([it.dialled, it.raised()]).toEqual([[], 1]);
    it.answer(true);
    it.answer(true);
    await it.settle();
    expect(it.dialled).toEqual(['+491711234567']);
    expect(it.shown()).toMatchObject({ phase: 'done' });
    await it.clock.advanceAsync(6_000);
    expect(it.shown()).toBeNull();
  });

  it('is not dialled where he says no, or where an answer belongs to an older question', () => {
    const it = desk();
    it.requests.open('tel:01711234567');
    const old = it.shown()?.id ?? '';
    it.requests.open('tel:+436641234567');
    it.requests.answer({ id: old, accept: true });
    it.answer(false);
    expect([it.dialled, it.shown()]).toEqual([[], null]);
  });

  it('goes out at once where he wants no question, without a window; a double click counts once', async () => {
    const it = desk({ dialConfirm: 'never' });
    it.requests.open('callto:01711234567');
    it.requests.open('callto:01711234567');
    await it.settle();
    expect([it.dialled, it.raised()]).toEqual([['+491711234567'], 0]);
  });

  it('is asked about where another one was called a moment ago: a page can open links by itself', async () => {
    const it = desk({ dialConfirm: 'never' });
    it.requests.open('tel:01711234567');
    await it.settle();
    it.requests.open('tel:0301234567');
    expect(it.shown()).toMatchObject({ phase: 'asks', why: 'often' });
    expect(it.dialled).toHaveLength(1);
    await it.clock.advanceAsync(10_001);
    it.requests.open('tel:01721234567');
    await it.settle();
    expect(it.dialled).toHaveLength(2);
  });

  it('says why the PBX refuses, and tries again on demand', async () => {
    const it = desk({ dialConfirm: 'never' });
    it.refuse(
      new AppError('pbx_refused', 'No.', { details: because('phone-unreachable', { extension: '1001' }) }),
    );
    it.requests.open('cti-companion://dial/01711234567');
    await it.settle();
    expect(it.shown()).toMatchObject({
      phase: 'failed',
      problem: { code: 'pbx_refused', details: { reason: 'phone-unreachable', extension: '1001' } },
    });
    expect(it.raised()).toBe(1);
    it.refuse(null);
    it.answer(true);
    await it.settle();
    expect(it.shown()).toMatchObject({ phase: 'done', problem: null });
  });

  it.each([
    ['garbage', 'tel:maria', {}, 'number-signs'],
    ['nobody signed in', 'tel:01711234567', { stage: 'needs-token', agent: null } as const, 'sign-in-first'],
    ['no extension', 'tel:01711234567', { agent: { ...anna, extensions: [] } }, 'no-extension'],
  ])('%s: says so', (_, link, patch, reason) => {
    const it = desk({ dialConfirm: 'never' }, patch);
    it.requests.open(link);
    expect(it.shown()).toMatchObject({ kind: 'unusable', problem: { details: { reason } } });
    it.answer(true);
    expect([it.dialled, it.shown()]).toEqual([[], null]);
  });

  it('that started the Companion waits for the relay, which knows the country', () => {
    const connecting = { state: 'connecting', since: null, problem: null } as const;
    const off = { state: 'off', since: null, problem: null } as const;
    const patch = { agent: null, links: { relay: connecting, pbx: [], crm: off } };
    const it = desk({ dialConfirm: 'costly' }, patch);
    it.requests.open('tel:01711234567');
    it.requests.follow();
    expect([it.shown(), it.raised()]).toEqual([null, 1]);
    it.become({ agent: anna, links: { relay: { ...connecting, state: 'connected' }, pbx: [], crm: off } });
    it.requests.follow();
    it.requests.follow();
    expect(it.dialled).toEqual(['+491711234567']);
  });

  it('is found in what is selected, else in the clipboard', () => {
    const it = desk();
    it.requests.openText(['Good morning', 'call 0171 1234567 please']);
    expect(it.shown()).toMatchObject({ kind: 'dial', display: '+49 171 1234567' });
    it.requests.openText(['', '']);
    expect(it.shown()).toMatchObject({
      kind: 'unusable',
      problem: { details: { reason: 'text-no-number' } },
    });
  });
});

describe('a sign-in link', () => {
  const link = 'cti-companion://enrol?relay=https%3A%2F%2Fother.example&code=ABCD1234';
  const wanted = { relayUrl: 'https://other.example', secret: { kind: 'code', code: 'ABCD1234' } };
  const firstRun = { stage: 'needs-relay', agent: null, relayUrl: null } as const;

  it('names the relay and signs in there only when he agrees; the code is not shown', async () => {
    const it = desk({}, firstRun);
    it.requests.open(link);
    expect(it.shown()).toMatchObject({ kind: 'enrol', relayUrl: 'https://other.example', leaves: null });
    expect(JSON.stringify(it.shown())).not.toContain('ABCD1234');
    expect(it.connected).toEqual([]);
    it.answer(true);
    await it.settle();
    expect(it.connected).toEqual([wanted]);
    expect(it.shown()).toBeNull();
  });

  it('tells whom he would leave', () => {
    const it = desk();
    it.requests.open(link);
    expect(it.shown()).toMatchObject({ phase: 'asks', leaves: 'Anna' });
  });

  const managed = (locked: string[]) => ({ source: '/etc/policy.json', locked, problem: null });

  it('asks nothing where it leads to the relay that IT has set', async () => {
    const it = desk(
      {},
      {
        ...firstRun,
        stage: 'needs-token',
        relayUrl: 'https://other.example',
        managed: managed(['relayUrls']),
      },
    );
    it.requests.open(link);
    await it.settle();
    expect(it.connected).toEqual([wanted]);
  });

  it('leads nowhere else than IT has set', () => {
    const it = desk({}, { managed: managed(['relayUrls']) });
    it.requests.open(link);
    expect(it.shown()).toMatchObject({ kind: 'unusable', problem: { details: { reason: 'enrol-locked' } } });
    expect(it.connected).toEqual([]);
  });
});
