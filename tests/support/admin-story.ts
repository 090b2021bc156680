/** A call's whole story: an AI agent first, two phones, a note, and a note that the CRM refused. */
import { callStorySchema } from '../../src/shared/protocol/call-story';
import { conversationSchema, type Conversation } from '../../src/shared/protocol/conversation';
import { aLeg, endedCall, maria } from './calls';

export const aStory = () => {
  const at = (ms: number): string => new Date(Date.now() - 600_000 + ms).toISOString();
  const call = endedCall({
    linkedId: '2.0',
    startedAt: at(0),
    answeredAt: at(7_120),
    endedAt: at(190_000),
    talkSeconds: 182,
    queue: 'Support',
    answeredBy: ['1001'],
    owner: '1001',
    legs: [
      aLeg('1001', {
        state: 'ended',
        rangAt: at(240),
        answeredAt: at(7_120),
        endedAt: at(190_000),
        endReason: 'hangup',
      }),
      aLeg('1002', {
        state: 'ended',
        rangAt: at(244),
        endedAt: at(7_130),
        endReason: 'answered-elsewhere',
      }),
    ],
    contact: { ...maria, name: 'Maria Lindqvist', account: 'Nordwind Logistik GmbH' },
    crmRecord: { status: 'logged', id: 'r0', url: 'https://crm.example.com/#/calls/r0', error: null },
    ai: {
      conversationId: 'conv_1',
      agentId: 'agent_7',
      summary: 'Asked where container 4471 is.',
      success: 'success',
      durationSeconds: 42,
      transcriptLines: 6,
      matchedBy: 'header',
    },
  });
  const pbx = (ms: number, event: string, changed: object[], headers: Record<string, string> = {}) => ({
    kind: 'pbx',
    at: at(ms),
    event,
    headers: { Channel: 'PJSIP/trunk-0000001f', Linkedid: '2.0', ...headers },
    changed,
  });
  return callStorySchema.parse({
    call,
    kept: true,
    complete: true,
    quiet: 11,
    entries: [
      pbx(0, 'Newchannel', [
        { field: 'state', before: null, after: 'ringing' },
        { field: 'remote.number', before: null, after: '+491711234567' },
        { field: 'dialled', before: null, after: '+4930123450' },
      ]),
      {
        kind: 'conversation',
        at: at(20),
        conversationId: 'conv_1',
        agentId: 'agent_7',
        agentName: 'Front desk',
        durationSeconds: 42,
        success: 'success',
        summary: 'Asked where container 4471 is and wants to speak to dispatch.',
        lines: 6,
      },
      pbx(180, 'QueueCallerJoin', [{ field: 'queue', before: null, after: 'Support' }], { Queue: 'Support' }),
      pbx(240, 'DialBegin', [{ field: 'legs.1001.state', before: null, after: 'ringing' }], {
        DestChannel: 'PJSIP/1001-00000020',
      }),
      { kind: 'pop-sent', at: at(241), agentId: 'anna', extension: '1001', reason: 'ringing' },
      pbx(244, 'DialBegin', [{ field: 'legs.1002.state', before: null, after: 'ringing' }]),
      { kind: 'pop-sent', at: at(245), agentId: 'ben', extension: '1002', reason: 'ringing' },
      { kind: 'pop-acknowledged', at: at(259), agentId: 'anna', extension: '1001', afterMs: 18 },
      { kind: 'pop-acknowledged', at: at(581), agentId: 'ben', extension: '1002', afterMs: 336 },
      pbx(330, 'Relay', [{ field: 'contact.name', before: null, after: 'Maria Lindqvist' }]),
      pbx(7_120, 'BridgeEnter', [
        { field: 'state', before: 'ringing', after: 'connected' },
        { field: 'legs.1001.state', before: 'ringing', after: 'connected' },
      ]),
      { kind: 'pop-closed', at: at(7_130), extension: '1002', reason: 'answered-elsewhere' },
      pbx(190_000, 'Hangup', [
        { field: 'state', before: 'connected', after: 'ended' },
        { field: 'outcome', before: null, after: 'answered' },
      ]),
      {
        kind: 'note',
        at: at(204_000),
        agentId: 'anna',
        agentName: 'Anna Becker',
        text: 'Container 4471 is in Hamburg.\nCalls back tomorrow about the new tariff.',
        disposition: 'Solved',
        followUps: 1,
      },
      {
        kind: 'crm',
        at: at(205_000),
        job: 'call',
        status: 'logged',
        tries: 2,
        nextTryAt: null,
        error: null,
        url: 'https://crm.example.com/#/calls/r0',
      },
      {
        kind: 'crm',
        at: at(206_000),
        job: 'note',
        status: 'failed',
        tries: 9,
        nextTryAt: null,
        error: 'SuiteCRM refused the note: the role of this account may not change calls.',
        url: null,
      },
    ],
  });
};

/** What was said in it. */
export const aConversation = ({ lines }: { lines: number }): Conversation =>
  conversationSchema.parse({
    conversationId: 'conv_1',
    agentId: 'agent_7',
    agentName: 'Front desk',
    startedAt: null,
    durationSeconds: 42,
    summary: null,
    success: 'success',
    ended: null,
    evaluation: [],
    collected: [],
    transcript: Array.from({ length: lines }, (_, index) => ({
      speaker: index % 2 === 0 ? 'assistant' : 'customer',
      text: `Line ${index + 1}: ${['Which container is it about?', 'Number 4471, from Łódź. It was to be there on Monday.', 'مرحبا'][index % 3]}`,
      atSeconds: index * 3,
    })),
  });
