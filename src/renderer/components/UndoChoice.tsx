import { useTranslation } from 'react-i18next';
import type { Contact } from '../../shared/call/call';
import { contactRefSchema } from '../../shared/protocol/crm-context';
import { useBridge } from '../stores/bridge-context';
import { Button } from './Button';

/** Takes back whom the agent has just picked: the former one calls again, here, at the relay and for the number. */
export const UndoChoice = ({
  callId,
  former,
  onDone,
}: {
  callId: string;
  former: Contact;
  onDone: () => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const undo = async (): Promise<void> => {
    const ref = contactRefSchema.safeParse(former);
    if (ref.success && (await bridge.invoke('contact:choose', { callId, ...ref.data })).ok) onDone();
  };
  return (
    <Button
      look="link"
      className="undo"
      title={t('phone.undoTo', { name: former.name })}
      data-testid="pop-undo-choice"
      onClick={() => void undo()}
    >
      {t('phone.undo')}
    </Button>
  );
};
