import { ChevronDown, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Call, Contact } from '../../shared/call/call';
import type { CallCrm } from '../../shared/ipc/state';
import { contactOf, fieldName, numberOf } from '../lib/pop-view';
import { useTrouble } from '../lib/use-trouble';

/** The CRM is still asked, so the places of its answer are held by skeletons. */
const isAsking = (crm: CallCrm | undefined): boolean => crm?.status === 'loading' || crm?.status === 'slow';

export const Name = ({ call, crm }: { call: Call; crm: CallCrm | undefined }) => {
  const { t } = useTranslation();
  const name = contactOf(call, crm)?.name ?? call.remote.name;
  if (name === null && isAsking(crm) && !call.remote.anonymous)
    return (
      <h2 className="pop-name" data-testid="pop-name" aria-busy>
        <span className="skeleton large w-60" />
        <span className="visually-hidden">{numberOf(call, t)}</span>
      </h2>
    );
  return (
    <h2
      className={`pop-name clip ${name === null ? 'nobody' : ''}`}
      data-testid="pop-name"
      title={name ?? ''}
    >
      <bdi className="selectable fade-in" key={name}>
        {name ?? (call.direction === 'internal' ? numberOf(call, t) : t('pop.unknownName'))}
      </bdi>
    </h2>
  );
};

/** Where he belongs: his company and title, and whose customer he is. */
export const Who = ({ call, crm }: { call: Call; crm: CallCrm | undefined }) => {
  const { t } = useTranslation();
  const trouble = useTrouble();
  const contact = contactOf(call, crm);
  const assignedTo = crm?.context?.assignedTo ?? null;
  // A company is its own account.
  const account = contact?.account === contact?.name ? null : contact?.account;
  const parts = [account, crm?.context?.title].filter(Boolean).join(' · ');
  if (contact && (parts !== '' || assignedTo !== null)) {
    const main = parts || t(`module.${contact.module}` as 'module.Contacts', '');
    const belongs = assignedTo === null ? '' : t('who.assigned', { name: assignedTo });
    return (
      <p className="pop-who parts fade-in" title={[main, belongs].filter(Boolean).join(' · ')}>
        <bdi className="clip">{main}</bdi>
        {assignedTo !== null && (
          <span className="assigned clip">
            <UserRound className="icon" aria-hidden />
            <span className="visually-hidden">{belongs}</span>
            <bdi aria-hidden>{assignedTo}</bdi>
          </span>
        )}
      </p>
    );
  }
  if (crm?.status === 'slow') return <p className="pop-who clip">{trouble(crm) ?? t('pop.crmSlow')}</p>;
  if (isAsking(crm) && !call.remote.anonymous)
    return (
      <p className="pop-who">
        <span className="skeleton w-50" />
      </p>
    );
  const instead = (): string => {
    if (contact) return t(`module.${contact.module}` as 'module.Contacts', '');
    if (call.direction === 'internal') return t('pop.internal');
    if (call.remote.anonymous) return '';
    return crm?.status === 'unknown' ? t('pop.notInCrm') : t('pop.noName');
  };
  const sentence = instead();
  // Without a CRM to wait for, an empty line needs no place.
  if (sentence === '' && call.remote.anonymous) return null;
  return <p className="pop-who clip">{sentence}</p>;
};

/** How the number led here; where it led to several, the way to their list. */
export const Matched = ({
  contact,
  count,
  canCorrect,
  open,
  onToggle,
}: {
  contact: Contact;
  /** How many have the number; 0 where there is nothing to choose from. */
  count: number;
  /** Somebody else can be looked for, where it is the wrong one. */
  canCorrect: boolean;
  open: boolean;
  onToggle: () => void;
}) => {
  const { t } = useTranslation();
  const field =
    contact.matchedBy === 'picked'
      ? t('who.picked')
      : t('pop.matched', { field: fieldName(contact.matchedBy, t) });
  if (count > 1 || canCorrect)
    return (
      <button
        type="button"
        className={`matched choose fade-in ${count > 1 ? '' : 'alone'}`}
        data-testid="pop-matches"
        aria-expanded={open}
        title={field}
        onClick={onToggle}
      >
        <span className="clip">{count > 1 ? t('who.count', { count }) : field}</span>{' '}
        <ChevronDown className="icon" aria-hidden data-open={open} />
      </button>
    );
  const others = contact.others > 0 ? `${t('pop.others', { count: contact.others })} · ` : '';
  return <span className="matched clip fade-in">{others + field}</span>;
};
