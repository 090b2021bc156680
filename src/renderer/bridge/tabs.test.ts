import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import { createTabs, LEADER_LOCK, type Core, type Locks, type Tabs } from './tabs';
import type { TabMessage } from './tab-messages';
import { aState } from '../../../tests/support/chromium-states';

/** One browser: its locks and its channel, and tabs that may close or freeze. */
const aBrowser = () => {
  const clock = createFakeClock();
  interface Waiting {
    tab: number;
    options: LockOptions;
    callback: (lock: Lock | null) => unknown;
    resolve: (value: unknown) => void;
    reject: (error: unknown) => void;
  }
  let holder: Waiting | null = null;
  let queue: Waiting[] = [];
  const grant = (next: Waiting): void => {
    holder = next;
    // Held until it is done, or taken away.
    void Promise.resolve(next.callback({ name: LEADER_LOCK, mode: 'exclusive' })).then(next.resolve);
  };
  const locksOf = (tab: number): Locks => ({
    request: ((_name: string, options: LockOptions, callback: Waiting['callback']) =>
      new Promise<unknown>((resolve, reject) => {
        const wanted = { tab, options, callback, resolve, reject };
        if (holder === null) grant(wanted);
        else if (options.ifAvailable) resolve(callback(null));
        else if (options.steal) {
          holder.reject(new Error('stolen'));
          grant(wanted);
        } else queue.push(wanted);
      })) as Locks['request'],
  });
  const ears = new Map<number, (data: unknown) => void>();
  const frozen = new Set<number>();
  const cores: { tab: number; asked: unknown[]; stopped: boolean; push: (relayUrl: string) => void }[] = [];
  const tokens = new Map<number, string | null>();

  const open = (tab: number, withLocks = true): Tabs =>
    createTabs({
      locks: withLocks ? locksOf(tab) : undefined,
      clock,
      newId: () => crypto.randomUUID(),
      channel: {
        post: (message: TabMessage) => {
          if (!frozen.has(tab))
            for (const [other, hear] of ears)
              if (other !== tab && !frozen.has(other)) hear(structuredClone(message));
        },
        onMessage: (listener) => void ears.set(tab, listener),
      },
      token: { read: () => tokens.get(tab) ?? null, keep: (token) => void tokens.set(tab, token) },
      startCore: (told): Core => {
        const listeners = new Set<(state: ReturnType<typeof aState>) => void>();
        let state = aState({ relayUrl: `of tab ${tab}` });
        const core = {
          tab,
          asked: [] as unknown[],
          stopped: false,
          push: (relayUrl: string) => {
            state = aState({ relayUrl });
            for (const listener of listeners) listener(state);
          },
        };
        cores.push(core);
        return {
          ask: (channel, input) => {
            core.asked.push([channel, input]);
            if (channel === 'setup:connect') {
              tokens.set(tab, 'a-token');
              told('a-token');
            }
            return Promise.resolve({ ok: true, value: `by tab ${tab}` });
          },
          link: () => ({ ok: true, value: 'https://crm.example.com/' }),
          state: () => state,
          onState: (listener) => {
            listeners.add(listener);
            return () => void listeners.delete(listener);
          },
          wake: () => undefined,
          stop: () => {
            core.stopped = true;
          },
        };
      },
    });
  return {
    clock,
    cores,
    tokens,
    open,
    freeze: (tab: number) => void frozen.add(tab),
    say: (data: unknown) => {
      for (const hear of ears.values()) hear(data);
    },
    close: (tab: number) => {
      ears.delete(tab);
      queue = queue.filter((wanted) => wanted.tab !== tab);
      if (holder?.tab !== tab) return;
      holder = null;
      const next = queue.shift();
      if (next) grant(next);
    },
  };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));
const relayUrl = async (tabs: Tabs) => (await tabs.ready()).relayUrl;

describe('tabs of one browser', () => {
  it('have one companion; what it knows all show, and what they want it does', async () => {
    const browser = aBrowser();
    const one = browser.open(1);
    const two = browser.open(2);
    expect(await relayUrl(two)).toBe('of tab 1');
    expect([one.leads(), two.leads(), browser.cores.length]).toEqual([true, false, 1]);
    expect(await two.ask('call:dial', { number: '1' })).toEqual({ ok: true, value: 'by tab 1' });
    expect(await two.link({ url: 'https://crm.example.com/' })).toMatchObject({ ok: true });
    const seen: (string | null)[] = [];
    two.onState((state) => seen.push(state.relayUrl));
    browser.cores[0]?.push('changed');
    expect(seen).toEqual(['changed']);
  });

  it('hand the sign-in on: who leads next is signed in, and versions go on rising', async () => {
    const browser = aBrowser();
    browser.open(1);
    const two = browser.open(2);
    await two.ask('setup:connect', {});
    await settled();
    expect(browser.tokens.get(2)).toBe('a-token');
    const before = (await two.ready()).version;
    browser.close(1);
    await settled();
    expect([two.leads(), browser.cores.length]).toEqual([true, 2]);
    const after = await two.ready();
    expect([after.relayUrl, after.version > before]).toEqual(['of tab 2', true]);
  });

  it('answer a question whose tab was closed with a sentence', async () => {
    const browser = aBrowser();
    browser.open(1);
    const two = browser.open(2);
    await settled();
    browser.freeze(1);
    const asked = two.ask('call:dial', { number: '1' });
    browser.close(1);
    expect(await asked).toEqual({
      ok: false,
      error: { code: 'unavailable', message: 'The tab that was connected has been closed; try again.' },
    });
  });

  it('do not wait for one that is frozen; it follows when it is back', async () => {
    const browser = aBrowser();
    const one = browser.open(1);
    await settled();
    browser.freeze(1);
    const two = browser.open(2);
    await settled();
    await browser.clock.advanceAsync(2_900);
    expect(two.leads()).toBe(false);
    await browser.clock.advanceAsync(200);
    await settled();
    expect([one.leads(), two.leads(), browser.cores[0]?.stopped]).toEqual([false, true, true]);
  });

  it('are each on their own where the browser has no locks', () => {
    const browser = aBrowser();
    expect([browser.open(1, false).leads(), browser.open(2, false).leads()]).toEqual([true, true]);
  });

  it('take nothing from a tab that speaks otherwise', async () => {
    const browser = aBrowser();
    browser.open(1);
    const two = browser.open(2);
    await settled();
    const before = await two.ready();
    browser.say({ kind: 'state', state: { relayUrl: 7 } });
    browser.say('state');
    expect(await two.ready()).toBe(before);
  });
});
