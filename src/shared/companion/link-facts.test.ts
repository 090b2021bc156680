import { expect, it } from 'vitest';
import type { CompanionState, Link } from '../ipc/state';
import { startTestCompanion } from '../../../tests/support/companion';
import { because } from '../error-reasons';
import { factsAfter } from './link-facts';

const at = '2026-11-23T09:00:00.000Z';
const later = '2026-11-23T09:05:00.000Z';
const up: Link = { state: 'connected', since: at, problem: null };
const down: Link = { state: 'down', since: at, problem: 'The relay is away.' };
const links = (relay: Link): CompanionState['links'] => ({ relay, pbx: [], crm: up });

it('keeps the last trouble when it is over, and its time while it lasts', () => {
  const first = factsAfter({}, links(up), links(down), at);
  expect(first.relay).toEqual({ lastEventAt: null, lastProblem: { text: 'The relay is away.', at } });
  expect(factsAfter(first, links(down), links({ ...down }), later).relay).toEqual(first.relay);
  expect(factsAfter(first, links(down), links(up), later, ['relay']).relay).toEqual({
    lastEventAt: later,
    lastProblem: { text: 'The relay is away.', at },
  });
});

it('keeps why, so that a window can say it in its own language', () => {
  const why = because('relay-away', { host: 'relay.test' });
  const first = factsAfter({}, links(up), links({ ...down, because: why }), at);
  const { lastProblem } = factsAfter(first, links({ ...down, because: why }), links(up), later).relay ?? {};
  expect(lastProblem).toEqual({ text: 'The relay is away.', because: why, at });
});

it("takes the phone system's own word on its last event", () => {
  const pbx = { id: 'pbx', state: 'connected', since: at, lagMs: 2, lastEventAt: at, problem: null } as const;
  const after = factsAfter({}, links(up), { ...links(up), pbx: [pbx] }, later);
  expect(after['pbx:pbx']).toEqual({ lastEventAt: at, lastProblem: null });
});

it('is in the state, and "try now" asks the relay at once', async () => {
  const { relay, companion, state } = startTestCompanion();
  relay.accept();
  expect(state().linkFacts.relay?.lastEventAt).not.toBeNull();
  relay.close(1006);
  expect(state().linkFacts.relay?.lastProblem?.text).toContain('can not be reached');
  const before = relay.sockets.length;
  await companion.handlers['link:retry']({ link: 'relay' });
  expect(relay.sockets.length).toBe(before + 1);
});
