import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundPerson } from '../../shared/ipc/contacts';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import { useBridge } from '../stores/bridge-context';
import { CardForm, PersonSearch } from './PersonSearch';

/** The number led to the wrong one: finds by name who it really is. His number in the CRM stays as it is. */
export const SomebodyElse = ({
  callId,
  onChosen,
  onClose,
}: {
  callId: string;
  onChosen: () => void;
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async ({ contact }: FoundPerson): Promise<void> => {
    const ref = contactRefSchema.safeParse(contact);
    if (!ref.success) return;
    setProblem(null);
    const reply = await bridge.invoke('contact:choose', { callId, ...ref.data });
    if (reply.ok) onChosen();
    else setProblem(reply.error.message);
  };
  return (
    <CardForm label={t('phone.somebodyElse')} testId="somebody-else" onClose={onClose}>
      <PersonSearch problem={problem} onPick={(person) => void choose(person)} onClose={onClose} />
    </CardForm>
  );
};
