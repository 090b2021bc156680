import type { Candidate } from '../../shared/protocol/crm-context';
import type { T } from '../i18n';
import { fieldName } from './pop-view';

/** Why this record may be the caller's, in words: "mobile phone", "line of the company". */
export const whyMatched = (
  { contact, quality, extension, note }: Pick<Candidate, 'contact' | 'quality' | 'extension' | 'note'>,
  t: T,
): string => {
  if (note === 'shared-number') return t('who.shared');
  if (note === 'converted-lead') return t('who.converted');
  if (quality === 'picked') return t('who.picked');
  const field = fieldName(contact.matchedBy, t);
  if (quality === 'tail') return t('who.tail', { field });
  if (extension !== null) return t('who.extension', { field, extension });
  return quality === 'national' ? t('who.national', { field }) : field;
};
