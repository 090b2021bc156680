import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactRefSchema, type Candidate } from '../../shared/protocol/crm-context';
import { whyMatched } from '../lib/why-matched';
import { useBridge } from '../stores/bridge-context';
import { Button } from './Button';
import { ErrorSentence } from './TextField';
import './contact-choice.css';

/** ↑ and ↓ walk through the list, as they do in every other. */
const walk = (event: React.KeyboardEvent<HTMLUListElement>): void => {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
};

/** All who have the caller's number, best first, with the reason; a click says who it is. */
export const ContactChoice = ({
  callId,
  matches,
  shownId,
  onChosen,
  onElse,
}: {
  callId: string;
  matches: readonly Candidate[];
  /** The one the card is about now. */
  shownId: string | null;
  onChosen: () => void;
  /** It is none of them; null: nobody else can be looked for here. */
  onElse: (() => void) | null;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async ({ contact }: Candidate): Promise<void> => {
    const ref = contactRefSchema.safeParse(contact);
    if (!ref.success) return;
    setProblem(null);
    const reply = await bridge.invoke('contact:choose', { callId, ...ref.data });
    if (reply.ok) onChosen();
    else setProblem(reply.error.message);
  };
  return (
    <>
      <ul
        className="contact-choice"
        aria-label={t('who.choose')}
        data-testid="contact-choice"
        onKeyDown={walk}
      >
        {matches.map((match) => {
          const { contact } = match;
          const why = whyMatched(match, t);
          const second =
            contact.module === 'Accounts' ? t('module.Accounts') : (contact.account ?? match.title ?? '');
          const isShown = contact.id === shownId;
          return (
            <li key={contact.id}>
              <button
                type="button"
                data-testid="contact-candidate"
                aria-pressed={isShown}
                title={[contact.name, contact.account, match.title, why].filter(Boolean).join(' · ')}
                onClick={() => void choose(match)}
              >
                <Check className="icon" aria-hidden data-shown={isShown} />
                <span className="who clip">
                  <bdi>{contact.name}</bdi>
                  {second && <span className="second"> · {second}</span>}
                </span>
                <span className="why clip">{why}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {onElse && (
        <Button look="link" className="somebody-else" data-testid="contact-else" onClick={onElse}>
          {t('phone.somebodyElse')}
        </Button>
      )}
      {problem && <ErrorSentence>{problem}</ErrorSentence>}
    </>
  );
};
