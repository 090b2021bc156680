import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button';
import { keyCaps, recorded } from '../../lib/hotkey';

const isMac = (): boolean => navigator.userAgent.includes('Mac');

const Caps = ({ keys }: { keys: string }) => (
  <span className="key-caps" data-testid="hotkey-keys">
    {keyCaps(keys, isMac()).map((cap) => (
      <kbd key={cap}>{cap}</kbd>
    ))}
  </span>
);

/** Shows the keys that are chosen, and records others: they take effect as soon as they are pressed. */
export const HotkeyField = ({
  keys,
  onKeys,
}: {
  keys: string | null;
  onKeys: (keys: string | null) => void;
}) => {
  const { t } = useTranslation();
  const [recording, setRecording] = useState<'no' | 'yes' | 'alone'>('no');
  if (recording === 'no')
    return (
      <span className="hotkey">
        {keys === null ? <span className="hint">{t('calling.none')}</span> : <Caps keys={keys} />}
        <Button onClick={() => setRecording('yes')} data-testid="hotkey-choose">
          {t('calling.choose')}
        </Button>
        {keys !== null && (
          <Button look="plain" onClick={() => onKeys(null)} data-testid="hotkey-remove">
            {t('calling.remove')}
          </Button>
        )}
      </span>
    );
  return (
    <span className="hotkey">
      <button
        type="button"
        className="button hotkey-recorder"
        // It has been asked for just now, and nothing but keys makes sense here.
        autoFocus
        aria-live="polite"
        data-testid="hotkey-recorder"
        onBlur={() => setRecording('no')}
        onKeyDown={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (event.code === 'Escape') {
            setRecording('no');
            return;
          }
          const heard = recorded(event);
          if (heard.kind === 'alone') setRecording('alone');
          if (heard.kind !== 'keys') return;
          setRecording('no');
          onKeys(heard.keys);
        }}
      >
        {t('calling.press')}
      </button>
      {recording === 'alone' && (
        <span className="hint" role="status">
          {t('calling.alone')}
        </span>
      )}
    </span>
  );
};
