import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundPerson } from '../../shared/ipc/contacts';
import { useBridge } from '../stores/bridge-context';
import { Button } from './Button';
import { ErrorSentence, TextField } from './TextField';
import './contact-choice.css';

const TYPING_MS = 250;

/** The form that stands under a card: ⏎ and Esc mean it, and not the card that holds it. */
export const CardForm = ({
  label,
  testId,
  onClose,
  children,
}: {
  label: string;
  testId: string;
  onClose: () => void;
  children: ReactNode;
}) => {
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Escape' || event.key === 'Enter') event.stopPropagation();
  };
  return (
    <div
      className="attach fade-in"
      role="group"
      aria-label={label}
      data-testid={testId}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
};

/** Finds somebody of the CRM by name, as the agent. */
export const PersonSearch = ({
  problem,
  onPick,
  onClose,
}: {
  /** Why the one who was picked was not taken. */
  problem?: string | null;
  onPick: (person: FoundPerson) => void;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [text, setText] = useState('');
  const [people, setPeople] = useState<FoundPerson[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted.length < 2) return;
    let current = true;
    const timer = setTimeout(() => {
      void bridge.invoke('contact:search', { text: wanted }).then((reply) => {
        if (!current) return;
        setFailure(reply.ok ? null : reply.error.message);
        setPeople(reply.ok ? reply.value.people : null);
      });
    }, TYPING_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [bridge, wanted]);
  const type = (next: string): void => {
    setText(next);
    setPeople(null);
  };
  const says = problem ?? failure;
  return (
    <>
      <TextField label={t('who.search')} value={text} onText={type} autoFocus data-testid="attach-search" />
      {says && <ErrorSentence>{says}</ErrorSentence>}
      <div role="status">
        {people === null && wanted.length >= 2 && !failure && <p className="quiet">{t('who.searching')}</p>}
        {people?.length === 0 && <p className="quiet">{t('who.nobody')}</p>}
      </div>
      {people && people.length > 0 && (
        <ul className="found">
          {people.map((found) => (
            <li key={found.contact.id}>
              <button type="button" data-testid="attach-person" onClick={() => onPick(found)}>
                <bdi className="clip">{found.contact.name}</bdi>
                <span className="second clip">
                  {found.contact.module === 'Accounts'
                    ? t('module.Accounts')
                    : [found.contact.account, found.title].filter(Boolean).join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="buttons">
        <Button look="plain" onClick={onClose}>
          {t('who.close')}
        </Button>
      </div>
    </>
  );
};
