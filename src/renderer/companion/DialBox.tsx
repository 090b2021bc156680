import { Phone } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/Button';
import { ErrorSentence } from '../components/TextField';
import { useShortcut } from '../lib/use-shortcut';
import { useBridge } from '../stores/bridge-context';

type Said = { kind: 'error' | 'hint'; text: string } | null;

/** How long the sentence about the ringing phone stays. */
const HINT_MS = 6_000;

/** A number and one button; the agent's phone rings first. */
export const DialBox = () => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const input = useRef<HTMLInputElement>(null);
  const [number, setNumber] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said>(null);
  useShortcut('d', () => input.current?.focus());
  useEffect(() => {
    if (said?.kind !== 'hint') return;
    const timer = setTimeout(() => setSaid(null), HINT_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const dial = async (): Promise<void> => {
    const wanted = number.trim();
    if (wanted === '') {
      setSaid({ kind: 'error', text: t('dial.empty') });
      input.current?.focus();
      return;
    }
    setBusy(true);
    const reply = await bridge.invoke('call:dial', { number: wanted });
    setBusy(false);
    if (reply.ok) setNumber('');
    setSaid(
      reply.ok
        ? { kind: 'hint', text: t('dial.ringsFirst', { number: wanted }) }
        : { kind: 'error', text: reply.error.message },
    );
  };

  return (
    <form
      className="dial"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void dial();
      }}
    >
      <div className={said?.kind === 'error' ? 'input wrong' : 'input'}>
        <Phone className="icon" aria-hidden />
        <input
          ref={input}
          type="tel"
          className="tabular"
          autoComplete="off"
          maxLength={60}
          value={number}
          placeholder={t('dial.placeholder')}
          aria-label={t('dial.label')}
          aria-keyshortcuts="d"
          aria-invalid={said?.kind === 'error'}
          aria-describedby={said ? 'dial-said' : undefined}
          data-testid="dial-input"
          onChange={(event) => {
            setNumber(event.target.value);
            setSaid(null);
          }}
        />
      </div>
      <Button type="submit" look="primary" disabled={busy} data-testid="dial-button">
        {t('dial.call')}
      </Button>
      {said && (
        <div className="dial-said" id="dial-said" data-testid="dial-said">
          {said.kind === 'error' ? (
            <ErrorSentence>{said.text}</ErrorSentence>
          ) : (
            <p role="status" className="fade-in">
              {said.text}
            </p>
          )}
        </div>
      )}
    </form>
  );
};
