import { describe, expect, it } from 'vitest';
import { ended, aCall } from '../../../tests/support/calls';
import type { Conversation } from '../../shared/protocol/conversation';
import { conversationRecord } from './conversation';
import { callRecord } from '../../crm/call-record/record';

const call = callRecord(ended(aCall()), null, () => null);
const conversation: Conversation = {
  conversationId: 'conv_1',
  agentId: 'agent_1',
  agentName: 'Nora',
  startedAt: '2026-11-23T09:00:03.000Z',
  durationSeconds: 71.6,
  summary: 'Two lines\nin one.',
  success: 'failure',
  ended: 'the user hung up',
  evaluation: [
    { name: 'solved', result: 'unknown', why: null },
    { name: 'polite', result: 'success', why: 'It said please.' },
  ],
  collected: [{ name: 'order', value: '4711' }],
  transcript: [
    { speaker: 'assistant', text: 'Hello.', atSeconds: 0.4 },
    { speaker: 'customer', text: 'Hello?', atSeconds: 61 },
    { speaker: 'customer', text: 'Anybody?', atSeconds: null },
  ],
};

describe('conversationRecord', () => {
  it('tells what came of it, and the words', () => {
    const record = conversationRecord(call, conversation);
    expect(record).toEqual({
      call,
      mark: 'AI conversation: conv_1',
      summary: [
        'AI agent: Nora, 1 min 12 s, not successful',
        'AI summary: Two lines in one.',
        'AI goal solved: not judged',
        'AI goal polite: success (It said please.)',
        'AI found order: 4711',
        'AI ended: the user hung up',
      ].join('\n'),
      note: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/) as string,
        subject: 'Conversation with Nora, 2026-11-23 09:00 UTC',
        text: '[0:00] Nora: Hello.\n[1:01] Customer: Hello?\nCustomer: Anybody?',
      },
    });
    expect(conversationRecord(call, conversation).note?.id).toBe(record.note?.id);
  });

  it('says little where little is known, and has a mark that no CRM changes', () => {
    const bare: Conversation = {
      ...conversation,
      conversationId: '<b>"ü"',
      agentName: null,
      summary: null,
      success: 'unknown',
      ended: null,
      evaluation: [],
      collected: [],
      transcript: [],
    };
    expect(conversationRecord(call, bare)).toEqual({
      call,
      mark: 'AI conversation: _b____',
      summary: 'AI agent: the AI agent, 1 min 12 s, not judged',
      note: null,
    });
  });
});
