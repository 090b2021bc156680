import { Phone, PhoneOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAction } from '../../shared/protocol/call-control';
import type { PhoneButtons as Offered } from '../lib/own-part';
import { useBridge } from '../stores/bridge-context';
import { Button } from './Button';
import './phone-buttons.css';

/**
 * Picks up and hangs up the agent's own phone. What the PBX has done shows itself in the call; why it has not goes to `onProblem`.
 */
export const PhoneButtons = ({
  callId,
  offered,
  onProblem,
}: {
  callId: string;
  offered: Offered;
  onProblem: (sentence: string | null) => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [busy, setBusy] = useState(false);
  const { answer, hangUp } = offered;
  const answerButton = useRef<HTMLButtonElement>(null);
  const hangUpButton = useRef<HTMLButtonElement>(null);
  const answered = useRef(false);
  // Who picked up with the keyboard goes on there: the button he was on is gone.
  useEffect(() => {
    if (answer || !answered.current) return;
    answered.current = false;
    hangUpButton.current?.focus();
  }, [answer]);
  const run = async (action: CallAction): Promise<void> => {
    if (busy) return;
    setBusy(true);
    answered.current = action === 'answer' && document.activeElement === answerButton.current;
    onProblem(null);
    const reply = await bridge.invoke('call:control', { callId, action });
    setBusy(false);
    if (!reply.ok) onProblem(reply.error.message);
  };
  if (!answer && hangUp === null) return null;
  // Busy is not `disabled`: that would take the keyboard's place away.
  const words = hangUp === 'decline' ? t('phone.decline') : t('phone.hangUp');
  return (
    <span className="phone-buttons" role="group" aria-label={t('phone.group')}>
      {answer && (
        <Button
          ref={answerButton}
          className="answer"
          aria-disabled={busy}
          aria-label={t('phone.answer')}
          title={t('phone.answer')}
          data-testid="pop-answer"
          onClick={() => void run('answer')}
        >
          <Phone className="icon" aria-hidden />
        </Button>
      )}
      {hangUp !== null && (
        <Button
          ref={hangUpButton}
          className="hang-up"
          aria-disabled={busy}
          aria-label={words}
          title={words}
          data-testid="pop-hang-up"
          onClick={() => void run('hang_up')}
        >
          <PhoneOff className="icon" aria-hidden />
        </Button>
      )}
    </span>
  );
};
