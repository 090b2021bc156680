/** A call that rings on twenty desks: the CRM is asked once for all of them, and every desk hears the name. */
import { expect, it } from 'vitest';
import type { CrmClient, CrmMatch } from '../../src/crm/port';
import { noContext } from '../../src/shared/protocol/crm-context';
import { ok } from '../../src/shared/result';
import { aCall, aLeg, maria } from '../support/calls';
import { signIn, startRelay, tokenOf, withToken } from './relay-harness';

const desks = Array.from({ length: 20 }, (_, n) => ({ id: `desk-${n}`, extension: String(2_000 + n) }));

it('is one search, however many phones ring and screens ask', async () => {
  let searches = 0;
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const match: CrmMatch = { contact: maria, accountId: null, title: null };
  const crm: CrmClient = {
    kind: 'counted',
    findByNumber: async () => {
      searches += 1;
      await answered;
      return ok(match);
    },
    context: () => Promise.resolve(ok({ ...noContext, contact: maria })),
    candidate: () => Promise.resolve(ok(match)),
    logCall: ({ id }) => Promise.resolve(ok({ id, url: 'https://crm.example/' })),
    logConversation: () => Promise.resolve(ok({})),
    logNote: () => Promise.reject(new Error('not asked for')),
    logFollowUp: () => Promise.reject(new Error('not asked for')),
    check: () => Promise.resolve(ok({ userId: 'u', userName: 'cti' })),
    recordUrl: () => 'https://crm.example/',
    close: () => undefined,
  };
  const relay = await startRelay({
    crm,
    file: {
      agents: desks.map(({ id, extension }) => ({
        id,
        name: id,
        extensions: [extension],
        token: tokenOf(id),
      })),
      webCompanion: { crmContext: true },
    },
  });
  const screens = await Promise.all(desks.map(({ id }) => signIn(relay.url, id)));
  const call = aCall({ legs: desks.map(({ extension }) => aLeg(extension)) });
  relay.pbx.tell(call);
  for (const screen of screens) expect((await screen.nextOfType('screen_pop')).callData.id).toBe(call.id);

  const asked = desks.map(({ id }) =>
    relay.request('GET', `/api/calls/${encodeURIComponent(call.id)}/crm`, withToken(id)),
  );
  answer();
  for (const { status, body } of await Promise.all(asked))
    expect([status, body]).toMatchObject([200, { contact: { name: maria.name } }]);
  for (const screen of screens)
    expect((await screen.nextOfType('call_update')).callData.contact?.id).toBe(maria.id);
  expect(searches).toBe(1);

  screens.forEach((screen) => screen.close());
  await relay.stop();
});
