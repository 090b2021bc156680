/** Who of several is calling, and what to do about a stranger, in a real browser; the pictures are there to be looked at. */
import { describe, expect, it } from 'vitest';
import type { CallCrm } from '../../src/shared/ipc/state';
import { noContext, type Candidate } from '../../src/shared/protocol/crm-context';
import { contrastOf } from '../support/chromium';
import { chromiumStage, overflow, picture, text } from '../support/chromium-stage';
import { aCall, aState, known, maria, popState, waiting } from '../support/chromium-states';

const show = chromiumStage();

const candidate = (id: string, name: string, part: Partial<Candidate> = {}): Candidate => ({
  contact: { ...maria, id, name, others: 3, ...part.contact },
  title: null,
  assignedTo: null,
  quality: 'exact',
  extension: null,
  note: null,
  ...part,
});
const company = {
  ...maria,
  module: 'Accounts',
  id: 'a1',
  name: 'Nordwind Logistik GmbH',
  matchedBy: 'phone_office',
  others: 3,
};
const matches = [
  candidate('a1', company.name, { contact: company, note: 'shared-number' }),
  candidate('c1', 'Maria Lindqvist'),
  candidate('c2', 'Jonas Petersen', { quality: 'national', extension: '31' }),
  candidate('l1', 'Dr. Maximiliane-Charlotte Freifrau von Hohenstein-Schwarzenberg', {
    contact: { ...maria, id: 'l1', module: 'Leads', name: 'Dr. Maximiliane von Hohenstein-Schwarzenberg' },
    note: 'converted-lead',
  }),
];
const context = known.context ?? noContext;
const several: CallCrm = {
  ...known,
  context: { ...context, contact: company, title: null, assignedTo: 'Anna Becker', matches },
};
const rich: CallCrm = {
  ...known,
  context: {
    ...context,
    assignedTo: 'Anna Becker',
    recentCalls: context.recentCalls.map((call, index) =>
      index === 0 ? { ...call, note: 'Wants the new tariff from March, call back on Friday' } : call,
    ),
    openOpportunities: [
      {
        id: 'o1',
        name: 'Fleet 2027',
        stage: 'Proposal',
        amount: 84_000,
        currency: '€',
        url: 'https://crm.example.com/#/opportunities/o1',
      },
    ],
  },
};

describe('several who have the number', () => {
  it.each(['light', 'dark'] as const)('shows them in place with their reasons, %s', async (scheme) => {
    const call = aCall();
    const { page } = await show('popup', popState(call, { crm: { [call.id]: several } }), { scheme });
    expect(await text(page, 'pop-name')).toBe('Nordwind Logistik GmbH');
    const list = page.getByRole('list', { name: 'Who is calling?' });
    const rows = await list.getByRole('button').allInnerTexts();
    expect(rows.map((row) => row.replace(/\s+/g, ' '))).toEqual([
      expect.stringContaining('line of the company'),
      expect.stringMatching(/Maria Lindqvist · Nordwind Logistik GmbH mobile phone/),
      expect.stringContaining('mobile phone, extension 31'),
      expect.stringContaining('lead, a contact by now'),
    ]);
    expect(await overflow(page)).toBe(0);
    expect(await contrastOf(page, '.contact-choice .why')).toBeGreaterThanOrEqual(4.5);
    expect(await contrastOf(page, '.pop-number-row .choose')).toBeGreaterThanOrEqual(4.5);
    await picture(page, `pop-several-${scheme}`);
  });

  it('takes the place of the facts and moves nothing, and the choice brings them back', async () => {
    const call = aCall();
    const asking = popState(call, { crm: { [call.id]: waiting('loading') } });
    const { page, push, asked } = await show('popup', asking);
    const boxOf = (selector: string) => page.locator(selector).boundingBox();
    const before = [await boxOf('.pop-facts'), await boxOf('.pop-actions'), await boxOf('article')];
    await push({ ...asking, version: asking.version + 1_000, crm: { [call.id]: several } });
    await page.getByTestId('pop-choice').waitFor();
    expect([await boxOf('.pop-facts'), await boxOf('.pop-actions'), await boxOf('article')]).toEqual(before);

    // By keyboard alone: down to Maria, and it is her.
    await page.getByTestId('contact-candidate').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await asked('contact:choose')).toEqual([{ callId: call.id, module: 'Contacts', id: 'c1' }]);
    expect(await asked('call:open-in-crm')).toEqual([]);
    const chosen: CallCrm = { ...rich, chosen: true, context: { ...(rich.context ?? noContext), matches } };
    await push({ ...asking, version: asking.version + 2_000, crm: { [call.id]: chosen } });
    await page.getByText('Fleet 2027 €84k').waitFor();
    expect(await text(page, 'pop-last-calls')).toContain('Wants the new tariff');
    await picture(page, 'pop-chosen');
    // A change of mind.
    await page.getByRole('button', { name: '4 matches' }).click();
    expect(await page.getByTestId('contact-candidate').nth(1).getAttribute('aria-pressed')).toBe('true');
  });

  it('says why a choice did not reach the relay', async () => {
    const call = aCall();
    const { page, answer } = await show('popup', popState(call, { crm: { [call.id]: several } }));
    await answer('contact:choose', {
      ok: false,
      error: { code: 'conflict', message: 'In the CRM already.' },
    });
    await page.getByTestId('contact-candidate').nth(1).click();
    expect(await page.getByRole('alert').innerText()).toBe('In the CRM already.');
  });

  it('the wrong one is put right on the spot, and back again', async () => {
    const call = aCall();
    const state = popState(call, { crm: { [call.id]: rich } });
    const jonas = { ...maria, id: 'c9', name: 'Jonas Weber', matchedBy: 'picked' };
    const { page, push, asked } = await show(
      'popup',
      state,
      {},
      {
        'contact:search': { ok: true, value: { people: [{ contact: jonas, title: null, phones: [] }] } },
      },
    );
    await page.getByRole('button', { name: 'matched: mobile phone' }).click();
    await page.getByTestId('contact-else').click();
    await page.getByTestId('attach-search').fill('Weber');
    await picture(page, 'pop-somebody-else');
    await page.getByTestId('attach-person').click();
    const chose = (id: string) => ({ callId: call.id, module: 'Contacts', id });
    expect(await asked('contact:choose')).toEqual([chose('c9')]);
    const chosen: CallCrm = {
      ...rich,
      chosen: true,
      context: { ...(rich.context ?? noContext), contact: jonas },
    };
    await push({ ...state, version: state.version + 1_000, crm: { [call.id]: chosen } });
    await page.getByRole('heading', { name: 'Jonas Weber' }).waitFor();
    await page.getByRole('button', { name: 'picked by you' }).waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, 'pop-put-right');
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await asked('contact:choose')).toEqual([chose('c9'), chose('c1')]);
    await expect.poll(() => page.getByTestId('pop-undo-choice').count()).toBe(0);
  });

  it('shows each part as it comes', async () => {
    const call = aCall();
    const part: CallCrm = { ...rich, status: 'loading', pending: ['cases', 'opportunities'] };
    const { page } = await show('popup', popState(call, { crm: { [call.id]: part } }));
    expect(await text(page, 'pop-last-calls')).toContain('Wants the new tariff');
    expect(await page.locator('.pop-facts .skeleton').count()).toBe(1);
    await picture(page, 'pop-parts');
  });
});

describe('a caller whom the CRM does not know', () => {
  const mario = {
    contact: { ...maria, name: 'Mario Lindner', account: 'Hafen Spedition' },
    title: 'Dispatcher',
    phones: [
      { field: 'phone_mobile', number: '+49 170 5550100' },
      { field: 'phone_work', number: '' },
    ],
  };

  it("opens SuiteCRM's own form", async () => {
    const call = aCall();
    const { page, asked } = await show('popup', popState(call, { crm: { [call.id]: waiting('unknown') } }));
    await page.getByRole('button', { name: 'Create contact' }).click();
    expect(await asked('contact:open-form')).toEqual([{ callId: call.id, module: 'Contacts' }]);
    await page.getByRole('button', { name: 'Look again' }).click();
    expect(await asked('contact:look-again')).toEqual([{ callId: call.id }]);
    await picture(page, 'pop-created');
  });

  it.each(['light', 'dark'] as const)('gives the number to somebody found by name, %s', async (scheme) => {
    const call = aCall();
    const state = popState(call, { crm: { [call.id]: waiting('unknown') } });
    const { page, asked } = await show(
      'popup',
      state,
      { scheme },
      {
        'contact:search': { ok: true, value: { people: [mario] } },
        'contact:attach-number': [
          { ok: true, value: { taken: '+49 40 1' } },
          { ok: true, value: { taken: null } },
        ],
      },
    );
    await page.getByRole('button', { name: 'Add to a contact' }).click();
    await page.keyboard.type('Mario');
    await page.getByTestId('attach-person').waitFor();
    await picture(page, `pop-attach-${scheme}`);
    await page.getByTestId('attach-person').click();
    // The empty field is offered; a full one names what would be lost.
    expect(await page.getByTestId('attach-field').inputValue()).toBe('phone_work');
    await page.getByTestId('attach-field').selectOption('phone_mobile');
    await page.getByRole('button', { name: 'Replace +49 170 5550100' }).waitFor();
    await page.getByTestId('attach-field').selectOption('phone_work');
    await picture(page, `pop-attach-into-${scheme}`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Replace +49 40 1' }).click();
    await page.getByTestId('attach').waitFor({ state: 'detached' });
    const write = { callId: call.id, module: 'Contacts', id: 'c1', field: 'phone_work' };
    expect(await asked('contact:attach-number')).toEqual([write, { ...write, replace: '+49 40 1' }]);
    expect(await overflow(page)).toBe(0);
  });

  it('keeps its own Esc and ⏎', async () => {
    const call = aCall();
    const { page, asked } = await show('popup', popState(call, { crm: { [call.id]: waiting('unknown') } }));
    await page.getByTestId('pop-attach').click();
    await page.getByTestId('attach-search').press('Escape');
    await page.getByTestId('attach').waitFor({ state: 'detached' });
    expect(await asked('pop:dismiss')).toEqual([]);
  });

  it('offers nothing where the agent is not signed in to the CRM', async () => {
    const call = aCall();
    const { page } = await show(
      'popup',
      popState(call, { crm: { [call.id]: waiting('unknown') }, crmAccount: null }),
    );
    expect(await page.getByTestId('pop-create').count()).toBe(0);
  });
});

describe("the call's page", () => {
  it.each(['light', 'dark'] as const)('shows who it could be and what the CRM has, %s', async (scheme) => {
    const call = aCall({ state: 'connected', answeredBy: ['1001'], owner: '1001' });
    const crm: CallCrm = { ...rich, context: { ...(rich.context ?? noContext), matches } };
    const { page, asked } = await show('companion', aState({ calls: [call], crm: { [call.id]: crm } }), {
      scheme,
      height: 900,
    });
    await page.getByTestId('live-call').getByRole('button').first().click();
    const panel = page.getByTestId('caller-in-crm');
    await panel.waitFor();
    const said = await panel.innerText();
    for (const words of [
      'Asked for the new tariff',
      'inbound · held',
      'Wants the new tariff',
      '4711 Late delivery',
      'Fleet 2027',
      '€84k · Proposal',
    ])
      expect(said).toContain(words);
    await panel.getByRole('button', { name: /Fleet 2027/ }).click();
    expect(await asked('crm:open-link')).toEqual([{ url: 'https://crm.example.com/#/opportunities/o1' }]);
    expect(await overflow(page)).toBe(0);
    await picture(page, `caller-in-crm-${scheme}`);
  });
});
