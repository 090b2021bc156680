import { useEffect, useState } from 'react';
import type { FoundPerson } from '../../shared/ipc/contacts';
import type { Person } from '../../shared/ipc/people';
import type { CompanionState } from '../../shared/ipc/state';
import { useBridge } from './bridge-context';

/** The CRM is asked when typing pauses; the own calls answer at once. */
const TYPING_PAUSE_MS = 250;

/** The agent's own calls know these; undefined before the first answer. */
export const useTalkedTo = (text: string, { history }: CompanionState): readonly Person[] | undefined => {
  const bridge = useBridge();
  const [people, setPeople] = useState<readonly Person[]>();
  const { revision } = history;
  useEffect(() => {
    let wanted = true;
    void bridge.invoke('people:find', { text: text.trim() }).then((reply) => {
      if (wanted) setPeople(reply.ok ? reply.value.people : []);
    });
    return () => {
      wanted = false;
    };
  }, [bridge, text, revision]);
  return people;
};

export interface InCrm {
  state: 'off' | 'asking' | 'ready' | 'failed';
  people: readonly FoundPerson[];
  problem: string | null;
}
const off: InCrm = { state: 'off', people: [], problem: null };

/** The CRM by name, as the agent; off where he has no sign-in of his own, and for numbers. */
export const useInCrm = (text: string, { platform, crmAccount }: CompanionState): InCrm => {
  const bridge = useBridge();
  const [answer, setAnswer] = useState<{ text: string; what: InCrm }>();
  const wanted = text.trim().slice(0, 80);
  const asks = platform === 'electron' && crmAccount !== null && wanted.length >= 2 && /\p{L}/u.test(wanted);
  useEffect(() => {
    if (!asks) return;
    let current = true;
    const timer = setTimeout(() => {
      void bridge.invoke('contact:search', { text: wanted }).then((reply) => {
        if (!current) return;
        const what: InCrm = reply.ok
          ? { state: 'ready', people: reply.value.people, problem: null }
          : { state: 'failed', people: [], problem: reply.error.message };
        setAnswer({ text: wanted, what });
      });
    }, TYPING_PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [bridge, asks, wanted]);
  if (!asks) return off;
  return answer?.text === wanted ? answer.what : { state: 'asking', people: [], problem: null };
};
