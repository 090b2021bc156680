import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Call, Contact } from '../../src/shared/call/call';
import { aCall, aLeg, answeredBy, ended } from '../support/calls';
import {
  launchCompanion,
  noElectron,
  startDesk,
  windowFacts,
  type Desk,
  type LaunchedCompanion,
} from '../support/electron';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

const maria: Contact = {
  crm: 'suitecrm',
  module: 'Contacts',
  id: 'c-1',
  name: 'Maria Lindqvist',
  account: 'Nordwind Logistik GmbH',
  url: 'https://crm.test/#/contacts/record/c-1',
  matchedBy: 'phone_mobile',
  others: 0,
};
let count = 0;
/** Ended after each test. */
const made: Call[] = [];
/** Another call each time, so that no test sees another's. */
const newCall = (patch: Partial<Call> = {}): Call => {
  const call = aCall({ id: `pbx:${++count}.1`, ...patch });
  made.push(call);
  return call;
};

describe.skipIf(noElectron)('the pop in Electron', () => {
  let desk: Desk;
  let relay: Awaited<ReturnType<typeof startTinyRelay>>;
  let desktop: LaunchedCompanion;

  beforeAll(async () => {
    [desk, relay] = await Promise.all([startDesk({ keyring: false }), startTinyRelay()]);
    const registered = relay.next('register_agent');
    desktop = await launchCompanion(desk, { env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN } });
    await registered;
    // From here on, what would open in a browser is only written down.
    await desktop.app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = (url) => Promise.resolve(void opened.push(url));
    });
  });
  afterAll(async () => {
    await desktop.close();
    await Promise.all([relay.stop(), desk.stop()]);
  });

  const opened = () => desktop.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  const facts = () => windowFacts(desktop.app, 'popup.html');
  const card = () => desktop.popup.getByTestId('pop-card');
  const shown = async () => {
    await card().waitFor();
    await expect.poll(async () => (await facts()).visible).toBe(true);
  };
  const hidden = () => expect.poll(async () => (await facts()).visible, { timeout: 5_000 }).toBe(false);

  afterEach(async () => {
    for (const dismiss of await desktop.popup.getByTestId('pop-dismiss').all()) await dismiss.click();
    await hidden();
    for (const call of made.splice(0)) relay.update({ ...ended(call), version: 99 });
    await expect.poll(() => desktop.companion.getByTestId('live-call').count()).toBe(0);
  });

  it('shows the number first, then the name, and is acknowledged', async () => {
    const call = newCall();
    const ack = relay.next('ack');
    relay.pop(call);
    await shown();
    await ack;
    expect(await desktop.popup.getByTestId('pop-number').textContent()).toContain('+49 171 1234567');
    expect(await card().textContent()).not.toContain('Maria');
    relay.update({ ...call, contact: maria, version: 2 });
    await desktop.popup.getByTestId('pop-name').filter({ hasText: 'Maria Lindqvist' }).waitFor();
  });

  it('lies on top in its corner, no larger than allowed, and leaves the focus where it is', async () => {
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('companion.html'))
        ?.focus(),
    );
    await expect.poll(async () => (await windowFacts(desktop.app, 'companion.html')).focused).toBe(true);
    relay.pop(newCall());
    await shown();
    const pop = await facts();
    expect(pop).toMatchObject({ focused: false, alwaysOnTop: true });
    expect((await windowFacts(desktop.app, 'companion.html')).focused).toBe(true);
    expect(pop.bounds.width).toBe(380);
    expect(pop.bounds.height).toBeLessThanOrEqual(520);
    expect(pop.bounds.x + pop.bounds.width).toBe(1600 - 16);
    expect(pop.bounds.y).toBe(16);
  });

  it('says who answered elsewhere and leaves by itself', async () => {
    const call = newCall({ legs: [aLeg(), aLeg('1002')] });
    relay.pop(call);
    await shown();
    relay.update(answeredBy(call, '1002'));
    await card().filter({ hasText: '1002' }).waitFor();
    await hidden();
  });

  it('stays while the agent talks', async () => {
    const call = newCall({ contact: { ...maria, name: 'Nadia Stays' } });
    const live = desktop.companion.getByTestId('live-call').filter({ hasText: 'Nadia Stays' });
    relay.pop(call);
    await shown();
    relay.update(answeredBy(call, '1001'));
    await live.filter({ hasText: 'Talking' }).waitFor();
    expect((await facts()).visible).toBe(true);
  });

  it('takes the keys when the agent opens the note, and waits until he has done with it', async () => {
    const set = (popAfterEnd: 'at-once' | 'after-10-seconds') =>
      desktop.popup.evaluate(
        (value) => window.bridge?.invoke('settings:set', { popAfterEnd: value }),
        popAfterEnd,
      );
    await set('at-once');
    const call = newCall();
    const talking = answeredBy(call, '1001');
    relay.pop(call);
    await shown();
    relay.update(talking);
    await card().filter({ hasText: 'Talking' }).waitFor();
    await desktop.popup.getByTestId('pop-note').click();
    await expect.poll(async () => (await facts()).focused).toBe(true);
    await desktop.popup.keyboard.type('Wants an of');
    // A pop would leave at once now.
    relay.update({ ...ended(talking), version: 9 });
    await card().and(desktop.popup.locator('[data-leaving=true]')).waitFor();
    await desktop.popup.keyboard.type('fer');
    expect((await facts()).visible).toBe(true);
    expect((await facts()).bounds.height).toBeLessThanOrEqual(520);
    await desktop.popup.keyboard.press('Control+Enter');
    await hidden();
    const kept = await desktop.companion.evaluate(
      (callId) => window.bridge?.invoke('note:of', { callId }),
      call.id,
    );
    expect(kept).toMatchObject({ ok: true, value: { mine: { text: 'Wants an offer' } } });
    await set('after-10-seconds');
  });

  it('opens the contact in the system browser, and nothing but the CRM', async () => {
    relay.pop(newCall({ contact: maria }));
    await shown();
    await desktop.popup.getByTestId('pop-open-crm').click();
    await expect.poll(opened).toEqual([maria.url]);
    const refused = await desktop.popup.evaluate(async () => {
      const ask = async (url: string) => window.bridge?.invoke('crm:open-link', { url });
      return Promise.all(['file:///etc/passwd', 'javascript:alert(1)', 'https://evil.example/'].map(ask));
    });
    expect(refused.map((reply) => reply?.ok)).toEqual([false, false, false]);
    expect(await opened()).toEqual([maria.url]);
  });

  it('after a lost connection shows what rings now and takes away what is over', async () => {
    relay.pop(newCall());
    await shown();
    const other = newCall({
      remote: { number: '+4930999', display: '+49 30 999', name: null, anonymous: false },
    });
    relay.setLive([other]);
    const back = relay.next('register_agent');
    relay.dropAll();
    expect(await back).toMatchObject({ lastSeenAt: '2026-11-23T09:00:00.000Z' });
    await desktop.popup.getByTestId('pop-number').filter({ hasText: '+49 30 999' }).waitFor();
    expect(await card().count()).toBe(1);
    relay.setLive([]);
  });
});
