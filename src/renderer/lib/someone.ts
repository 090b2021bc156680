/** One who can be called, from the own calls or from the CRM. */
import type { Contact } from '../../shared/call/call';
import type { FoundPerson } from '../../shared/ipc/contacts';
import type { Person } from '../../shared/ipc/people';
import { showNumber } from './show-number';

export interface Someone {
  key: string;
  name: string;
  account: string | null;
  /** The first is the one that he is called on. */
  numbers: readonly { number: string; shown: string; field: string | null }[];
  contact: Contact | null;
  /** The latest call with him. */
  callId: string | null;
  lastAt: string | null;
  calls: number;
}

export const fromCalls = ({ key, name, account, number, display, call, calls }: Person): Someone => ({
  key: `call ${key}`,
  name: name ?? display,
  account,
  numbers: number === null ? [] : [{ number, shown: display, field: call.contact?.matchedBy ?? null }],
  contact: call.contact,
  callId: call.id,
  lastAt: call.startedAt,
  calls,
});

export const fromCrm = ({ contact, title, phones }: FoundPerson): Someone => ({
  key: `crm ${contact.module} ${contact.id}`,
  name: contact.name,
  account: contact.account ?? title,
  numbers: phones
    .filter(({ number }) => number.trim() !== '')
    .map(({ field, number }) => ({ number, shown: showNumber(number), field })),
  contact,
  callId: null,
  lastAt: null,
  calls: 0,
});

/** Who stands in both lists is shown once, with what the calls know of him. */
export const withoutKnown = (crm: readonly Someone[], known: readonly Someone[]): Someone[] => {
  const ids = new Set(known.map(({ contact }) => contact?.id));
  return crm.filter(({ contact }) => !ids.has(contact?.id));
};
