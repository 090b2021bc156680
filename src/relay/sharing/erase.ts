/** A number that was forgotten leaves what the relays have told each other, too. */
import { inflateRawSync } from 'node:zlib';
import type { CountryCode } from '../../shared/phone/parse';
import type { NumberRules } from '../../shared/phone/read';
import { numberSearch } from '../../shared/phone/search';
import type { Journal } from '../store/shared-port';
import { changeSchema, type Change } from './change';
import type { SharingLink } from './port';

const parse = (body: string): Change | null => {
  try {
    return changeSchema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
};

const textOf = (change: Change | null, body: string): string =>
  change?.kind === 'webhook' ? inflateRawSync(Buffer.from(change.body, 'base64')).toString() : body;

export const createEraser =
  (deps: {
    link: () => Pick<SharingLink, 'erase'>;
    journal: Pick<Journal, 'isForgotten' | 'add'>;
    country: CountryCode;
    /** Of every PBX. */
    rules: readonly NumberRules[];
  }) =>
  async (number: string): Promise<void> => {
    const search = numberSearch(number, deps.country, deps.rules);
    if (!search.ok) return;
    const others = new Set<string>();
    await deps.link().erase((about, body) => {
      const change = parse(body);
      // How the others hear of it; it goes when all of them have.
      if (change?.kind === 'forget') return false;
      if (about !== '' && deps.journal.isForgotten(about)) return true;
      if (!search.value.isIn(textOf(change, body))) return false;
      if (change?.kind === 'call') others.add(change.call.id);
      return true;
    });
    // Calls of others that name the number: each relay has them without it by now.
    for (const callId of others) deps.journal.add('call', callId);
  };
