import { Check, Copy as CopyIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { useTexts } from '../i18n';

/** A text that is to be taken along: selected by a click, copied by the button. */
export const Copy = ({ text, label, testId }: { text: string; label: string; testId?: string }) => {
  const { t } = useTexts();
  const [said, setSaid] = useState<'copied' | 'byHand' | null>(null);
  const copy = (): void => {
    // Without TLS browsers give no clipboard; the text is there to be selected.
    if (!('clipboard' in navigator)) {
      setSaid('byHand');
      return;
    }
    navigator.clipboard.writeText(text).then(
      () => setSaid('copied'),
      () => setSaid('byHand'),
    );
  };
  return (
    <div className="copy">
      <code className="copy-text" data-testid={testId} aria-label={label}>
        {text}
      </code>
      <Button onClick={copy}>
        {said === 'copied' ? (
          <Check className="icon" aria-hidden />
        ) : (
          <CopyIcon className="icon" aria-hidden />
        )}
        {said === 'copied' ? t('copy.copied') : t('copy.copy')}
      </Button>
      <p className="hint" role="status">
        {said === 'byHand' && t('copy.byHand')}
      </p>
    </div>
  );
};
