/** What a line of the journal says, read when it is told: always the newest, and nothing of what is gone by then. */
import { deflateRawSync } from 'node:zlib';
import type { Store } from '../store/port';
import { rowKinds, type Journal, type SharedChange } from '../store/shared-port';
import type { Change } from './change';
import { coversOf } from './covers';

type Reading = {
  store: Pick<Store, 'getCall' | 'notesOf' | 'conversationsOf'>;
  journal: Pick<Journal, 'webhook' | 'begun' | 'joined' | 'job' | 'row'>;
};

/** @returns null where there is nothing (any more) to be told */
export const readChange = ({ kind, ref, part }: SharedChange, { store, journal }: Reading): Change | null => {
  switch (kind) {
    case 'call': {
      const call = store.getCall(ref);
      return call?.state === 'ended' ? { kind, call } : null;
    }
    case 'contact': {
      const call = store.getCall(ref);
      // Of one that has ended since the call tells it.
      return call?.contact && call.state !== 'ended' ? { kind, callId: ref, contact: call.contact } : null;
    }
    case 'webhook': {
      const webhook = journal.webhook(ref);
      return (
        webhook && { kind, ...webhook, body: deflateRawSync(webhook.body, { level: 6 }).toString('base64') }
      );
    }
    case 'begun': {
      const begun = journal.begun(ref);
      return begun && { kind, id: ref, ...begun };
    }
    case 'joined': {
      const joined = journal.joined(ref);
      return (
        joined && { kind: 'begun', id: ref, callId: joined.callId, matchedBy: 'probable', at: joined.at }
      );
    }
    case 'note':
    case 'written': {
      const kept = store.notesOf(ref).find(({ agentId }) => agentId === part);
      if (!kept) return null;
      const { written, ...note } = kept;
      return kind === 'note'
        ? { kind, callId: ref, note }
        : { kind, callId: ref, agentId: part, written: { ...written, followUps: [...written.followUps] } };
    }
    case 'job': {
      if (part !== 'call' && part !== 'conversation' && part !== 'note' && part !== 'contact') return null;
      const job = journal.job(ref, part);
      return job && { kind, callId: ref, job: part, ...job, covers: coversOf(store, ref, part) };
    }
    case 'row': {
      const of = rowKinds.find((one) => one === part);
      const row = of && journal.row(of, ref);
      return row ? { kind, row } : null;
    }
    case 'forget':
      return { kind, number: ref };
  }
};
