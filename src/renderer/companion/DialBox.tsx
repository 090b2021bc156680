import { Phone } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/Button';
import { useShortcut } from '../lib/use-shortcut';
import { useDial } from '../stores/use-dial';
import { DialSaid } from './DialSaid';

/** A number and one button; the agent's phone rings first. */
export const DialBox = () => {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [number, setNumber] = useState('');
  const [isEmpty, setIsEmpty] = useState(false);
  const { dialled, busy, dial, forget } = useDial();
  useShortcut('d', () => input.current?.focus());
  const wrong = isEmpty || dialled?.kind === 'refused';

  const submit = async (): Promise<void> => {
    const wanted = number.trim();
    setIsEmpty(wanted === '');
    if (wanted === '') input.current?.focus();
    else if (await dial(wanted)) setNumber('');
  };

  return (
    <form
      className="dial"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className={wrong ? 'input wrong' : 'input'}>
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
          aria-invalid={wrong}
          aria-describedby={isEmpty || dialled ? 'dial-said' : undefined}
          data-testid="dial-input"
          onChange={(event) => {
            setNumber(event.target.value);
            setIsEmpty(false);
            forget();
          }}
        />
      </div>
      <Button type="submit" look="primary" disabled={busy} data-testid="dial-button">
        {t('dial.call')}
      </Button>
      <DialSaid dialled={isEmpty ? { kind: 'refused', problem: t('dial.empty') } : dialled} onDone={forget} />
    </form>
  );
};
