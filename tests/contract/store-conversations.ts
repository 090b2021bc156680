/** The part of the store's contract about AI conversations; `store.test.ts` runs it over every adapter. */
import { describe, expect, it } from 'vitest';
import type { JoinedBy, StoredWebhook } from '../../src/relay/store/conversation-port';
import type { Store } from '../../src/relay/store/port';
import type { Conversation } from '../../src/shared/protocol/conversation';
import { aCall, endedCall } from '../support/calls';

const aWebhook = (key: string, more: Partial<StoredWebhook> = {}): StoredWebhook => ({
  key,
  type: 'post_call_transcription',
  conversationId: 'conv_1',
  receivedAt: 1_000,
  body: Buffer.from(`{"key":"${key}","emoji":"👍"}`),
  audioFile: null,
  ...more,
});
const aConversation = (conversationId: string, more: Partial<Conversation> = {}): Conversation => ({
  conversationId,
  agentId: 'agent_1',
  agentName: 'Nora',
  startedAt: '2026-11-23T09:00:10.000Z',
  durationSeconds: 42,
  summary: 'Wants a callback <today> & a "quote"',
  success: 'success',
  ended: null,
  evaluation: [{ name: 'polite', result: 'unknown', why: null }],
  collected: [{ name: 'order', value: '4711' }],
  transcript: [{ speaker: 'customer', text: 'Grüß Gott 👋', atSeconds: 1.5 }],
  ...more,
});

export const conversationSuite = (place: () => { store: Store; reopen: () => Store }): void => {
  describe('calls that were handed over', () => {
    const handed = (linkedId: string, conversationId: string, partial: boolean) =>
      endedCall({
        id: `pbx:${linkedId}`,
        linkedId,
        ai: {
          conversationId,
          agentId: '',
          summary: null,
          success: 'unknown',
          durationSeconds: 0,
          transcriptLines: 0,
          matchedBy: 'header',
          ...(partial && { partial }),
        },
      });

    it('are found by the conversation for as long as its account has not come, also after a restart', () => {
      const { store, reopen } = place();
      store.saveEndedCall(handed('1.1', 'conv_1', true), null);
      store.saveEndedCall(handed('1.2', 'conv_2', false), null);
      store.saveCall(aCall());
      const again = reopen();
      expect(['conv_1', 'conv_2', ''].map((id) => again.callOfHandOver(id))).toEqual(['pbx:1.1', null, null]);
      again.saveEndedCall({ ...handed('1.1', 'conv_1', false), version: 99 }, null);
      expect(again.callOfHandOver('conv_1')).toBeNull();
    });
  });

  describe('webhooks', () => {
    it('are kept once, byte for byte, also after a restart', () => {
      const { store, reopen } = place();
      expect(store.saveWebhooks([aWebhook('a')])).toEqual([true]);
      expect(store.saveWebhooks([aWebhook('a', { body: Buffer.from('another') })])).toEqual([false]);
      expect(store.saveWebhooks([aWebhook('b', { receivedAt: 500, audioFile: 'b.mp3' })])).toEqual([true]);
      // The clock may have been set back between the two.
      const b = aWebhook('b', { receivedAt: 500, audioFile: 'b.mp3' });
      const again = reopen();
      expect(again.openWebhooks(10, null)).toEqual([aWebhook('a'), b]);
      expect(again.openWebhooks(1, null)).toEqual([aWebhook('a')]);
      expect(again.openWebhooks(10, 'a')).toEqual([b]);
      expect(again.openWebhooks(10, 'b')).toEqual([]);
      expect(again.openWebhooks(1, 'unknown')).toEqual([aWebhook('a')]);
    });

    it('are known still when nothing more is to be made of them', () => {
      const { store } = place();
      store.saveWebhooks([aWebhook('a')]);
      store.closeWebhook('a');
      expect([store.openWebhooks(10, null), store.countOpenWebhooks()]).toEqual([[], 0]);
      expect(store.saveWebhooks([aWebhook('a')])).toEqual([false]);
    });

    it('go when they are old, but none that is still to be worked on', () => {
      const { store } = place();
      for (const key of ['old', 'open', 'young']) {
        store.saveWebhooks([aWebhook(key, { receivedAt: key === 'young' ? 9_000 : 1_000 })]);
        if (key !== 'open') store.closeWebhook(key);
      }
      store.purgeConversationsBefore(5_000);
      const keys = ['old', 'open', 'young', 'new', 'new'].map((key) => aWebhook(key));
      expect(store.saveWebhooks(keys)).toEqual([true, false, false, true, false]);
    });

    it('name the recordings of a conversation until those are forgotten', () => {
      const { store } = place();
      store.saveWebhooks([aWebhook('a', { audioFile: 'a.mp3' })]);
      store.saveWebhooks([aWebhook('b', { audioFile: 'b.mp3', receivedAt: 9_000 })]);
      store.saveWebhooks([aWebhook('c', { audioFile: 'c.mp3', conversationId: 'conv_2' })]);
      expect(store.audioFiles('conv_1')).toEqual(['a.mp3', 'b.mp3']);
      expect(store.purgeAudioBefore(5_000, 'too old').sort()).toEqual(['a.mp3', 'c.mp3']);
      expect(store.audioFiles('conv_1')).toEqual(['b.mp3']);
    });
  });

  describe('conversations that were asked for', () => {
    const fetched = (conversationId = 'conv_1') => ({
      ...aWebhook(`fetched ${conversationId}`, { conversationId, receivedAt: 2_000 }),
      conversationId,
    });

    it('are kept once, and the webhook that comes later is known, also the same one again', () => {
      const { store, reopen } = place();
      expect([store.saveFetched(fetched()), store.saveFetched(fetched())]).toEqual([true, false]);
      const late = aWebhook('late');
      expect(store.saveWebhooks([late, late])).toEqual([false, false]);
      expect(reopen().openWebhooks(10, null)).toEqual([{ ...fetched(), key: 'late' }]);
    });

    it('are worked on as a webhook is; one that tells more, later, is new', () => {
      const { store } = place();
      store.saveFetched(fetched());
      store.closeWebhook('fetched conv_1');
      expect(store.countOpenWebhooks()).toBe(0);
      expect(store.saveWebhooks([aWebhook('late'), aWebhook('later')])).toEqual([false, true]);
      expect(store.openWebhooks(10, null).map(({ key }) => key)).toEqual(['later']);
    });

    it.each(['post_call_transcription', 'call_initiation_failure'])('are not kept after a %s', (type) => {
      const { store } = place();
      store.saveWebhooks([aWebhook('a', { type })]);
      store.closeWebhook('a');
      expect(store.saveFetched(fetched())).toBe(false);
      expect(store.saveFetched(fetched('conv_2'))).toBe(true);
      expect(store.toldConversations(['conv_1', 'conv_2', 'conv_3'])).toEqual(new Set(['conv_1', 'conv_2']));
    });

    it('are not told by a recording, or by a type that nobody knows', () => {
      const { store } = place();
      store.saveWebhooks(['post_call_audio', 'later'].map((type) => aWebhook(type, { type })));
      expect(store.toldConversations(['conv_1'])).toEqual(new Set());
      expect(store.saveFetched(fetched())).toBe(true);
      expect(store.saveWebhooks([aWebhook('audio', { type: 'post_call_audio' })])).toEqual([true]);
    });
  });

  describe('conversations that began', () => {
    const at = 1_000;
    it('are known by either id, the last note first, also after a restart; old ones go', () => {
      const { store, reopen } = place();
      store.noteBegun(['conv_1', 'sid_1'], { callId: 'pbx:1', matchedBy: 'header', at });
      store.noteBegun(['sid_1'], { callId: 'pbx:2', matchedBy: 'probable', at: 9_000 });
      const again = reopen();
      expect(again.begunAs(['conv_1', 'sid_1'])).toEqual({ callId: 'pbx:1', matchedBy: 'header' });
      expect(again.begunAs(['?', 'sid_1'])).toEqual({ callId: 'pbx:2', matchedBy: 'probable' });
      again.purgeConversationsBefore(5_000);
      expect([again.begunAs(['conv_1']), again.begunAs([]), again.begunAs(['sid_1'])?.callId]).toEqual([
        null,
        null,
        'pbx:2',
      ]);
    });
  });

  it('counts how the calls of the latest conversations were found', () => {
    const { store } = place();
    const of = (n: number, matchedBy: JoinedBy): void => {
      const conversation = aConversation(`conv_${n}`);
      const { conversationId, agentId, summary, success, durationSeconds } = conversation;
      const call = endedCall({
        linkedId: `17.${n}`,
        ai: { conversationId, agentId, summary, success, durationSeconds, transcriptLines: 1, matchedBy },
      });
      store.saveCall(call);
      store.saveWebhooks([aWebhook(`key ${n}`, { conversationId, receivedAt: n })]);
      store.saveConversation(call.id, conversation, { webhookKey: `key ${n}`, job: null });
    };
    expect(store.countJoinedBy(10)).toEqual({ header: 0, 'call-sid': 0, probable: 0, none: 0 });
    of(1, 'none');
    of(2, 'header');
    of(3, 'probable');
    of(4, 'header');
    expect(store.countJoinedBy(10)).toEqual({ header: 2, 'call-sid': 0, probable: 1, none: 1 });
    expect(store.countJoinedBy(2)).toEqual({ header: 1, 'call-sid': 0, probable: 1, none: 0 });
  });

  describe('conversations', () => {
    const call = endedCall();
    const keep = (store: Store, conversation: Conversation, job: { dueAt: number } | null = null): void => {
      const key = `key of ${conversation.conversationId}`;
      store.saveWebhooks([aWebhook(key, { conversationId: conversation.conversationId })]);
      store.saveConversation(call.id, conversation, { webhookKey: key, job });
    };

    it('come back with their call, in the order they were held, also after a restart', () => {
      const { store, reopen } = place();
      store.saveCall(call);
      const later = aConversation('later', { startedAt: '2026-11-23T09:02:00.000Z' });
      keep(store, later);
      keep(store, aConversation('first'));
      keep(store, aConversation('first', { summary: 'told again' }));
      const again = reopen();
      expect(again.conversationsOf(call.id)).toEqual([
        aConversation('first', { summary: 'told again' }),
        later,
      ]);
      expect([again.callOfConversation('later'), again.callOfConversation('none')]).toEqual([call.id, null]);
      expect(again.countOpenWebhooks()).toBe(0);
    });

    it('belong to a call that is stored, or nothing of it is kept', () => {
      const { store } = place();
      expect(() => keep(store, aConversation('first'), { dueAt: 1 })).toThrow();
      expect([store.callOfConversation('first'), store.countOpenWebhooks()]).toEqual([null, 1]);
      expect(store.countJobs('conversation').pending).toBe(0);
    });

    it('are due when their call was written or given up, not before', () => {
      const { store } = place();
      store.saveCall(aCall());
      keep(store, aConversation('first'), { dueAt: 100 });
      expect([store.dueJobs(1_000, 10), store.nextDueAt()]).toEqual([[], null]);
      store.saveEndedCall(call, { dueAt: 200 });
      const [first, ...others] = store.dueJobs(1_000, 10);
      expect([first?.kind, others]).toEqual(['call', []]);
      if (first) store.updateJob({ ...first, status: 'logged' });
      expect(store.nextDueAt()).toBe(100);
      const [second] = store.dueJobs(1_000, 10);
      expect(second).toMatchObject({ callId: call.id, kind: 'conversation', status: 'pending', attempts: 0 });
      expect(store.countJobs()).toEqual({ pending: 0, failed: 0, logged: 1, givenUp: 0 });
      expect(store.countJobs('conversation')).toEqual({ pending: 1, failed: 0, logged: 0, givenUp: 0 });
    });

    it('are due again when more is told', () => {
      const { store } = place();
      store.saveEndedCall(call, { dueAt: 1 });
      keep(store, aConversation('first'), { dueAt: 2 });
      for (const kind of ['call', 'conversation'] as const)
        store.updateJob({ callId: call.id, kind, status: 'logged', attempts: 3, dueAt: 0, error: 'no' });
      keep(store, aConversation('second'), { dueAt: 500 });
      expect(store.dueJobs(1_000, 10)).toEqual([
        { callId: call.id, kind: 'conversation', status: 'pending', attempts: 0, dueAt: 500, error: null },
      ]);
    });

    describe('their recordings', () => {
      const heard = (receivedAt = 1_000) =>
        aWebhook('audio', {
          type: 'post_call_audio',
          audioFile: 'a.mp3',
          receivedAt,
          conversationId: 'first',
        });
      const loggedWith = (store: Store): void => {
        store.saveEndedCall(call, { dueAt: 1 });
        store.updateJob({
          callId: call.id,
          kind: 'call',
          status: 'logged',
          attempts: 1,
          dueAt: 0,
          error: null,
        });
      };
      const owed = { callId: call.id, kind: 'audio', status: 'pending', attempts: 0, dueAt: 7, error: null };
      const said = (store: Store, audio: boolean): void => {
        store.saveWebhooks([aWebhook('said', { conversationId: 'first' })]);
        store.saveConversation(call.id, aConversation('first'), {
          webhookKey: 'said',
          job: { dueAt: 7, audio },
        });
      };

      it('are owed by what comes second, in a list of their own', () => {
        const { store, reopen } = place();
        loggedWith(store);
        said(store, true);
        expect(store.dueAudioJobs(9, 9)).toEqual([]);
        store.saveWebhooks([heard()]);
        store.oweAudio(call.id, { webhookKey: 'audio', dueAt: 7 });
        const again = reopen();
        expect([again.dueAudioJobs(9, 9), again.dueAudioJobs(6, 9)]).toEqual([[owed], []]);
        expect(again.dueJobs(9, 9).map(({ kind }) => kind)).toEqual(['conversation']);
        expect(again.countOpenWebhooks()).toBe(0);
      });

      it('are owed with the conversation where they came before it, and only if that is wanted', () => {
        const { store } = place();
        loggedWith(store);
        store.saveWebhooks([heard()]);
        said(store, false);
        expect(store.dueAudioJobs(9, 9)).toEqual([]);
        said(store, true);
        expect(store.dueAudioJobs(9, 9)).toEqual([owed]);
      });

      it('wait for their call', () => {
        const { store } = place();
        store.saveEndedCall(call, { dueAt: 50 });
        store.saveWebhooks([heard()]);
        said(store, true);
        expect([store.dueAudioJobs(99, 9), store.nextDueAt()]).toEqual([[], 50]);
      });

      it('are let go when they are too old, and are kept with what names them until then', () => {
        const { store } = place();
        loggedWith(store);
        store.saveWebhooks([heard(4_000)]);
        said(store, true);
        store.closeWebhook('audio');
        store.purgeConversationsBefore(9_000);
        expect(store.purgeAudioBefore(3_000, 'too old')).toEqual([]);
        expect(store.dueAudioJobs(9, 9)).toEqual([owed]);
        expect(store.purgeAudioBefore(9_000, 'too old')).toEqual(['a.mp3']);
        expect([store.dueAudioJobs(9, 9), store.countJobs('audio').givenUp]).toEqual([[], 1]);
        const { jobs } = store.listJobs({ status: 'given-up', limit: 9 });
        expect(jobs.map(({ error }) => error)).toEqual(['too old']);
      });
    });

    it('go with their call, or when they are old and written', () => {
      const { store } = place();
      store.saveEndedCall(call, { dueAt: 1 });
      keep(store, aConversation('first'), { dueAt: 2 });
      expect(store.purgeConversationsBefore(5_000)).toBe(0);
      for (const kind of ['call', 'conversation'] as const)
        store.updateJob({ callId: call.id, kind, status: 'logged', attempts: 1, dueAt: 0, error: null });
      expect(store.purgeConversationsBefore(500)).toBe(0);
      expect(store.purgeConversationsBefore(5_000)).toBe(1);
      keep(store, aConversation('again'));
      store.purgeCallsBefore('2027-01-01T00:00:00.000Z', 9);
      expect(store.conversationsOf(call.id)).toEqual([]);
    });
  });
};
