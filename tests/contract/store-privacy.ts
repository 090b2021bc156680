/** The part of the store's contract about forgetting; `store.test.ts` runs it over every adapter. */
import { describe, expect, it } from 'vitest';
import type { StoredWebhook } from '../../src/relay/store/conversation-port';
import type { Store } from '../../src/relay/store/port';
import type { Conversation } from '../../src/shared/protocol/conversation';
import { aLeg, endedCall } from '../support/calls';

const webhook = (
  key: string,
  conversationId: string | null,
  audioFile: string | null = null,
): StoredWebhook => ({
  key,
  type: 'post_call_transcription',
  conversationId,
  receivedAt: 1_000,
  body: Buffer.from(`{"key":"${key}"}`),
  audioFile,
});
const conversation = (conversationId: string): Conversation => ({
  conversationId,
  agentId: 'agent_1',
  agentName: null,
  startedAt: null,
  durationSeconds: 1,
  summary: `What ${conversationId} was about`,
  success: 'success',
  ended: null,
  evaluation: [],
  collected: [],
  transcript: [],
});
const aNote = (agentId: string) => ({
  agentId,
  agentName: agentId,
  at: '2026-11-23T09:01:00.000Z',
  text: 'Wants a callback',
  disposition: null,
  followUps: [],
  writer: 'desktop' as const,
});
const noJob = { dueAt: 0, job: false };
const [his, other] = [
  endedCall({ linkedId: '1.1', legs: [aLeg('1001'), aLeg('1002')] }),
  endedCall({ linkedId: '2.2' }),
];

export const privacySuite = (place: () => { store: Store; reopen: () => Store }): void => {
  const filled = () => {
    const { store, reopen } = place();
    for (const call of [his, other]) {
      store.saveEndedCall(call, { dueAt: 0 });
      store.saveCallEvents(call.id, { complete: true, events: [] });
      store.saveNote(call.id, aNote('anna'), noJob);
    }
    store.saveWebhooks([
      webhook('a', 'conv_his'),
      webhook('b', 'conv_his', 'b.mp3'),
      webhook('c', 'conv_other'),
    ]);
    store.saveConversation(his.id, conversation('conv_his'), { webhookKey: 'a', job: { dueAt: 0 } });
    store.saveConversation(other.id, conversation('conv_other'), { webhookKey: 'c', job: null });
    return { store, reopen };
  };
  const what = { callIds: [his.id], conversationIds: [] };

  describe('forgetting', () => {
    it('counts what hangs on a call, and on a conversation without one', () => {
      const { store } = filled();
      expect(store.countForgotten(what)).toEqual({
        calls: 1,
        callEvents: 1,
        crmJobs: 2,
        notes: 1,
        conversations: 1,
        webhooks: 2,
        recordings: 1,
        files: ['b.mp3'],
      });
      expect(store.countForgotten({ callIds: [], conversationIds: ['conv_other'] })).toMatchObject({
        calls: 0,
        conversations: 1,
        webhooks: 1,
      });
      expect(
        store
          .jobsOf([his.id])
          .map(({ kind }) => kind)
          .sort(),
      ).toEqual(['call', 'conversation']);
    });

    it('takes all of it and nothing else, also after a restart', () => {
      const { store, reopen } = filled();
      store.forget(what, 5_000);
      expect(store.countForgotten(what)).toEqual({
        calls: 0,
        callEvents: 0,
        crmJobs: 0,
        notes: 0,
        conversations: 0,
        webhooks: 0,
        recordings: 0,
        files: [],
      });
      const again = reopen();
      expect([again.getCall(his.id), again.conversationsOf(his.id), again.getCallEvents(his.id)]).toEqual([
        null,
        [],
        null,
      ]);
      expect([again.notesOf(his.id).length, again.notesOf(other.id).length]).toEqual([0, 1]);
      expect(again.getCall(other.id)).toEqual(other);
      expect(again.conversationsOf(other.id)).toHaveLength(1);
      expect(again.openWebhooks(10, null).map(({ key }) => key)).toEqual([]);
    });

    it('takes nothing more of a forgotten conversation: no repeat, no late recording', () => {
      const { store } = filled();
      store.forget(what, 5_000);
      expect(store.saveWebhooks([webhook('a', 'conv_his'), webhook('late', 'conv_his', 'late.mp3')])).toEqual(
        [false, false],
      );
      expect(store.saveWebhooks([webhook('d', null), webhook('e', 'conv_new')])).toEqual([true, true]);
      // The note of it does not stay for ever.
      store.purgeConversationsBefore(2_000);
      expect(store.saveWebhooks([webhook('a', 'conv_his')])).toEqual([true]);
    });

    it('is remembered by the call alone, for the phones that had a part in it, until that is old', () => {
      const { store } = filled();
      store.forget(what, 5_000);
      const note = { callId: his.id, pbxId: 'pbx', extensions: ['1001', '1002'] };
      expect(store.forgottenSince(5_000, 10)).toEqual([note]);
      expect(store.forgottenSince(5_001, 10)).toEqual([]);
      store.purgeForgottenBefore(5_001);
      expect(store.forgottenSince(0, 10)).toEqual([]);
    });

    it('drops jobs that are not done, of these calls alone', () => {
      const { store } = filled();
      store.updateJob({ callId: his.id, kind: 'call', status: 'logged', attempts: 1, dueAt: 0, error: null });
      expect(store.dropJobs([his.id])).toBe(1);
      expect(store.jobsOf([his.id, other.id]).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
        'call logged',
        'call pending',
      ]);
    });
  });

  describe('texts of people', () => {
    it('come stretch by stretch, each once, and change in place', () => {
      const { store } = filled();
      const read = (kind: 'call' | 'events' | 'conversation' | 'webhook') => {
        const ids: string[] = [];
        for (let after: string | null = null; ;) {
          const [one] = store.personalTexts(kind, after, 1);
          if (!one) return ids;
          ids.push(one.id);
          after = one.id;
        }
      };
      expect(read('call')).toEqual([his.id, other.id]);
      expect(read('events')).toEqual([his.id, other.id]);
      expect(read('conversation')).toEqual(['conv_his', 'conv_other']);
      expect(read('webhook')).toEqual(['a', 'b', 'c']);
      store.changeText('conversation', 'conv_other', (text) => text.replace('about', 'for'));
      store.changeText('call', other.id, (text) => text.replace('+4930123450', '***'));
      store.changeText('webhook', 'nobody', () => 'x');
      expect(store.conversationsOf(other.id)[0]?.summary).toBe('What conv_other was for');
      expect(store.getCall(other.id)?.dialled).toBe('***');
    });
  });

  it('knows recordings that no webhook has', () => {
    const { store } = filled();
    expect(store.unknownRecordings(['b.mp3', 'lost.mp3'])).toEqual(['lost.mp3']);
  });

  it('notes that its file is to be rewritten, the first wish first, until it is', () => {
    const { store, reopen } = filled();
    expect(store.rewriteDue()).toBeNull();
    store.wantRewrite(9_000);
    store.wantRewrite(7_000);
    expect(reopen().rewriteDue()).toBe(7_000);
  });

  it('is rewritten with all that is in it', () => {
    const { store } = filled();
    store.wantRewrite(1);
    store.rewrite();
    expect(store.rewriteDue()).toBeNull();
    expect([store.getCall(his.id), store.countOpenWebhooks()]).toEqual([his, 1]);
  });
};
