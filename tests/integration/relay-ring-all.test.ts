/** A call that rings on many desks: the CRM is asked once for all of them, and what is said of it stays bounded. */
import { expect, it } from 'vitest';
import type { CrmClient, CrmMatch } from '../../src/crm/port';
import type { Call, Leg } from '../../src/shared/call/call';
import { noContext } from '../../src/shared/protocol/crm-context';
import { ok } from '../../src/shared/result';
import { aCall, aLeg, maria } from '../support/calls';
import { signIn, startRelay, tokenOf, withToken } from './relay-harness';

const desksOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `desk-${n}`, extension: String(2_000 + n) }));
const agentsOf = (desks: ReturnType<typeof desksOf>) =>
  desks.map(({ id, extension }) => ({ id, name: id, extensions: [extension], token: tokenOf(id) }));

it('is one search, however many phones ring and screens ask', async () => {
  const desks = desksOf(20);
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
      agents: agentsOf(desks),
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

it('pops at 200 desks, which all stay and know the end, without a frame for each phone at each desk', async () => {
  const desks = desksOf(200);
  const relay = await startRelay({ file: { agents: agentsOf(desks) } });
  const screens = await Promise.all(desks.map(({ id }) => signIn(relay.url, id)));
  const phone = (n: number, more: Partial<Leg> = {}): Leg => aLeg(desks[n]?.extension ?? '', more);
  let version = 0;
  const tell = (legs: Leg[], more: Partial<Call> = {}): void => {
    version += 1;
    relay.pbx.tell(aCall({ legs, version, ...more }));
  };

  // As a PBX does it: one phone after another, and all of it in what is read at once.
  desks.forEach((_, last) => tell(desks.slice(0, last + 1).map((__, n) => phone(n))));
  for (const [n, screen] of screens.entries())
    expect((await screen.nextOfType('screen_pop')).extension).toBe(desks[n]?.extension);

  const endedAt = '2026-11-23T09:00:30.000Z';
  const gone = { state: 'ended', endReason: 'cancelled', endedAt } as const;
  desks.forEach((_, last) => tell(desks.map((__, n) => phone(n, n <= last ? gone : {}))));
  tell(
    desks.map((_, n) => phone(n, gone)),
    { state: 'ended', outcome: 'abandoned', endedAt },
  );
  for (const screen of screens) while ((await screen.nextOfType('call_update')).callData.version < version);

  const frames = screens.map(({ messages }) => messages.filter((one) => 'callData' in one).length);
  // While few rang each was told of each; then a pop, the own phone's end, and a few for all that became of the others.
  expect(Math.max(...frames)).toBeLessThanOrEqual(30);
  expect(screens.every(({ socket }) => socket.readyState === socket.OPEN)).toBe(true);
  screens.forEach((screen) => screen.close());
  await relay.stop();
});
