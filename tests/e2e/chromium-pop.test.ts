/** The screen pop in all its states; the pictures in test-results/ui/ are there to be looked at. */
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { noContext } from '../../src/shared/protocol/crm-context';
import { aLeg, answeredBy } from '../support/calls';
import { chromiumStage, overflow, picture, text } from '../support/chromium-stage';
import { aCall, aDay, ago, aPop, aState, known, maria, popState, waiting } from '../support/chromium-states';

const show = chromiumStage();
const emptyContext = noContext;

const context = known.context ?? emptyContext;

describe('the pop', () => {
  it('shows the number first, and nothing moves when the CRM answers', async () => {
    const call = aCall();
    const ringing = popState(call, { crm: { [call.id]: waiting('loading') } });
    const { page, push } = await show('popup', ringing);
    expect(await text(page, 'pop-number')).toBe('+49 171 1234567');
    expect(await text(page, 'pop-state')).toBe('Ringing');
    expect(await page.getByTestId('pop-card').innerText()).toContain('0:07');
    expect(await page.getByTestId('pop-open-crm').isDisabled()).toBe(true);
    await picture(page, 'pop-loading');

    const boxes = () =>
      page.evaluate(() =>
        [
          'article',
          '.pop-head',
          '.pop-name',
          '.pop-who',
          '.pop-number-row',
          '[data-testid=pop-number]',
          '.pop-facts',
          '.pop-actions',
          '[data-testid=pop-open-crm]',
          '[data-testid=pop-copy]',
          '[data-testid=pop-dismiss]',
        ].map((selector) => {
          const box = document.querySelector(selector)?.getBoundingClientRect();
          return [selector, box?.x, box?.y, box?.height];
        }),
      );
    const before = await boxes();
    for (const crm of [
      waiting('slow'),
      { ...waiting('loading'), context: { ...emptyContext, contact: maria } },
      known,
      waiting('unknown'),
      waiting('failed'),
      waiting('off'),
    ]) {
      await push({ ...ringing, version: ringing.version + 1000 + Math.random(), crm: { [call.id]: crm } });
      await page.locator(`[data-status="${crm.status}"]`).waitFor();
      expect(await boxes()).toEqual(before);
      ringing.version += 2000;
    }
  });

  it('shows who it is, the last calls and the open cases', async () => {
    const call = aCall();
    const { page } = await show('popup', popState(call, { crm: { [call.id]: known } }));
    expect(await text(page, 'pop-name')).toBe('Maria Lindqvist');
    const card = await page.getByTestId('pop-card').innerText();
    expect(card).toContain('Nordwind Logistik GmbH · Head of Dispatch');
    expect(card).toContain('matched: mobile phone');
    const facts = await text(page, 'pop-last-calls');
    expect(facts).toContain('Fri 14:02 · 6 min');
    expect(facts).toContain('Asked for the new tariff');
    expect(facts).toContain('Late delivery');
    expect(facts).toContain('+1 more');
    await picture(page, 'pop-known-light');
  });

  it.each([
    ['slow', 'CRM is slow, name follows'],
    ['unknown', 'Not in the CRM'],
    ['failed', 'does not answer'],
    ['off', 'Sign in to the CRM'],
  ] as const)('says it when the CRM is %s', async (status, sentence) => {
    const call = aCall();
    const { page } = await show('popup', popState(call, { crm: { [call.id]: waiting(status) } }));
    expect(await page.getByTestId('pop-card').innerText()).toContain(sentence);
    expect(await text(page, 'pop-number')).toBe('+49 171 1234567');
    await picture(page, `pop-${status}`);
  });

  it('turns green while talking, in the dark too', async () => {
    const call = aCall({ state: 'connected', answeredAt: ago(102), answeredBy: ['1001'] });
    const { page } = await show('popup', popState(call, { crm: { [call.id]: known } }), { scheme: 'dark' });
    expect(await text(page, 'pop-state')).toBe('Talking');
    expect(await page.getByTestId('pop-card').innerText()).toContain('1:42');
    expect(await page.locator('.state-dot').getAttribute('data-tone')).toBe('talking');
    await picture(page, 'pop-talking-dark');
  });

  it('dims and says who answered elsewhere', async () => {
    const call = aCall({ state: 'connected', answeredBy: ['1002'] });
    const closing = { why: 'answered-elsewhere', by: '1002', at: ago(-2) } as const;
    const state = aState({ calls: [call], pops: [aPop(call, { closing })], crm: { [call.id]: known } });
    const { page } = await show('popup', state);
    expect(await text(page, 'pop-state')).toBe('Answered by 1002');
    expect(await page.getByTestId('pop-announcement').innerText()).toContain('answered elsewhere');
    await picture(page, 'pop-elsewhere');
  });

  it('knows ended, missed, withheld, internal and manual', async () => {
    const over = { state: 'ended' as const, endedAt: ago(1) };
    const cases = {
      ended: aCall({ ...over, talkSeconds: 192, outcome: 'answered', contact: maria }),
      missed: aCall({ ...over, outcome: 'abandoned', contact: maria }),
      withheld: aCall({ remote: { number: null, display: '', name: null, anonymous: true } }),
      internal: aCall({
        direction: 'internal',
        queue: null,
        remote: { number: '1002', display: '1002', name: 'Jonas Weber', anonymous: false },
      }),
    };
    const words = { ended: 'Ended', missed: 'Missed', withheld: 'Number withheld', internal: 'Jonas Weber' };
    for (const [name, call] of Object.entries(cases)) {
      const { page } = await show(
        'popup',
        popState(call, {
          crm: { [call.id]: ['ended', 'missed'].includes(name) ? known : waiting('unknown') },
        }),
      );
      expect(await page.getByTestId('pop-card').innerText()).toContain(words[name as keyof typeof words]);
      await picture(page, `pop-${name}`);
    }
    const call = aCall();
    const { page } = await show(
      'popup',
      aState({
        calls: [call],
        pops: [aPop(call, { reason: 'manual', extension: null })],
        crm: { [call.id]: known },
      }),
    );
    expect(await text(page, 'pop-state')).toBe('Shown for you');
  });

  it('keeps very long and non-Latin names inside', async () => {
    const call = aCall({ queue: 'Kundendienst Norddeutschland, zweite Ebene und Reklamationen' });
    const [, , , , yamada, , long] = aDay();
    const crm = {
      ...known,
      context: {
        ...context,
        contact: { ...maria, ...long?.contact, others: 3 },
        title: 'Ärztliche Direktorin',
        recentCalls: [],
        openCases: [],
        openOpportunities: [],
      },
    };
    const { page, push } = await show('popup', popState(call, { crm: { [call.id]: crm } }));
    expect(await overflow(page)).toBe(0);
    await picture(page, 'pop-long-name');
    await push(
      popState(call, {
        crm: { [call.id]: { ...known, context: { ...context, contact: yamada?.contact ?? null } } },
      }),
    );
    await page.getByRole('heading', { name: '山田 太郎' }).waitFor();
    await picture(page, 'pop-japanese');
  });

  it('stacks several calls calmly', async () => {
    const [first, second, third] = [
      aCall({ state: 'connected', answeredAt: ago(95), startedAt: ago(100), answeredBy: ['1001'] }),
      aCall({
        startedAt: ago(9),
        remote: { number: '+493090820', display: '+49 30 90820', name: null, anonymous: false },
      }),
      aCall({
        startedAt: ago(4),
        remote: { number: '+420221000111', display: '+420 221 000 111', name: 'DVORAK', anonymous: false },
      }),
    ] as const;
    const crm = { [first.id]: known, [second.id]: waiting('unknown'), [third.id]: waiting('loading') };
    const { page, push, asked } = await show('popup', aState({ calls: [first], pops: [aPop(first)], crm }));
    await push(
      aState({ calls: [third, second, first], pops: [aPop(third), aPop(second), aPop(first)], crm }),
    );
    await page.getByTestId('pop-row').first().waitFor();
    expect(await text(page, 'pop-name')).toBe('Maria Lindqvist');
    expect(await page.getByTestId('pop-row').count()).toBe(2);
    const heights = (await asked('pop:resize')).map((input) => (input as { height: number }).height);
    expect(Math.max(...heights)).toBeLessThanOrEqual(520);
    expect(heights.at(-1)).toBeGreaterThan(heights[0] ?? 0);
    await picture(page, 'pop-stack');
    await page.getByTestId('pop-row').filter({ hasText: 'DVORAK' }).click();
    expect(await text(page, 'pop-name')).toBe('DVORAK');
  });

  it('with many calls says how many more there are, and shows them when asked', async () => {
    const calls = Array.from({ length: 7 }, (_, index) =>
      aCall({
        startedAt: ago(30 - index),
        remote: {
          number: `+493090820${index}`,
          display: `+49 30 90820${index}`,
          name: null,
          anonymous: false,
        },
      }),
    );
    const crm = Object.fromEntries(calls.map((call) => [call.id, waiting('unknown')]));
    const state = aState({ calls, pops: calls.map((call) => aPop(call)), crm });
    const { page, asked } = await show('popup', state);
    expect(await page.getByTestId('pop-row').count()).toBe(4);
    const height = async () => (await page.locator('main').boundingBox())?.height ?? 999;
    expect(await height()).toBeLessThanOrEqual(520);
    expect(await text(page, 'pop-more')).toBe('2 more calls');
    await picture(page, 'pop-many');
    await page.getByTestId('pop-more').click();
    await expect.poll(() => page.getByTestId('pop-row').count()).toBe(6);
    const heights = (await asked('pop:resize')).map((input) => (input as { height: number }).height);
    expect(Math.max(...heights)).toBeLessThanOrEqual(520);
  });

  it.each(['light', 'dark'] as const)('hangs up and picks up where the PBX can, %s', async (scheme) => {
    const [first] = aState().links.pbx;
    const links = {
      ...aState().links,
      pbx: first ? [{ ...first, can: { hangUp: true, answer: true } }] : [],
    };
    const legs = [aLeg('1001'), aLeg('1002'), aLeg('1003')];
    const call = aCall({ legs });
    const state = popState(call, { crm: { [call.id]: known }, links });
    const { page, push, asked, answer } = await show('popup', state, { scheme });
    expect(await text(page, 'pop-also-rings')).toContain('1002, 1003');
    await picture(page, `pop-phone-${scheme}`);
    await page.getByRole('button', { name: 'Answer' }).click();
    await page.getByRole('button', { name: 'Decline' }).click();
    expect(await asked('call:control')).toEqual([
      { callId: call.id, action: 'answer' },
      { callId: call.id, action: 'hang_up' },
    ]);
    const talking = answeredBy(call, '1001');
    await push({ ...state, version: state.version + 1_000, calls: [talking] });
    await answer('call:control', {
      ok: false,
      error: { code: 'not_found', message: '-', details: { reason: 'call-gone' } },
    });
    await page.getByRole('button', { name: 'Hang up' }).click();
    expect(await text(page, 'pop-problem')).toBe('This call is not on your phone any more.');
    expect(await page.getByRole('button', { name: 'Answer' }).count()).toBe(0);
    expect(await overflow(page)).toBe(0);
    await picture(page, `pop-phone-refused-${scheme}`);
    // A relay that does not say can nothing.
    await push({ ...state, version: state.version + 2_000, links: aState().links });
    await expect.poll(() => page.getByTestId('pop-hang-up').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)('names colleagues as far as they are known, %s', async (scheme) => {
    const legs = [aLeg('1001'), aLeg('1002', { name: 'Ben Carter' }), aLeg('1003')];
    const call = aCall({ legs });
    const { page, push } = await show('popup', popState(call, { crm: { [call.id]: known } }), { scheme });
    const others = page.getByTestId('pop-also-rings');
    expect(await others.innerText()).toMatch(/Ben Carter\s*\(1002\) \+1/);
    expect(await others.getAttribute('title')).toBe('Also rings at Ben Carter (1002) and 1003');
    await picture(page, `pop-colleagues-${scheme}`);
    const name = 'Benjamin Maximilian Carter-Oyelaran';
    const long = { ...call, legs: [aLeg('1001'), aLeg('1002', { name })] };
    await push(popState(long, { crm: { [call.id]: known } }));
    await expect.poll(() => others.getAttribute('title')).toBe(`Also rings at ${name} (1002)`);
    expect(await overflow(page)).toBe(0);
    const [status, rings] = [await page.getByTestId('pop-state').boundingBox(), await others.boundingBox()];
    // However long his name is, one still reads that it rings.
    expect(status?.width).toBeGreaterThan(45);
    expect(rings?.width).toBeLessThan(160);
    await picture(page, `pop-colleagues-long-${scheme}`);
    const closing = { why: 'answered-elsewhere', by: '1002', at: ago(-2) } as const;
    const gone = answeredBy(call, '1002');
    await push(popState(gone, { crm: { [call.id]: known }, pops: [aPop(gone, { closing })] }));
    await expect.poll(() => text(page, 'pop-state')).toBe('Answered by Ben Carter (1002)');
    await picture(page, `pop-answered-elsewhere-${scheme}`);
  });

  it('in a consultation says who asks, and who the customer is', async () => {
    const legs = [
      aLeg('1002', { state: 'held', rangAt: ago(97), answeredAt: ago(90) }),
      aLeg('1001', { rangAt: ago(4) }),
    ];
    const call = aCall({
      state: 'held',
      startedAt: ago(99),
      answeredAt: ago(90),
      answeredBy: ['1002'],
      owner: '1002',
      legs,
    });
    const { page } = await show('popup', popState(call, { crm: { [call.id]: known } }));
    expect(await text(page, 'pop-state')).toBe('Ringing');
    const card = await page.getByTestId('pop-card').innerText();
    expect(card).toContain('1002 asks you');
    expect(card).toContain('0:04');
    expect(await text(page, 'pop-name')).toBe('Maria Lindqvist');
    await picture(page, 'pop-consultation');
  });

  it('obeys ⏎ and Esc, copies the number and opens links', async () => {
    const call = aCall();
    const { page, asked } = await show('popup', popState(call, { crm: { [call.id]: known } }));
    await page.keyboard.press('Enter');
    expect(await asked('call:open-in-crm')).toEqual([{ callId: call.id, what: 'contact' }]);
    await page.getByTestId('pop-copy').focus();
    await page.keyboard.press('Enter');
    expect(await asked('clipboard:copy')).toEqual([{ text: '+491711234567' }]);
    expect(await asked('call:open-in-crm')).toHaveLength(1);
    await page.getByRole('button', { name: 'Late delivery' }).click();
    expect(await asked('crm:open-link')).toEqual([{ url: 'https://crm.example.com/#/cases/s1' }]);
    await page.keyboard.press('Escape');
    expect(await asked('pop:dismiss')).toEqual([{ callId: call.id }]);
  });

  it('is announced, named and still where motion is not wanted', async () => {
    const call = aCall();
    const state = popState(call, { crm: { [call.id]: known } });
    const { page } = await show('popup', state);
    expect(await page.getByRole('status').first().innerText()).toBe(
      'Incoming call: Maria Lindqvist, +49 171 1234567',
    );
    await page.getByRole('article', { name: 'Call from Maria Lindqvist' }).waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).waitFor();
    const motion = (on: Page) =>
      on.locator('.state-dot').evaluate((dot) => getComputedStyle(dot).animationName);
    expect(await motion(page)).toBe('none');
    const moving = await show('popup', state, { calm: false });
    expect(await motion(moving.page)).toBe('breathe');
  });
});
