import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundPerson } from '../../shared/ipc/contacts';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import { fieldName } from '../lib/pop-view';
import { showNumber } from '../lib/show-number';
import { useBridge } from '../stores/bridge-context';
import { Button } from './Button';
import { ErrorSentence, TextField } from './TextField';
import './contact-choice.css';

const TYPING_MS = 250;

/** Where the number goes, and whether something would be lost; that needs a second look and another word on the button. */
const Into = ({
  person,
  callId,
  number,
  onBack,
  onDone,
}: {
  person: FoundPerson;
  callId: string;
  number: string;
  onBack: () => void;
  onDone: () => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [phones, setPhones] = useState(person.phones);
  const [field, setField] = useState((phones.find((phone) => phone.number === '') ?? phones[0])?.field ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const stands = phones.find((phone) => phone.field === field)?.number ?? '';
  const save = async (): Promise<void> => {
    const ref = contactRefSchema.safeParse(person.contact);
    if (!ref.success || busy) return;
    setBusy(true);
    setProblem(null);
    const replace = stands === '' ? {} : { replace: stands };
    const reply = await bridge.invoke('contact:attach-number', { callId, ...ref.data, field, ...replace });
    setBusy(false);
    if (!reply.ok) setProblem(reply.error.message);
    else if (reply.value.taken === null) onDone();
    else {
      const { taken } = reply.value;
      setPhones(phones.map((phone) => (phone.field === field ? { field, number: taken } : phone)));
      setProblem(t('who.taken', { number: taken }));
    }
  };
  return (
    <div className="into">
      <label className="into">
        <span>{t('who.into', { number: showNumber(number), name: person.contact.name })}</span>
        <select value={field} onChange={(event) => setField(event.target.value)} data-testid="attach-field">
          {phones.map((phone) => (
            <option key={phone.field} value={phone.field}>
              {`${fieldName(phone.field, t)} (${phone.number || t('who.empty')})`}
            </option>
          ))}
        </select>
      </label>
      {problem && <ErrorSentence>{problem}</ErrorSentence>}
      <div className="buttons">
        <Button look="primary" disabled={busy} data-testid="attach-save" onClick={() => void save()}>
          {stands === '' ? t('who.save') : t('who.replace', { number: stands })}
        </Button>
        <Button onClick={onBack}>{t('who.back')}</Button>
      </div>
    </div>
  );
};

/** Finds somebody by name and gives him the caller's number. */
export const AttachNumber = ({
  callId,
  number,
  onClose,
}: {
  callId: string;
  number: string;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [text, setText] = useState('');
  const [people, setPeople] = useState<FoundPerson[] | null>(null);
  const [person, setPerson] = useState<FoundPerson | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted.length < 2) return;
    let current = true;
    const timer = setTimeout(() => {
      void bridge.invoke('contact:search', { text: wanted }).then((reply) => {
        if (!current) return;
        setProblem(reply.ok ? null : reply.error.message);
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
  // Here ⏎ and Esc mean this form and not the card that holds it.
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Escape' || event.key === 'Enter') event.stopPropagation();
  };
  return (
    <div
      className="attach fade-in"
      role="group"
      aria-label={t('who.attach')}
      data-testid="attach"
      onKeyDown={onKeyDown}
    >
      {person ? (
        <Into
          person={person}
          callId={callId}
          number={number}
          onBack={() => setPerson(null)}
          onDone={onClose}
        />
      ) : (
        <>
          <TextField
            label={t('who.search')}
            value={text}
            onText={type}
            autoFocus
            data-testid="attach-search"
          />
          {problem && <ErrorSentence>{problem}</ErrorSentence>}
          <div role="status">
            {people === null && wanted.length >= 2 && !problem && (
              <p className="quiet">{t('who.searching')}</p>
            )}
            {people?.length === 0 && <p className="quiet">{t('who.nobody')}</p>}
          </div>
          {people && people.length > 0 && (
            <ul className="found">
              {people.map((found) => (
                <li key={found.contact.id}>
                  <button type="button" data-testid="attach-person" onClick={() => setPerson(found)}>
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
      )}
    </div>
  );
};
