import { expect, it } from 'vitest';
import { aCall } from '../../../tests/support/calls';
import { tellStory, type StorySources } from './story';

const at = (second: number): string => `2026-11-23T09:00:${String(second).padStart(2, '0')}.000Z`;
const call = aCall({ startedAt: at(0), endedAt: at(30), state: 'ended' });
const event = (second: number, patch: object) => ({
  at: at(second),
  event: 'Newstate',
  headers: {},
  summary: '',
  changed: [],
  pops: [],
  ...patch,
});
const tell = (patch: Partial<StorySources>) =>
  tellStory({
    call,
    events: { callId: call.id, kept: true, complete: true, note: null, events: [] },
    pops: [],
    jobs: [],
    conversations: [],
    notes: [],
    ...patch,
  });

it('puts everything in the order of time, and counts what changed nothing', () => {
  const changed = [{ field: 'state', before: 'ringing', after: 'connected' }];
  const closed = { action: 'closed' as const, extension: '1001', reason: 'hangup', agents: [] };
  const opened = { action: 'opened' as const, extension: '1001', reason: 'ringing', agents: ['anna'] };
  const story = tell({
    events: {
      callId: call.id,
      kept: true,
      complete: false,
      note: null,
      events: [event(1, { pops: [opened], changed }), event(2, {}), event(30, { changed, pops: [closed] })],
    },
    pops: [
      { agentId: 'anna', extension: '1001', reason: 'ringing', sentAt: at(1), shownAfterMs: 2_000 },
      { agentId: 'ben', extension: '1001', reason: 'ringing', sentAt: at(1), shownAfterMs: null },
    ],
    jobs: [
      {
        callId: call.id,
        kind: 'call',
        status: 'logged',
        attempts: 2,
        dueAt: 0,
        error: null,
        changedAt: Date.parse(at(40)),
      },
      {
        callId: call.id,
        kind: 'note',
        status: 'pending',
        attempts: 0,
        dueAt: Date.parse(at(50)),
        error: null,
      },
    ],
    notes: [{ text: 'x', disposition: null, agentId: 'anna', agentName: 'Anna', at: at(20), followUps: [] }],
  });
  expect(story).toMatchObject({ kept: true, complete: false, quiet: 1 });
  expect(story.entries.map(({ kind, at: when }) => [kind, when.slice(17, 19)])).toEqual([
    ['pbx', '01'],
    ['pop-sent', '01'],
    ['pop-sent', '01'],
    ['pop-acknowledged', '03'],
    ['note', '20'],
    ['pbx', '30'],
    ['pop-closed', '30'],
    ['crm', '30'],
    ['crm', '40'],
  ]);
  expect(story.entries.filter(({ kind }) => kind === 'crm')).toMatchObject([
    { job: 'note', status: 'pending', tries: 0, nextTryAt: at(50) },
    { job: 'call', status: 'logged', tries: 2, nextTryAt: null },
  ]);
});

it("masks what the CRM's words may quote", () => {
  const error = 'The record of +49 171 1234567 is refused.';
  const story = tell({
    jobs: [{ callId: call.id, kind: 'call', status: 'failed', attempts: 1, dueAt: 0, error }],
  });
  expect(JSON.stringify(story.entries)).not.toContain('1234567');
});
