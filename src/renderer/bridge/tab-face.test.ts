import { expect, it } from 'vitest';
import { aCall, aState, NOW } from '../../../tests/support/chromium-states';
import { startI18n } from '../i18n';
import i18next from 'i18next';
import { newId } from './new-id';
import { tabFace } from './tab-face';

startI18n(['en']);
const face = (part: Parameters<typeof aState>[0]) => tabFace(aState(part), i18next.t);
const missed = { ...aState().history, missed: ['pbx:1', 'pbx:2'] };
const ringing = aCall();
const pop = {
  callId: ringing.id,
  messageId: 'm1',
  reason: 'ringing',
  extension: '1001',
  shownAt: NOW,
  closing: null,
} as const;
it('names who rings, before all else', () => {
  const shown = face({ calls: [ringing], pops: [pop], history: missed });
  expect(shown).toMatchObject({ icon: 'ringing', missed: 2 });
  expect(shown.title).toMatch(/ is calling · CTI Companion$/);
});

it('does not ring for what is on its way out', () => {
  const closing = { why: 'answered-elsewhere', by: '1002', at: NOW } as const;
  expect(face({ calls: [ringing], pops: [{ ...pop, closing }] }).icon).toBe('idle');
});

it('counts what was missed', () => {
  expect(face({ history: missed }).title).toBe('(2) CTI Companion');
  expect(face({}).title).toBe('CTI Companion');
});

it('shows a talk, a relay that is away, and do-not-disturb', () => {
  const talking = {
    ...ringing,
    state: 'connected' as const,
    legs: ringing.legs.map((leg) => ({ ...leg, state: 'connected' as const, answeredAt: NOW })),
  };
  expect(face({ calls: [talking] }).icon).toBe('talking');
  const { links } = aState();
  expect(face({ links: { ...links, relay: { ...links.relay, state: 'down' } } }).icon).toBe('link-down');
  expect(face({ quiet: { by: 'own', until: null, system: null, missed: [] } }).icon).toBe('paused');
});

it('makes ids where the browser keeps randomUUID from the page', () => {
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  const ids = [newId({ getRandomValues }), newId({ getRandomValues })];
  expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(ids[0]).not.toBe(ids[1]);
});
