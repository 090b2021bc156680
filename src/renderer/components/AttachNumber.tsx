import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundPerson } from '../../shared/ipc/contacts';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import { fieldName } from '../lib/pop-view';
import { showNumber } from '../lib/show-number';
import { useBridge } from '../stores/bridge-context';
import { Button } from './Button';
import { Select } from './Choices';
import { CardForm, PersonSearch } from './PersonSearch';
import { ErrorSentence } from './TextField';
import './contact-choice.css';

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
  const into = t('who.into', { number: showNumber(number), name: person.contact.name });
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
      <p aria-hidden>{into}</p>
      <Select
        boxed
        label={into}
        value={field}
        data-testid="attach-field"
        onPick={setField}
        options={phones.map((phone) => ({
          value: phone.field,
          label: `${fieldName(phone.field, t)} (${phone.number || t('who.empty')})`,
        }))}
      />
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
  const [person, setPerson] = useState<FoundPerson | null>(null);
  return (
    <CardForm label={t('who.attach')} testId="attach" onClose={onClose}>
      {person ? (
        <Into
          person={person}
          callId={callId}
          number={number}
          onBack={() => setPerson(null)}
          onDone={onClose}
        />
      ) : (
        <PersonSearch onPick={setPerson} onClose={onClose} />
      )}
    </CardForm>
  );
};
